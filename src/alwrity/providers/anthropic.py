"""Anthropic's messages: the system text apart, blocks of content, a forced tool for structure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from alwrity.providers.http import HttpProvider, Reading, Reason
from alwrity.providers.protocol import Capabilities, ModelRequest, Usage
from alwrity.providers.refusals import VendorSaidError
from alwrity.providers.sse import decode

VERSION = "2023-06-01"
TOOL = "answer"

_REASONS: Mapping[str, Reason] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "tool_use": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "filter",
}
# From 4.6 on, models refuse a last assistant message; earlier ones go on from it.
_CONTINUES = re.compile(r"claude-(?:[123]|instant|(?:opus|sonnet|haiku)-4-(?:[0-5](?!\d)|\d{8}))")


def continues(model: str) -> bool:
    """Whether a model is known to go on from a last assistant message."""
    return _CONTINUES.match(model) is not None


class AnthropicProvider(HttpProvider):
    """A model that speaks Anthropic's messages.

    Args:
        name: `provider:model`.
        model: The model as the vendor calls it.
        base_url: Kept verbatim; `/messages` is put behind it.
        api_key: Sent as `x-api-key`; empty sends none.
        capabilities: What the model can do; known from its name when not told.
        first_token_timeout: Seconds to the first token, connecting included.
        between_tokens_timeout: Seconds from one token to the next.
        call_timeout: Seconds for the whole call.
    """

    def __init__(
        self,
        *,
        name: str,
        model: str,
        base_url: str = "https://api.anthropic.com/v1",
        api_key: str = "",
        capabilities: Capabilities | None = None,
        first_token_timeout: float = 60.0,
        between_tokens_timeout: float = 30.0,
        call_timeout: float = 600.0,
    ) -> None:
        headers = {"anthropic-version": VERSION}
        if api_key:
            headers["x-api-key"] = api_key
        super().__init__(
            name=name,
            base_url=base_url,
            path="/messages",
            headers=headers,
            secret=api_key,
            capabilities=capabilities or Capabilities(continues=continues(model)),
            first_token_timeout=first_token_timeout,
            between_tokens_timeout=between_tokens_timeout,
            call_timeout=call_timeout,
        )
        self._model = model

    def _body(self, request: ModelRequest, *, stream: bool) -> dict[str, Any]:
        turns = [message for message in request.messages if message.role != "system"]
        messages = [{"role": turn.role, "content": turn.content} for turn in turns]
        if messages and messages[-1]["role"] == "assistant":
            # Trailing white space of a prefix is refused.
            messages[-1]["content"] = messages[-1]["content"].rstrip()
        body: dict[str, Any] = {
            "model": self._model,
            "messages": messages,
            "max_tokens": request.max_tokens,
            "stream": stream,
        }
        system = [message.content for message in request.messages if message.role == "system"]
        if system:
            body["system"] = "\n\n".join(system)
        if request.temperature is not None:
            body["temperature"] = min(request.temperature, 1.0)  # more is refused
        if request.stop:
            body["stop_sequences"] = list(request.stop)
        if request.schema is not None:
            body["tools"] = [
                {
                    "name": TOOL,
                    "description": "Give the answer.",
                    "input_schema": dict(request.schema),
                }
            ]
            body["tool_choice"] = {"type": "tool", "name": TOOL}
        return body | dict(request.extra)

    def _reading(self) -> Reading:
        return _Events()

    def _whole(self, answer: Any) -> tuple[str, Reading]:
        reading = _Events()
        reading.count(answer.get("usage") or {})
        if answer.get("stop_reason"):
            reading.reason = _REASONS[answer["stop_reason"]]
        return "".join(_block_text(block) for block in answer["content"]), reading


def _block_text(block: Mapping[str, Any]) -> str:
    if block.get("type") == "tool_use":
        return orjson.dumps(block["input"]).decode()
    return str(block.get("text") or "")


@dataclass(slots=True)
class _Events(Reading):
    """A stream of message events."""

    def take(self, data: bytes) -> str:
        event = decode(data)
        match event["type"]:
            case "content_block_delta":
                return self._delta(event["delta"])
            case "message_start":
                self.count(event["message"].get("usage") or {})
            case "message_delta":
                self.count(event.get("usage") or {})
                if reason := event["delta"].get("stop_reason"):
                    self.reason = _REASONS[reason]  # an unknown one is malformed, not a success
            case "message_stop":
                self.ended = True
            case "error":
                raise VendorSaidError(event["error"])
        return ""  # pings, block ends, and kinds that are new

    def _delta(self, delta: Mapping[str, Any]) -> str:
        self.tokens += 1
        match delta["type"]:
            case "text_delta":
                return str(delta["text"])
            case "input_json_delta":
                return str(delta["partial_json"])
        return ""  # thinking

    def count(self, usage: Mapping[str, Any]) -> None:
        """Take over what is told; the cache's tokens are input too."""
        told = [
            usage.get(key)
            for key in ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
        ]
        given = self.usage.input_tokens if told[0] is None else sum(each or 0 for each in told)
        self.usage = Usage(given, usage.get("output_tokens", self.usage.output_tokens))
