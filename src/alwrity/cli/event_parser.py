"""The server's events, from bytes: an id, a type and a line of JSON each."""

from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a generation.

    Attributes:
        type: Such as "token"; see `alwrity.cli.folding` for those that change the text.
        data: What the type says is in it.
        seq: Its number in the log, or None when it has none.
    """

    type: str
    data: dict[str, Any] = field(default_factory=dict)
    seq: int | None = None


class EventParser:
    """Collects chunks as the network cuts them and gives the events that are whole."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that end in this chunk; comments are passed over."""
        head, found, self._rest = (self._rest + chunk).rpartition(b"\n\n")
        if not found:
            return []
        events = (_event(block) for block in head.split(b"\n\n"))
        return [event for event in events if event is not None]


def _event(block: bytes) -> Event | None:
    fields: dict[bytes, bytes] = {}
    for line in block.split(b"\n"):
        name, _, value = line.partition(b":")
        if name:
            fields[name] = value.removeprefix(b" ")
    if b"data" not in fields:
        return None
    number = fields.get(b"id", b"")
    return Event(
        fields.get(b"event", b"message").decode(),
        orjson.loads(fields[b"data"]),
        int(number) if number.isdigit() else None,
    )
