import asyncio
from typing import Any

import orjson
import pytest
from tests.providers.wiring import KEY, Make, asking
from tests.vendor import Vendor
from tests.vendor.content import words

from alwrity.errors import ProviderError
from alwrity.providers import http
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderRateLimitError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.http import HttpProvider
from alwrity.providers.openai_compatible import LLAMACPP, MISTRAL, OPENAI, VLLM
from alwrity.providers.protocol import Finish, Message, ModelRequest, StreamItem, Text, Usage

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "count": {"type": "integer"}},
    "required": ["title", "count"],
    "additionalProperties": False,
}


async def run(provider: HttpProvider, request: ModelRequest | None = None) -> list[StreamItem]:
    return [item async for item in provider.stream(request or asking())]


def said(items: list[StreamItem]) -> str:
    return "".join(item.text for item in items if isinstance(item, Text))


async def test_a_stream_is_its_text_and_ends_with_reason_and_usage(wire: str, make: Make) -> None:
    items = await run(make(wire))
    assert said(items) == "".join(words(30))
    end = items[-1]
    assert isinstance(end, Finish)
    assert (end.reason, end.provider) == ("stop", f"{wire}:fake")
    assert end.usage.output_tokens == 30
    assert end.usage.input_tokens


async def test_an_answer_in_one_piece(wire: str, make: Make, vendor: Vendor) -> None:
    text, end = await make(wire).complete(asking())
    assert text == "".join(words(30))
    assert (end.reason, end.usage.output_tokens) == ("stop", 30)
    assert vendor.bodies[0]["stream"] is False


async def test_a_schema_is_asked_for_and_kept(wire: str, make: Make, vendor: Vendor) -> None:
    provider = make(wire)
    streamed = said(await run(provider, asking(schema=SCHEMA)))
    whole, end = await provider.complete(asking(schema=SCHEMA))
    assert orjson.loads(streamed) == orjson.loads(whole)
    assert isinstance(orjson.loads(whole)["title"], str)
    assert end.reason == "stop"
    body = vendor.bodies[0]
    if wire == "openai":
        assert body["response_format"]["json_schema"]["strict"] is True
    else:
        assert body["tool_choice"] == {"type": "tool", "name": "answer"}


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429@3", ProviderRateLimitError),
        ("quota", ProviderConfigError),
        ("500", ProviderUnreachableError),
        ("529", ProviderUnreachableError),
        ("401", ProviderConfigError),
        ("404", ProviderConfigError),
        ("cut@0", ProviderUnreachableError),
        ("malformed@0", ProviderUnreachableError),
        ("error-event@0", ProviderUnreachableError),
    ],
)
async def test_failures_before_the_first_token(
    wire: str, fault: str, kind: type[ProviderError], make: Make, vendor: Vendor
) -> None:
    provider = make(wire, f"fake!{fault}")
    with pytest.raises(kind) as caught:
        await run(provider)
    assert type(caught.value) is kind
    assert KEY not in caught.value.detail
    assert vendor.counts[wire] == 1, "a provider itself never tries again"


@pytest.mark.parametrize("fault", ["cut@5", "malformed@5", "content-length@5", "error-event@5"])
async def test_failures_after_the_first_token(wire: str, fault: str, make: Make) -> None:
    # At a pace, so that the text before the fault has arrived when it strikes.
    provider = make(wire, f"fake!{fault}!pace@200")
    items: list[StreamItem] = []

    async def note() -> None:
        async for item in provider.stream(asking()):
            items.append(item)  # noqa: PERF401 - an extend would lose what came before the fault

    with pytest.raises(ProviderStreamError):
        await note()
    assert items
    assert all(isinstance(item, Text) for item in items), "nothing may be called complete"


async def test_bytes_missing_behind_a_whole_answer_do_no_harm(wire: str, make: Make) -> None:
    items = await run(make(wire, "fake!content-length"))
    assert said(items) == "".join(words(30))
    assert isinstance(items[-1], Finish)


async def test_a_vendor_that_never_says_good_bye_is_not_waited_for(
    wire: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "GOODBYE_TIMEOUT", 0.1)
    async with asyncio.timeout(3):
        end = (await run(make(wire, "fake!linger", between_tokens_timeout=9.0)))[-1]
    assert isinstance(end, Finish)
    assert (end.reason, end.usage.output_tokens) == ("stop", 30)


async def test_an_end_without_a_reason_is_no_end(wire: str, make: Make) -> None:
    with pytest.raises(ProviderStreamError, match="without a finish reason"):
        await run(make(wire, "fake!no-finish"))
    with pytest.raises(ProviderUnreachableError, match="without a finish reason"):
        await make(wire, "fake!no-finish").complete(asking())


@pytest.mark.parametrize(("fault", "reason"), [("length", "length"), ("filter", "filter")])
async def test_other_reasons_to_end(wire: str, fault: str, reason: str, make: Make) -> None:
    provider = make(wire, f"fake!{fault}@9")
    streamed, (_, whole) = (await run(provider))[-1], await provider.complete(asking())
    assert isinstance(streamed, Finish)
    assert (streamed.reason, whole.reason) == (reason, reason)
    assert streamed.usage.output_tokens == 9


async def test_max_tokens_bounds_the_output(wire: str, make: Make) -> None:
    end = (await run(make(wire), asking(max_tokens=7)))[-1]
    assert isinstance(end, Finish)
    assert (end.reason, end.usage.output_tokens) == ("length", 7)


async def test_a_stall_before_the_first_token(wire: str, make: Make) -> None:
    provider = make(wire, "fake!stall-first", first_token_timeout=0.1)
    with pytest.raises(ProviderUnreachableError, match="no token in time"):
        await run(provider)


async def test_a_stall_between_tokens(wire: str, make: Make) -> None:
    provider = make(wire, "fake!stall@5", between_tokens_timeout=0.1)
    with pytest.raises(ProviderStreamError, match="fell silent"):
        await run(provider)


async def test_the_whole_call_has_a_deadline(wire: str, make: Make) -> None:
    provider = make(wire, "fake!pace@20", call_timeout=0.2)
    with pytest.raises(ProviderStreamError):
        await run(provider)
    with pytest.raises(ProviderUnreachableError, match="in time"):
        await make(wire, "fake!stall", call_timeout=0.1).complete(asking())


async def test_a_slow_consumer_is_not_the_vendors_silence(wire: str, make: Make) -> None:
    provider = make(wire, "fake!pace@100", between_tokens_timeout=0.2)
    texts = []
    async for item in provider.stream(asking()):
        if len(texts) == 1:
            await asyncio.sleep(0.5)
        texts.append(item)
    assert isinstance(texts[-1], Finish)


async def test_halves_of_an_emoji_are_joined(wire: str, make: Make) -> None:
    text = said(await run(make(wire, "fake!surrogates@5!pace@500")))
    assert "😀" in text
    assert text.replace("😀", "") == "".join(words(30))


async def test_crlf(wire: str, make: Make) -> None:
    assert said(await run(make(wire, "fake!crlf"))) == "".join(words(30))


async def test_usage_that_is_not_told_is_unknown(wire: str, make: Make) -> None:
    end = (await run(make(wire, "fake!no-usage")))[-1]
    assert isinstance(end, Finish)
    if wire == "openai":
        assert end.usage == Usage(None, None)
    else:  # its opening event counted the input, and one token of output
        assert end.usage.input_tokens


@pytest.mark.parametrize("fault", ["cut", "malformed", "content-length", "500"])
async def test_a_broken_answer_in_one_piece(wire: str, fault: str, make: Make) -> None:
    with pytest.raises(ProviderUnreachableError):
        await make(wire, f"fake!{fault}").complete(asking())


async def test_nobody_listens(wire: str, make: Make) -> None:
    provider = make(wire, base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ProviderUnreachableError, match="cannot be reached"):
        await run(provider)


async def test_a_wrong_key_is_not_repeated(wire: str, make: Make) -> None:
    key = "sk-wrong-abcdefghijklmnop"
    with pytest.raises(ProviderConfigError, match="401") as caught:
        await run(make(wire, api_key=key))
    assert key not in str(caught.value)
    assert "[key]" in caught.value.detail


async def test_the_wait_that_is_asked_for_is_told(wire: str, make: Make) -> None:
    with pytest.raises(ProviderRateLimitError) as caught:
        await run(make(wire, "fake!429@7"))
    assert caught.value.retry_after == 7


async def test_stopping_frees_the_vendor(wire: str, make: Make, vendor: Vendor) -> None:
    stream = make(wire, "fake!pace@50!tokens@5000").stream(asking(max_tokens=9000))
    await anext(stream)
    assert vendor.open == 1
    await stream.aclose()
    async with asyncio.timeout(5):
        while vendor.open:  # noqa: ASYNC110 - another side's state has no event
            await asyncio.sleep(0.01)


async def test_a_connection_is_used_again(wire: str, make: Make) -> None:
    provider = make(wire)
    await run(provider)
    assert provider._session is not None
    connector = provider._session.connector
    assert connector is not None
    assert sum(len(idle) for idle in connector._conns.values()) == 1


async def test_what_each_vendor_is_sent(make: Make, vendor: Vendor) -> None:
    request = ModelRequest(
        (Message("system", "S"), Message("user", "U"), Message("assistant", "A ")),
        max_tokens=50,
        temperature=1.5,
        stop=("END",),
        extra={"seed": 1},
    )
    for dialect in (OPENAI, MISTRAL, VLLM):
        await run(make(dialect=dialect), request)
    await run(make("anthropic"), request)
    openai, mistral, vllm, claude = vendor.bodies
    assert openai["max_completion_tokens"] == 50
    assert openai["stream_options"] == {"include_usage": True}
    assert (openai["temperature"], openai["stop"], openai["seed"]) == (1.5, ["END"], 1)
    assert mistral["messages"][-1] == {"role": "assistant", "content": "A ", "prefix": True}
    assert mistral["max_tokens"] == 50
    assert "stream_options" not in mistral
    assert vllm["continue_final_message"] is True
    assert claude["system"] == "S"
    assert [m["role"] for m in claude["messages"]] == ["user", "assistant"]
    assert claude["messages"][-1]["content"] == "A"
    assert (claude["max_tokens"], claude["temperature"]) == (50, 1.0)
    headers = vendor.requests[-1].headers
    assert headers["x-api-key"] == KEY
    assert headers["anthropic-version"]


async def test_reasoning_models_are_spared_what_they_refuse(make: Make, vendor: Vendor) -> None:
    vendor.models = frozenset({"gpt-5-mini", "gpt-4o"})
    for model in ("gpt-5-mini", "gpt-4o"):
        await run(make(model=model, dialect=OPENAI), asking(temperature=0.5))
    thinking, plain = vendor.bodies
    assert "temperature" not in thinking
    assert thinking["reasoning_effort"] == "low"
    assert plain["temperature"] == 0.5
    assert "reasoning_effort" not in plain


async def test_llamacpp_always_streams(make: Make, vendor: Vendor) -> None:
    text, end = await make(dialect=LLAMACPP).complete(asking())
    assert (text, end.reason) == ("".join(words(30)), "stop")
    assert vendor.bodies[0]["stream"] is True


async def test_no_proxy_of_the_host_is_used(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert said(await run(make()))
