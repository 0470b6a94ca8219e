"""A circuit breaker: what fails, or has become too slow, is left alone for a while.

    breaker = Breaker("vendor", counts=lambda error: isinstance(error, ConnectionError))
    with breaker.guard():          # BreakerOpenError while it is open
        answer = await ask_vendor()

closed → open when the rate of failures, or of slow calls, over a sliding window reaches its bound
and there were enough calls to speak of a rate. open → half-open when its time has passed. half-open
→ closed when as many probes as the policy allows ended well, → open when one did not.

Failure policy: the state is this process's own. Where `peers` tells what other servers see, the
breaker opens only on bad outcomes of two servers or more, or of the only one that made calls: one
server's broken network must not close a provider to all. When the peers cannot be asked, each
judges alone.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

#: What to wait for a probe that is under way: nobody knows how long it takes.
_PROBE_PAUSE = 1.0


class BreakerState(StrEnum):
    """Whether calls are let through."""

    CLOSED = "closed"
    HALF_OPEN = "half_open"
    OPEN = "open"


class BreakerOpenError(Exception):
    """The call was not made.

    Args:
        name: The breaker's.
        retry_after: Seconds until one may be tried.
    """

    def __init__(self, name: str, retry_after: float) -> None:
        super().__init__(f"{name!r} is left alone for {retry_after:.1f} s more")
        self.name = name
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """When it opens, and how it closes again.

    Attributes:
        window: Seconds of the past that count.
        buckets: Parts of the window; it slides by one of them.
        minimum: Calls in the window below which no rate is judged.
        failure_rate: Opens at this share of failures, from 0 to 1.
        slow_seconds: A call that takes longer is slow; None when none is.
        slow_rate: Opens at this share of slow calls.
        open_seconds: Seconds until the first probe.
        probes: Calls at once while half-open; all have to end well.
        probe_seconds: A probe that has not ended by then gives its place to another.
    """

    window: float = 60.0
    buckets: int = 12
    minimum: int = 10
    failure_rate: float = 0.5
    slow_seconds: float | None = None
    slow_rate: float = 0.8
    open_seconds: float = 10.0
    probes: int = 1
    probe_seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Outcomes of calls within the window."""

    calls: int = 0
    failures: int = 0
    slow: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.calls + other.calls, self.failures + other.failures, self.slow + other.slow
        )


class Peers(Protocol):
    """What other servers see of the same thing. Neither method may wait or raise."""

    def publish(self, name: str, tally: Tally) -> None:
        """Tell the others what this server sees; called after each outcome."""

    def others(self, name: str) -> Sequence[Tally] | None:
        """The latest tally of each other living server; None when they cannot be asked."""


@dataclass(frozen=True, slots=True)
class BreakerChange:
    """A change of state, for logs and metrics."""

    name: str
    before: BreakerState
    after: BreakerState
    tally: Tally


class Call:
    """A call that was let through; its outcome is told once, and once only."""

    __slots__ = ("_breaker", "_settled", "began", "era", "probe", "responded_at")

    def __init__(self, breaker: "Breaker", began: float, era: int, *, probe: bool) -> None:
        self._breaker, self._settled = breaker, False
        self.began, self.era, self.probe = began, era, probe
        self.responded_at: float | None = None

    def responded(self) -> None:
        """The first sign of an answer came: what follows does not make the call slow."""
        if self.responded_at is None:
            self.responded_at = self._breaker.clock()

    def succeeded(self) -> None:
        """It ended well."""
        self._settle(failed=False)

    def failed(self) -> None:
        """It failed through the fault of what was called."""
        self._settle(failed=True)

    def ignored(self) -> None:
        """It tells nothing: it was cancelled, or refused for a reason of our own."""
        self._settle(failed=None)

    def _settle(self, *, failed: bool | None) -> None:
        if not self._settled:
            self._settled = True
            self._breaker.take(self, failed=failed)


class Breaker:
    """One breaker, for one thing that is called.

    Args:
        name: For logs, metrics and peers.
        policy: When it opens, and how it closes again.
        counts: Whether an exception is a failure of what was called; by default every `Exception`.
        clock: Seconds, monotonic.
        peers: What other servers see.
        listeners: Told of each change of state.
    """

    def __init__(
        self,
        name: str,
        policy: BreakerPolicy | None = None,
        *,
        counts: Callable[[BaseException], bool] = lambda error: isinstance(error, Exception),
        clock: Callable[[], float] = time.monotonic,
        peers: Peers | None = None,
        listeners: Sequence[Callable[[BreakerChange], None]] = (),
    ) -> None:
        self.name, self.policy, self.clock = name, policy or BreakerPolicy(), clock
        self.listeners = list(listeners)
        self._counts, self._peers = counts, peers
        self._window = _Window(self.policy.window, self.policy.buckets)
        self._state = BreakerState.CLOSED
        self._era = 0  # of the state: an outcome from an earlier one says nothing of this one
        self._reopens = self._cool_until = 0.0
        self._probing: set[Call] = set()
        self._proven = 0

    @property
    def state(self) -> BreakerState:
        """The state; one whose time has passed is half-open, whether or not a call came."""
        if self._state is BreakerState.OPEN and self.clock() >= self._reopens:
            return BreakerState.HALF_OPEN
        return self._state

    @property
    def cooling(self) -> bool:
        """Whether it was asked to pause; no failure, and nothing that a probe would have to end."""
        return self.clock() < self._cool_until

    @property
    def tally(self) -> Tally:
        """What this process saw within the window."""
        return self._window.tally(self.clock())

    def wait(self) -> float:
        """Seconds until a call would be let through, as far as can be known; 0 when now."""
        now = self.clock()
        pause = max(0.0, self._cool_until - now)
        if self._state is BreakerState.OPEN:
            return max(pause, self._reopens - now)
        if self._state is BreakerState.HALF_OPEN and not self.room():
            return max(pause, _PROBE_PAUSE)
        return pause

    def room(self) -> int | None:
        """How many calls would be let through now; None when there is no bound."""
        if self.cooling:
            return 0
        match self.state:
            case BreakerState.CLOSED:
                return None
            case BreakerState.OPEN:
                return 0
        if self._state is BreakerState.OPEN:
            return self.policy.probes
        return max(0, self.policy.probes - len(self._living_probes()))

    def try_enter(self) -> Call | None:
        """A call to be made now, or None when it must not."""
        if self.room() == 0:
            return None
        if self._state is BreakerState.OPEN:
            self._go(BreakerState.HALF_OPEN)
        probe = self._state is BreakerState.HALF_OPEN
        call = Call(self, self.clock(), self._era, probe=probe)
        if probe:
            self._probing = self._living_probes() | {call}
        return call

    def enter(self) -> Call:
        """A call to be made now.

        Raises:
            BreakerOpenError: It must not be made.
        """
        call = self.try_enter()
        if call is None:
            raise BreakerOpenError(self.name, self.wait())
        return call

    @contextmanager
    def guard(self) -> Iterator[Call]:
        """A call whose outcome is how the block ends.

        Raises:
            BreakerOpenError: The block is not run.
        """
        call = self.enter()
        try:
            yield call
        except BaseException as error:
            if self._counts(error):
                call.failed()
            else:
                call.ignored()
            raise
        call.succeeded()

    def cool_down(self, seconds: float) -> None:
        """Let no call through for so long, at the wish of what is called."""
        self._cool_until = self.clock() + seconds

    def close(self) -> None:
        """Let calls through again: somebody has seen that it works."""
        self._cool_until = 0.0
        if self._state is not BreakerState.CLOSED:
            self._go(BreakerState.CLOSED)

    def take(self, call: Call, *, failed: bool | None) -> None:
        """Take note of a call's outcome; `Call` tells it."""
        self._probing.discard(call)
        if call.era != self._era or failed is None:
            return
        now = self.clock()
        took = (call.responded_at or now) - call.began
        slow = self.policy.slow_seconds is not None and took > self.policy.slow_seconds
        if call.probe:
            self._judge_probe(well=not failed and not slow)
            return
        self._window.add(now, failed=failed, slow=slow)
        tally = self._window.tally(now)
        if self._peers is not None:
            self._peers.publish(self.name, tally)
        if (failed or slow) and self._is_too_much(tally):
            self._go(BreakerState.OPEN)

    def _judge_probe(self, *, well: bool) -> None:
        if not well:
            self._go(BreakerState.OPEN)
            return
        self._proven += 1
        if self._proven >= self.policy.probes:
            self._go(BreakerState.CLOSED)

    def _is_too_much(self, mine: Tally) -> bool:
        others = (self._peers.others(self.name) if self._peers else None) or ()
        seen = [tally for tally in (mine, *others) if tally.calls]
        whole = sum(seen, Tally())
        if whole.calls < self.policy.minimum or not self._is_bad(whole):
            return False
        return len(seen) == 1 or sum(self._is_bad(tally) for tally in seen) >= 2

    def _is_bad(self, tally: Tally) -> bool:
        return (
            tally.failures >= self.policy.failure_rate * tally.calls
            or tally.slow >= self.policy.slow_rate * tally.calls
        )

    def _living_probes(self) -> set[Call]:
        oldest = self.clock() - self.policy.probe_seconds
        return {call for call in self._probing if call.began > oldest}

    def _go(self, state: BreakerState) -> None:
        now = self.clock()
        change = BreakerChange(self.name, self._state, state, self._window.tally(now))
        self._state, self._era, self._proven = state, self._era + 1, 0
        self._probing.clear()
        if state is BreakerState.OPEN:
            self._reopens = now + self.policy.open_seconds
        if state is BreakerState.CLOSED:
            self._window.clear()
        for listener in self.listeners:
            listener(change)


class _Window:
    """Sums over the last seconds, kept in buckets."""

    def __init__(self, seconds: float, buckets: int) -> None:
        self._width, self._count = seconds / buckets, buckets
        self._buckets: deque[tuple[int, Tally]] = deque()
        self._sum = Tally()

    def add(self, now: float, *, failed: bool, slow: bool) -> None:
        self._expire(now)
        place, one = int(now // self._width), Tally(1, int(failed), int(slow))
        if self._buckets and self._buckets[-1][0] == place:
            self._buckets[-1] = (place, self._buckets[-1][1] + one)
        else:
            self._buckets.append((place, one))
        self._sum += one

    def tally(self, now: float) -> Tally:
        self._expire(now)
        return self._sum

    def clear(self) -> None:
        self._buckets.clear()
        self._sum = Tally()

    def _expire(self, now: float) -> None:
        first = int(now // self._width) - self._count + 1
        while self._buckets and self._buckets[0][0] < first:
            _, gone = self._buckets.popleft()
            self._sum = Tally(
                self._sum.calls - gone.calls,
                self._sum.failures - gone.failures,
                self._sum.slow - gone.slow,
            )
