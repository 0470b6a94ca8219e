"""When another attempt is made: backoff with full jitter, and a budget so that retries stay few.

A server in trouble gets at most `ratio` more requests than without retries, however many callers
there are: each request puts `ratio` of a token into the bucket, each retry takes one out.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Backoff:
    """Full jitter: a wait drawn evenly between 0 and a bound that doubles (AWS, 2015).

    Attributes:
        base: Bound of the first wait in seconds.
        cap: The bound grows no further.
        draw: Gives a number between its two arguments.
    """

    base: float = 0.25
    cap: float = 4.0
    draw: Callable[[float, float], float] = random.uniform

    def wait(self, retry: int) -> float:
        """Seconds before the given retry, counted from 0."""
        return self.draw(0.0, min(self.cap, self.base * 2.0**retry))


class RetryBudget:
    """A bucket of retries.

    Args:
        ratio: Retries per request in the long run.
        reserve: Tokens at the start, and the most that is saved up.
    """

    __slots__ = ("_ratio", "_reserve", "tokens")

    def __init__(self, ratio: float = 0.1, reserve: float = 10.0) -> None:
        self._ratio, self._reserve, self.tokens = ratio, reserve, reserve

    def deposit(self) -> None:
        """A first attempt is made."""
        self.tokens = min(self._reserve, self.tokens + self._ratio)

    def withdraw(self) -> bool:
        """Whether a retry may be made; it is paid for when it may."""
        if self.tokens < 1.0:
            return False
        self.tokens -= 1.0
        return True


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Seconds from `retry-after-ms` or `Retry-After` (a number or a date); None when not told."""
    milliseconds, value = headers.get("retry-after-ms"), headers.get("Retry-After")
    try:
        if milliseconds is not None:
            return max(0.0, float(milliseconds) / 1000)
        if value is None:
            return None
        if value.strip().replace(".", "", 1).isdigit():
            return float(value)
        date = parsedate_to_datetime(value)
        return max(0.0, (date - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # nonsense, or a date without a zone
        return None
