"""Limits in words, and what a check answers."""

import re
from functools import lru_cache
from math import ceil
from typing import NamedTuple, Protocol

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_WORDS = re.compile(
    r"\s*(\d{1,12})\s*(?:/|\bper\b)\s*(\d{1,6}\s)?\s*(second|minute|hour|day)s?\s*", re.IGNORECASE
)
#: The highest rate that is counted hit by hit on the server; faster ones are leased in lots.
EXACT_PER_SECOND = 100 / 60
#: A log holds at most about so many entries; times beyond are rounded up, so never too few count.
LOG_ENTRIES = 1000


class Limit(NamedTuple):
    """At most `amount` in any `window` seconds."""

    amount: int
    window: int

    @classmethod
    def parse(cls, words: str) -> "Limit":
        """Read "10/minute", "10 per minute" or "10/5 minutes".

        Raises:
            ValueError: When the words say no limit.
        """
        match = _WORDS.fullmatch(words)
        if not match or int(match[1]) == 0 or (match[2] and int(match[2]) == 0):
            raise ValueError(f"no limit in {words!r}; write it like '10/minute'")
        return cls(int(match[1]), int(match[2] or 1) * _UNITS[match[3].lower()])

    @property
    def grain(self) -> float:
        """Seconds to which times are rounded up in a log; 0 for none."""
        return self.window / LOG_ENTRIES if self.amount > LOG_ENTRIES else 0.0


class Policy(NamedTuple):
    """Several limits that hold together; none of them means unlimited.

    A check counts in all or in none, so a refused request costs nothing anywhere.
    """

    limits: tuple[Limit, ...]

    @classmethod
    def parse(cls, words: str) -> "Policy":
        """Read "10/minute; 100/day", or "unlimited".

        Raises:
            ValueError: When one of the words says no limit.
        """
        if words.strip().lower() == "unlimited":
            return cls(())
        return cls(tuple(Limit.parse(part) for part in words.split(";")))

    @property
    def leased(self) -> bool:
        """Whether every limit is too fast to be counted hit by hit on the server."""
        return all(limit.amount > EXACT_PER_SECOND * limit.window for limit in self.limits)

    def share(self, servers: int) -> "Policy":
        """What one of `servers` may admit alone, at least one."""
        return Policy(
            tuple(Limit(max(1, limit.amount // servers), limit.window) for limit in self.limits)
        )


class Decision(NamedTuple):
    """What a check answers, told by the limit that matters most.

    Attributes:
        allowed: Whether the request may go on; a refused one costs nothing.
        limit: The limit that refuses, or the one with the least left; None when unlimited.
        remaining: What is left of it in its window, as far as this server knows.
        reset: Seconds until the oldest hit leaves its window.
        retry_after: Seconds until this cost would fit; 0 when allowed.
        policy: All limits.
    """

    allowed: bool
    limit: Limit | None
    remaining: int
    reset: float
    retry_after: float
    policy: Policy

    @property
    def headers(self) -> dict[str, str]:
        """The `RateLimit-*` fields, and `Retry-After` when refused."""
        if self.limit is None:
            return {}
        fields = {
            "RateLimit-Limit": str(self.limit.amount),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(max(1, ceil(self.reset))),
            "RateLimit-Policy": _told(self.policy),
        }
        if not self.allowed:
            fields["Retry-After"] = str(max(1, ceil(self.retry_after)))
        return fields


@lru_cache(1024)
def _told(policy: Policy) -> str:
    return ", ".join(f"{amount};w={window}" for amount, window in policy.limits)


def unlimited(policy: Policy) -> Decision:
    """The answer of a policy without limits."""
    return Decision(True, None, 0, 0.0, 0.0, policy)


class RateLimitStore(Protocol):
    """Where hits are counted: `memory.py` for one process, `redis.py` for a fleet."""

    async def hit(self, key: str, policy: Policy, cost: int = 1) -> Decision:
        """Count `cost` against `key` in every limit, or refuse and count nothing.

        A cost above a limit's amount can never fit; it is refused with the window as the wait.
        """

    async def aclose(self) -> None:
        """Give back what is still held."""
