"""Server-sent events and JSON as language models send them: bytes in, data of whole events out.

Written for few CPU cycles a token: event names, ids and comments are passed over, because both wire
formats repeat in the data whatever they mean.
"""

import json
import re
from typing import Any

import orjson

LARGEST_EVENT = 1 << 20

_HALVES = re.compile("[\ud800-\udfff]")


class SseParser:
    """Collects chunks as the network cuts them and gives the data of each event that is whole."""

    __slots__ = ("_carriage", "_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._carriage = b""

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of the events that end in this chunk.

        Raises:
            ValueError: An event is larger than any that a model sends.
        """
        if b"\r" in chunk or self._carriage:
            chunk = self._unified(chunk)
        head, found, self._rest = (self._rest + chunk).rpartition(b"\n\n")
        if len(self._rest) > LARGEST_EVENT:
            raise ValueError("an event without an end")
        return _blocks(head) if found else []

    def end(self) -> list[bytes]:
        """The data of what is left at the end: some vendors leave out the last blank line."""
        rest, self._rest = self._rest, b""
        return _blocks(rest)

    def _unified(self, chunk: bytes) -> bytes:
        """LF instead of CRLF and CR; a CR at the end waits for what follows it."""
        chunk = self._carriage + chunk
        self._carriage = b"\r" if chunk.endswith(b"\r") else b""
        return chunk.removesuffix(self._carriage).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _blocks(head: bytes) -> list[bytes]:
    out = []
    for block in head.split(b"\n\n"):
        if block.startswith(b"data: ") and b"\n" not in block:
            out.append(block[6:])
        elif data := _data(block):
            out.append(data)
    return out


def _data(block: bytes) -> bytes:
    lines = [line[5:].removeprefix(b" ") for line in block.split(b"\n") if line[:5] == b"data:"]
    return b"\n".join(lines)


def decode(data: bytes) -> Any:
    """JSON, also with half of a surrogate pair in a string, which orjson rightly refuses.

    Raises:
        ValueError: It is not JSON.
    """
    try:
        return orjson.loads(data)
    except ValueError:
        return json.loads(data)


class SurrogateJoiner:
    """Joins pairs that a vendor cut in two; a half without its other becomes U+FFFD."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> str:
        """The text that is whole by now."""
        if not self._held and (text.isascii() or _HALVES.search(text) is None):
            return text
        text = self._held + text
        self._held = text[-1] if "\ud800" <= text[-1:] <= "\udbff" else ""
        return _joined(text.removesuffix(self._held) if self._held else text)

    def end(self) -> str:
        """What was waited for in vain."""
        held, self._held = self._held, ""
        return _joined(held)


def _joined(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
