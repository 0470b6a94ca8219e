"""Chat completions: OpenAI's format, which nearly every other vendor and server speaks too."""

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from alwrity.providers.http import HttpProvider, Reading, Reason
from alwrity.providers.protocol import Capabilities, Finish, ModelRequest, StreamItem, Text, Usage
from alwrity.providers.refusals import VendorSaidError
from alwrity.providers.sse import decode

_REASONS: Mapping[str, Reason] = {
    "stop": "stop",
    "tool_calls": "stop",
    "length": "length",
    "model_length": "length",  # Mistral: the context is full
    "content_filter": "filter",
}
# OpenAI's reasoning models refuse sampling parameters and think out of `max_completion_tokens`.
_REASONS_FIRST = re.compile(r"(o\d|gpt-(?:[5-9]|\d\d))(?!.*chat)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where vendors of the same format differ.

    Attributes:
        limit: Name of the member that bounds the output.
        asks_usage: Whether `stream_options` is known there; Mistral refuses it and counts anyway.
        prefix: Members of a last assistant message that is to be continued.
        continuing: Members of the body when there is such a message.
        reasoning: Whether OpenAI's rules for its reasoning models hold.
        effort: `reasoning_effort` to send, where the models think before they write.
        streams_only: Whether a call in one piece cannot be ended by closing it.
    """

    limit: str = "max_tokens"
    asks_usage: bool = True
    prefix: Mapping[str, Any] = field(default_factory=dict)
    continuing: Mapping[str, Any] = field(default_factory=dict)
    reasoning: bool = False
    effort: str | None = None
    streams_only: bool = False


COMMON = Dialect()
OPENAI = Dialect(limit="max_completion_tokens", reasoning=True)
GEMINI = Dialect(effort="low")
MISTRAL = Dialect(asks_usage=False, prefix={"prefix": True})
VLLM = Dialect(continuing={"continue_final_message": True, "add_generation_prompt": False})
LLAMACPP = Dialect(streams_only=True)


class OpenAICompatibleProvider(HttpProvider):
    """A model that speaks chat completions.

    Args:
        name: `provider:model`.
        model: The model as the vendor calls it.
        base_url: Kept verbatim; `/chat/completions` is put behind it.
        api_key: Sent as bearer; empty sends none.
        dialect: Where the vendor differs from others.
        capabilities: What the model can do.
        first_token_timeout: Seconds to the first token, connecting included.
        between_tokens_timeout: Seconds from one token to the next.
        call_timeout: Seconds for the whole call.
    """

    def __init__(
        self,
        *,
        name: str,
        model: str,
        base_url: str,
        api_key: str = "",
        dialect: Dialect = COMMON,
        capabilities: Capabilities | None = None,
        first_token_timeout: float = 60.0,
        between_tokens_timeout: float = 30.0,
        call_timeout: float = 600.0,
    ) -> None:
        super().__init__(
            name=name,
            base_url=base_url,
            path="/chat/completions",
            headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
            secret=api_key,
            capabilities=capabilities or Capabilities(),
            first_token_timeout=first_token_timeout,
            between_tokens_timeout=between_tokens_timeout,
            call_timeout=call_timeout,
        )
        self._model, self._dialect = model, dialect

    async def complete(self, request: ModelRequest) -> tuple[str, Finish]:
        """The whole answer in one piece; streamed where closing a call would not end it."""
        if not self._dialect.streams_only:
            return await super().complete(request)
        return await gathered(self.stream(request))

    def _body(self, request: ModelRequest, *, stream: bool) -> dict[str, Any]:
        dialect = self._dialect
        messages: list[dict[str, Any]] = [
            {"role": message.role, "content": message.content} for message in request.messages
        ]
        body: dict[str, Any] = {
            "model": self._model,
            "messages": messages,
            dialect.limit: request.max_tokens,
            "stream": stream,
        }
        if messages[-1]["role"] == "assistant":
            messages[-1].update(dialect.prefix)
            body.update(dialect.continuing)
        if stream and dialect.asks_usage:
            body["stream_options"] = {"include_usage": True}
        if request.schema is not None:
            schema = {"name": "answer", "strict": True, "schema": dict(request.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        if dialect.reasoning and _REASONS_FIRST.match(self._model):
            body["reasoning_effort"] = "low"
        else:
            if request.temperature is not None:
                body["temperature"] = request.temperature
            if request.stop:
                body["stop"] = list(request.stop)
            if dialect.effort:
                body["reasoning_effort"] = dialect.effort
        return body | dict(request.extra)

    def _reading(self) -> Reading:
        return _Chunks()

    def _whole(self, answer: Any) -> tuple[str, Reading]:
        choice = answer["choices"][0]
        reading = Reading(reason=_reason(choice["finish_reason"]), usage=_usage(answer))
        return _text(choice["message"]["content"]), reading


@dataclass(slots=True)
class _Chunks(Reading):
    """A stream of chat completion chunks."""

    def take(self, data: bytes) -> str:
        if data == b"[DONE]":
            self.ended = True
            return ""
        chunk = decode(data)
        if chunk.get("error"):
            raise VendorSaidError(chunk["error"])
        if chunk.get("usage") or chunk.get("x_groq"):
            self.usage = _usage(chunk)
        if not chunk.get("choices"):
            return ""
        choice = chunk["choices"][0]
        if choice.get("finish_reason"):
            self.reason = _reason(choice["finish_reason"])
        if choice.get("logprobs"):
            sums = [token["logprob"] for token in choice["logprobs"].get("content") or ()]
            self.logprob = (self.logprob or 0.0) + sum(sums)
        delta = choice.get("delta") or {}
        text = _text(delta.get("content"))
        if text or delta.get("reasoning_content") or delta.get("reasoning"):
            self.tokens += 1
        return text


def _text(content: Any) -> str:
    """The text of a message; Mistral's reasoning models send a list of parts."""
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if part.get("type") == "text")
    return content or ""


def _reason(value: str | None) -> Reason | None:
    return _REASONS[value] if value else None  # an unknown one is malformed, not a success


def _usage(body: Mapping[str, Any]) -> Usage:
    usage = body.get("usage") or (body.get("x_groq") or {}).get("usage") or {}
    return Usage(usage.get("prompt_tokens"), usage.get("completion_tokens"))


async def gathered(stream: AsyncGenerator[StreamItem, None]) -> tuple[str, Finish]:
    """The text and the end of one provider's stream.

    Raises:
        ProviderError: Whatever the stream raises.
    """
    texts: list[str] = []
    async with aclosing(stream) as items:
        async for item in items:
            if isinstance(item, Finish):
                return "".join(texts), item
            if isinstance(item, Text):
                texts.append(item.text)
    raise AssertionError("a stream ends with Finish or raises")
