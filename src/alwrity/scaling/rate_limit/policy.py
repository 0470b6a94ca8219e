"""Limits in words, and what a check answers."""

import re
from dataclasses import dataclass
from typing import Protocol

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_WORDS = re.compile(r"\s*(\d+)\s*(?:/|per)\s*(second|minute|hour|day)s?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` in any `window` seconds."""

    amount: int
    window: int

    @classmethod
    def parse(cls, words: str) -> "Limit":
        """Read "10/minute" or "10 per minute".

        Raises:
            ValueError: When the words say no limit.
        """
        match = _WORDS.fullmatch(words)
        if not match or int(match[1]) == 0:
            raise ValueError(f"no limit in {words!r}; write it like '10/minute'")
        return cls(int(match[1]), _UNITS[match[2].lower()])


@dataclass(frozen=True, slots=True)
class Decision:
    """What a check answers.

    Attributes:
        allowed: Whether the request may go on; a refused one costs nothing.
        remaining: What is left in the window.
        reset: Seconds until the oldest hit leaves the window.
        retry_after: Seconds until this cost would fit; 0 when allowed.
    """

    allowed: bool
    limit: Limit
    remaining: int
    reset: float
    retry_after: float = 0.0

    @property
    def headers(self) -> dict[str, str]:
        """The `RateLimit-*` fields, and `Retry-After` when refused."""
        fields = {
            "RateLimit-Limit": str(self.limit.amount),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(max(1, -int(-self.reset // 1))),
            "RateLimit-Policy": f"{self.limit.amount};w={self.limit.window}",
        }
        if not self.allowed:
            fields["Retry-After"] = str(max(1, -int(-self.retry_after // 1)))
        return fields


class RateLimitStore(Protocol):
    """Where hits are counted: `memory.py` for one process, a server for a fleet."""

    async def hit(self, key: str, limit: Limit, cost: int = 1) -> Decision:
        """Count `cost` against `key`, or refuse and count nothing."""
