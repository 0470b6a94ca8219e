"""The events of a generation, and the piece's text as the fold over them.

| type | data | effect on the text |
|---|---|---|
| state | state, detail? | |
| outline | title, sections | |
| section | position, heading, text | append `text` |
| token | text | append `text` |
| rewind | offset (UTF-16 units) | cut to `offset` |
| progress | tokens, tokens_per_second, elapsed_seconds, section, sections | |
| finding | id, check, severity, message, start, end | |
| done | state, content_id, scores, cut_off, provider, demo | the last one |
| error | detail, state | the last one |

Two more are made for one listener and are never in the log: `snapshot` (with the id of the event
that it includes) and `queued` (without an id).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from alwrity.text import cut_utf16

LAST_TYPES = frozenset({"done", "error"})


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log.

    Attributes:
        seq: Its number, from 1; the id that clients see.
        data: JSON, one line.
    """

    seq: int
    type: str
    data: str

    def encode(self) -> bytes:
        """The event as a server-sent event."""
        return f"id: {self.seq}\nevent: {self.type}\ndata: {self.data}\n\n".encode()


def encode(event_type: str, data: dict[str, Any], seq: int | None = None) -> bytes:
    """A server-sent event that is not in the log."""
    head = "" if seq is None else f"id: {seq}\n"
    return f"{head}event: {event_type}\ndata: {dump(data)}\n\n".encode()


def dump(data: dict[str, Any]) -> str:
    """JSON on one line."""
    return orjson.dumps(data).decode()


def fold(text: str, events: Iterable[Event]) -> str:
    """Apply events to a text."""
    for event in events:
        if event.type in {"token", "section"}:
            text += orjson.loads(event.data)["text"]
        elif event.type == "rewind":
            text = cut_utf16(text, orjson.loads(event.data)["offset"])
    return text


def waits(event: Event) -> bool:
    """Whether an event tells that the generation is back in the queue."""
    return event.type == "state" and bool(orjson.loads(event.data)["state"] == "queued")


def topic(generation_id: object) -> str:
    """Where a generation's events are published."""
    return f"generation:{generation_id}"
