"""What can be made to go wrong, one `Turn` a request."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """A way to fail; `at` of the turn says when, in tokens, unless noted."""

    RATE_LIMIT = "429"  # `at`: seconds in Retry-After, none when absent
    QUOTA = "quota"  # 429 that waiting does not mend
    SERVER_ERROR = "500"
    OVERLOADED = "529"
    UNAUTHORIZED = "401"
    INDISCREET = "500-key"  # 500 that tells the key, whole and masked
    UNKNOWN_MODEL = "404"
    STALL_FIRST = "stall-first"  # accepts, sends headers, then nothing
    STALL = "stall"
    CUT = "cut"  # connection aborted
    MALFORMED = "malformed"
    CONTENT_LENGTH = "content-length"  # promises more bytes than it sends, all or `at` tokens
    NO_FINISH = "no-finish"  # ends politely without a finish reason
    ERROR_EVENT = "error-event"  # an error inside the stream
    LINGER = "linger"  # all but the last event, then nothing
    LENGTH = "length"
    FILTER = "filter"
    SURROGATES = "surrogates"  # one emoji, half in each of two chunks
    CRLF = "crlf"
    NO_USAGE = "no-usage"


@dataclass(frozen=True, slots=True)
class Turn:
    """How to answer one request; None is the server's default."""

    fault: Fault | None = None
    at: float | None = None
    text: str | None = None
    tokens: int | None = None
    pace: float | None = None
    first_token: float | None = None

    @classmethod
    def of(cls, value: "Turn | Fault | str | dict[str, Any] | None") -> "Turn":
        """A turn from any way of writing it; a string is `kind` or `kind@number`."""
        match value:
            case Turn():
                return value
            case None | "ok":
                return cls()
            case str():
                return cls().with_suffix(value)
            case _:
                fault = value.get("fault")
                return replace(cls(**{**value, "fault": None}), fault=fault and Fault(fault))

    def with_suffix(self, suffix: str) -> "Turn":
        """This turn, changed by one suffix of a model's name."""
        kind, _, number = suffix.partition("@")
        at = float(number) if number else None
        match kind:
            case "tokens":
                return replace(self, tokens=int(at or 0))
            case "pace":
                return replace(self, pace=at)
            case "first":
                return replace(self, first_token=at)
            case _:
                return replace(self, fault=Fault(kind), at=at)


def named_turn(model: str, turn: Turn) -> tuple[str, Turn]:
    """Split `fake!cut@50` into the model and the turn its suffixes ask for."""
    name, *suffixes = model.split("!")
    for suffix in suffixes:
        turn = turn.with_suffix(suffix)
    return name, turn
