"""How many at once: a fixed number, or one that is learnt from how long the first answer takes."""

import math
from typing import Protocol

#: Answers that begin so much earlier are due to us, not to noise.
_HELPED = 0.8
_MOST_PATIENT = 400


class ConcurrencyLimit(Protocol):
    """A number of calls at once, and what it learns from."""

    @property
    def value(self) -> int:
        """The number now, at least 1."""

    def observe(self, seconds: float, in_flight: int) -> None:
        """A call began to answer.

        Args:
            seconds: From the call to the first sign of an answer.
            in_flight: How many were under way.
        """

    def overloaded(self) -> None:
        """What is called said that it was too much (429), or did not answer in time."""


class FixedLimit:
    """What is known, such as the slots of a model on this machine."""

    def __init__(self, value: int) -> None:
        self.value = value

    def observe(self, seconds: float, in_flight: int) -> None:
        """Nothing to learn."""

    def overloaded(self) -> None:
        """Nothing to learn."""


class GradientLimit:
    """Less when answers begin later than they used to, more while they do not.

    limit ← smooth(limit x clamp(tolerance x long / short, 0.5 .. 1) + queue), with queue = √limit
    (after Netflix' concurrency-limits, "gradient2"). `short` is the mean over a few calls, `long`
    what is usual. It follows a fall at once, and no rise: under steady load that would be the queue
    that we ourselves make at the vendor. Instead, when answers have been late for a while, half as
    many are let through for a moment, and half of that again while it helps; what is seen then is
    the usual from there on (as BBR probes for the round trip). The next look comes later when this
    one told nothing new.

    Args:
        start: The number to begin with.
        least: It falls no further.
        most: It rises no further.
        tolerance: How many times the usual is still fine.
        smoothing: Weight of a new number against the one before, from 0 to 1.
        calls: Calls that make one `short`.
        patience: So many late `short` in a row, and the usual is looked for anew.
    """

    def __init__(
        self,
        start: int,
        *,
        least: int = 1,
        most: int = 1000,
        tolerance: float = 2.0,
        smoothing: float = 0.5,
        calls: int = 8,
        patience: int = 25,
    ) -> None:
        self._limit, self._least, self._most = float(start), least, most
        self._tolerance, self._smoothing, self._calls = tolerance, smoothing, calls
        self._patience = self._patient = patience
        self._late, self._last = 0, 0.0
        self._divisor = 1  # more than 1 while the usual is looked for
        self._skip = 0  # calls that began before that
        self._sum = self._seen = 0.0
        self._busiest = 0
        self.long: float | None = None

    @property
    def value(self) -> int:
        """The number now."""
        return max(self._least, int(self._limit / self._divisor))

    def observe(self, seconds: float, in_flight: int) -> None:
        """Learn from a call; every few calls the number changes."""
        if self._divisor > 1 and (in_flight > self.value or self._skip > 0):
            self._skip -= in_flight <= self.value
            return
        self._sum += seconds
        self._seen += 1
        self._busiest = max(self._busiest, in_flight)
        if self._seen < min(self._calls, self.value):
            return
        short, busiest = max(self._sum / self._seen, 1e-6), self._busiest
        self._sum = self._seen = 0.0
        self._busiest = 0
        if self._divisor > 1:
            self._look(short)
        else:
            self._learn(short, busiest)

    def overloaded(self) -> None:
        """A tenth less at once."""
        self._set(self._limit * 0.9)

    def _learn(self, short: float, busiest: int) -> None:
        if self.long is None or short < self.long:
            self.long = short if self.long is None else (self.long + short) / 2
        gradient = min(1.0, max(0.5, self._tolerance * self.long / short))
        self._late = self._late + 1 if gradient < 1.0 else 0
        if self._late >= self._patient:
            self._last, self._divisor = short, 2
            self._skip = self.value
            return
        if gradient == 1.0 and busiest < self._limit / 2:
            return  # nobody wanted more: that it went well says nothing of a higher number
        wanted = self._limit * gradient + math.sqrt(self._limit)
        self._set(self._limit + self._smoothing * (wanted - self._limit))

    def _look(self, short: float) -> None:
        """What came of letting fewer through: fewer still, or this is the usual."""
        helped, self._last = short < _HELPED * self._last, short
        if helped and self.value > self._least:
            self._divisor *= 2
            self._skip = self.value
            return
        known = self.long is not None and short < self.long / _HELPED
        self._patient = min(_MOST_PATIENT, self._patient * 2) if known else self._patience
        self.long, self._divisor, self._late = short, 1, 0

    def _set(self, limit: float) -> None:
        self._limit = min(float(self._most), max(float(self._least), limit))


class AimdLimit:
    """One more a round while it goes well, a quarter less when it does not; for noisy answers.

    Args:
        start: The number to begin with.
        least: It falls no further.
        most: It rises no further.
        slow_seconds: An answer that begins later is a sign of too much.
    """

    def __init__(
        self, start: int, *, least: int = 1, most: int = 1000, slow_seconds: float = 10.0
    ) -> None:
        self._limit, self._least, self._most = float(start), least, most
        self._slow = slow_seconds
        self._patience = 0

    @property
    def value(self) -> int:
        """The number now."""
        return int(self._limit)

    def observe(self, seconds: float, in_flight: int) -> None:
        """Learn from a call."""
        self._patience = max(0, self._patience - 1)
        if seconds > self._slow:
            self.overloaded()
        elif in_flight >= self._limit / 2:
            self._limit = min(float(self._most), self._limit + 1 / self._limit)

    def overloaded(self) -> None:
        """A quarter less, once for all calls that were under way then."""
        if not self._patience:
            self._patience = int(self._limit)
            self._limit = max(float(self._least), self._limit * 0.75)
