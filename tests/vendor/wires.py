"""The two wire formats as bytes: frames of a stream, whole answers, errors."""

import json
from dataclasses import dataclass
from functools import lru_cache

from tests.vendor.faults import Fault

STOP = {
    "openai": {None: "stop", Fault.LENGTH: "length", Fault.FILTER: "content_filter"},
    "anthropic": {None: "end_turn", Fault.LENGTH: "max_tokens", Fault.FILTER: "refusal"},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one request."""

    model: str
    tokens: tuple[str, ...]
    input_tokens: int
    end: Fault | None = None
    tool: str | None = None
    usage: bool = True


def dump(value: object) -> str:
    """JSON as vendors write it, with escapes for everything beyond ASCII."""
    return json.dumps(value, separators=(",", ":"))


def event(kind: str, **members: object) -> bytes:
    """One event of the messages format."""
    return f"event: {kind}\ndata: {dump({'type': kind, **members})}\n\n".encode()


@lru_cache(maxsize=64)
def token_frames(wire: str, model: str, tokens: tuple[str, ...], tool: bool) -> tuple[bytes, ...]:
    """One frame a token, built once for the same words."""
    if wire == "anthropic":
        kind, key = ("input_json_delta", "partial_json") if tool else ("text_delta", "text")
        return tuple(
            event("content_block_delta", index=0, delta={"type": kind, key: token})
            for token in tokens
        )
    return tuple(openai_chunk(model, {"content": token}) for token in tokens)


def openai_chunk(model: str, delta: dict[str, object], finish: str | None = None) -> bytes:
    """One chunk of the chat completions format."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return (
        f"data: {dump({**_head(model, 'chat.completion.chunk'), 'choices': [choice]})}\n\n".encode()
    )


def _head(model: str, kind: str) -> dict[str, object]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1700000000, "model": model}


def _counted(answer: Answer) -> dict[str, int]:
    output = len(answer.tokens)
    return {
        "prompt_tokens": answer.input_tokens,
        "completion_tokens": output,
        "total_tokens": answer.input_tokens + output,
    }


def opening(wire: str, answer: Answer) -> bytes:
    """What comes before the first token."""
    if wire == "openai":
        return openai_chunk(answer.model, {"role": "assistant", "content": ""})
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "content": [],
        "stop_reason": None,
        "usage": {"input_tokens": answer.input_tokens, "output_tokens": 1},
    }
    block = (
        {"type": "tool_use", "id": "toolu_1", "name": answer.tool, "input": {}}
        if answer.tool
        else {"type": "text", "text": ""}
    )
    return (
        event("message_start", message=message)
        + event("content_block_start", index=0, content_block=block)
        + event("ping")
    )


def finish_reason(wire: str, answer: Answer) -> str:
    """The word for how it ended."""
    if wire == "anthropic" and answer.tool and answer.end is None:
        return "tool_use"
    return STOP[wire][answer.end]


def closing(wire: str, answer: Answer, *, reason: bool = True) -> bytes:
    """What comes behind the last token; without `reason`, only the polite end."""
    if wire == "openai":
        out = openai_chunk(answer.model, {}, finish_reason(wire, answer)) if reason else b""
        if reason and answer.usage:
            head = _head(answer.model, "chat.completion.chunk")
            usage = {**head, "choices": [], "usage": _counted(answer)}
            out += f"data: {dump(usage)}\n\n".encode()
        return out + b"data: [DONE]\n\n"
    out = event("content_block_stop", index=0)
    if reason:
        out += event(
            "message_delta",
            delta={"stop_reason": finish_reason(wire, answer), "stop_sequence": None},
            usage={"output_tokens": len(answer.tokens)} if answer.usage else {},
        )
    return out + event("message_stop")


@lru_cache(maxsize=256)
def whole(wire: str, answer: Answer, *, reason: bool = True) -> bytes:
    """The answer to a request that does not stream."""
    text, stop = "".join(answer.tokens), finish_reason(wire, answer) if reason else None
    if wire == "openai":
        message = {"role": "assistant", "content": text}
        body = {
            **_head(answer.model, "chat.completion"),
            "choices": [{"index": 0, "message": message, "finish_reason": stop}],
            "usage": _counted(answer) if answer.usage else None,
        }
        return dump(body).encode()
    block = (
        {"type": "tool_use", "id": "toolu_1", "name": answer.tool, "input": json.loads(text)}
        if answer.tool and answer.end is None
        else {"type": "text", "text": text}
    )
    usage = {"input_tokens": answer.input_tokens, "output_tokens": len(answer.tokens)}
    body = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "content": [block],
        "stop_reason": stop,
        "usage": usage if answer.usage else {},
    }
    return dump(body).encode()


def without_goodbye(end: bytes) -> bytes:
    """A closing without its last event."""
    events = end.split(b"\n\n")
    return b"\n\n".join([*events[:-2], b""])


def error_body(wire: str, kind: str, message: str, code: str | None = None) -> bytes:
    """An error as each vendor words it."""
    if wire == "openai":
        return dump({"error": {"message": message, "type": kind, "code": code or kind}}).encode()
    return dump({"type": "error", "error": {"type": kind, "message": message}}).encode()


def error_event(wire: str) -> bytes:
    """An error in the middle of a stream."""
    body = error_body(wire, "overloaded_error", "The engine is overloaded.").decode()
    return (f"data: {body}\n\n" if wire == "openai" else f"event: error\ndata: {body}\n\n").encode()
