"""The embedded model's stream: OpenAI chat completions as llama.cpp speaks them, over loopback.

Small on purpose. What `openai_compatible` does not need stands here: log-probabilities, pings
during a long prompt, and telling a dead child (the caller's to handle) from a broken request.
"""

import json
from collections.abc import AsyncGenerator
from typing import Any, Literal

import aiohttp

from alwrity.errors import ProviderError
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import Finish, ModelRequest, StreamItem, Text, Usage

# The child pings every 5 s while a prompt is read, so a longer silence is a hung process.
_SILENCE = 30.0
_REASONS: dict[str, Literal["stop", "length", "filter"]] = {
    "stop": "stop",
    "length": "length",
    "content_filter": "filter",
}


def body(request: ModelRequest) -> dict[str, Any]:
    """The request as llama.cpp's server reads it; `request.extra` is passed as it is."""
    wire: dict[str, Any] = {
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "max_tokens": request.max_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if request.temperature is not None:
        wire["temperature"] = request.temperature
    if request.stop:
        wire["stop"] = list(request.stop)
    wire.update(request.extra)
    if wire.get("logprobs"):
        wire.setdefault("top_logprobs", 1)  # the default sends twenty alternatives with each token
    return wire


async def stream(
    http: aiohttp.ClientSession, url: str, request: ModelRequest, *, provider: str
) -> AsyncGenerator[StreamItem, None]:
    """Write one answer; closing the iterator frees the slot.

    Raises:
        ProviderConfigError: The child refused the request, such as one that is too long.
        ProviderUnreachableError: The child had a fault before the first token.
        ProviderStreamError: The same, after it.
        aiohttp.ClientError: The child died.
        TimeoutError: It hangs.
    """
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=_SILENCE)
    async with http.post(
        f"{url}/v1/chat/completions", json=body(request), timeout=timeout
    ) as response:
        if response.status != 200:
            raise _refusal(response.status, await response.text())
        async for item in _items(response.content, provider):
            yield item


async def _items(content: aiohttp.StreamReader, provider: str) -> AsyncGenerator[StreamItem, None]:
    reason: Literal["stop", "length", "filter"] | None = None
    usage = Usage()
    async for line in content:
        if not line.startswith(b"data:"):
            continue  # a ping, or the blank line between events
        data = line[5:].strip()
        if data == b"[DONE]":
            break
        event = json.loads(data)
        if "error" in event:
            raise ProviderStreamError(
                f"The embedded model stopped with {_reason(event)!r}; try again."
            )
        if counted := event.get("usage"):
            usage = Usage(counted.get("prompt_tokens"), counted.get("completion_tokens"))
        for choice in event.get("choices", ()):
            if text := choice.get("delta", {}).get("content"):
                yield Text(text, _logprob(choice))
            if ended := choice.get("finish_reason"):
                reason = _REASONS.get(ended, "stop")
    if reason is None:
        raise ProviderStreamError("The embedded model's answer has no end; try again.")
    yield Finish(reason, usage, provider)


def _logprob(choice: dict[str, Any]) -> float | None:
    tokens = (choice.get("logprobs") or {}).get("content")
    return sum(float(token["logprob"]) for token in tokens) if tokens else None


def _refusal(status: int, text: str) -> ProviderError:
    try:
        told = _reason(json.loads(text))
    except ValueError:
        told = text[:200]
    if status >= 500:
        return ProviderUnreachableError(
            f"The embedded model answered {status} with {told!r}; try again."
        )
    return ProviderConfigError(
        f"The embedded model refused the request with {told!r}; shorten or change it."
    )


def _reason(event: dict[str, Any]) -> str:
    error = event.get("error")
    return str(error.get("message", error) if isinstance(error, dict) else error)[:200]
