import json
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from alwrity.errors import ProviderError
from alwrity.providers import embedded_client
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import Finish, Message, ModelRequest, StreamItem, Text, Usage

REQUEST = ModelRequest((Message("user", "Write."),), max_tokens=9)


async def answer(status: int, *lines: str) -> list[StreamItem]:
    """What the client makes of an answer."""

    async def serve(_: web.Request) -> web.Response:
        return web.Response(status=status, text="\n".join(lines))

    app = web.Application()
    app.router.add_post("/v1/chat/completions", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession() as http:
            return [i async for i in embedded_client.stream(http, url, REQUEST, provider="p:m")]
    finally:
        await runner.cleanup()


def event(**members: Any) -> str:
    return f"data: {json.dumps(members)}"


async def test_text_logprobs_usage_and_end() -> None:
    logprobs = {"content": [{"logprob": -0.5}, {"logprob": -0.25}]}
    items = await answer(
        200,
        event(choices=[{"delta": {"role": "assistant", "content": None}}]),
        ": ping",
        event(choices=[{"delta": {"content": "Bread"}, "logprobs": logprobs}]),
        event(choices=[{"delta": {"content": " rises."}}]),
        event(choices=[{"delta": {}, "finish_reason": "stop"}]),
        event(choices=[], usage={"prompt_tokens": 5, "completion_tokens": 3}),
        "data: [DONE]",
    )
    assert items == [
        Text("Bread", -0.75),
        Text(" rises.", None),
        Finish("stop", Usage(5, 3), "p:m"),
    ]


@pytest.mark.parametrize(
    ("status", "line", "error"),
    [
        (400, '{"error": {"message": "request exceeds the context"}}', ProviderConfigError),
        (401, '{"error": {"message": "Invalid API Key"}}', ProviderConfigError),
        (503, '{"error": {"message": "Loading model"}}', ProviderUnreachableError),
        (500, "no JSON", ProviderUnreachableError),
        (200, 'data: {"error": {"message": "out of slots"}}', ProviderStreamError),
        (200, 'data: {"choices": [{"delta": {"content": "cut"}}]}', ProviderStreamError),
        (200, "", ProviderStreamError),
    ],
)
async def test_what_is_no_answer(status: int, line: str, error: type[ProviderError]) -> None:
    with pytest.raises(error):
        await answer(status, line)


def test_the_body_streams_and_asks_for_one_logprob_each() -> None:
    request = ModelRequest(
        (Message("user", "Write."), Message("assistant", "Bread")),
        max_tokens=9,
        temperature=0.5,
        stop=("\n",),
        extra={"logprobs": True, "grammar": "root ::= [a-z]+"},
    )
    assert embedded_client.body(request) == {
        "messages": [
            {"role": "user", "content": "Write."},
            {"role": "assistant", "content": "Bread"},
        ],
        "max_tokens": 9,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
        "stop": ["\n"],
        "logprobs": True,
        "top_logprobs": 1,
        "grammar": "root ::= [a-z]+",
    }
