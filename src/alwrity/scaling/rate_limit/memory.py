"""An exact sliding log in this process."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from math import ceil

from alwrity.scaling.rate_limit.policy import Decision, Limit, Policy, unlimited


class SlidingLog:
    """The hits of one subject against one limit.

    Attributes:
        used: What was counted and has not left the window.
    """

    __slots__ = ("_amount", "_entries", "_grain", "_window", "used")

    def __init__(self, limit: Limit) -> None:
        self._amount = limit.amount
        self._window = limit.window
        self._grain = limit.grain
        self._entries: deque[list[float]] = deque()
        self.used = 0

    def free(self, now: float) -> int:
        """Let go of what has left the window; gives what is free."""
        entries = self._entries
        oldest = now - self._window
        while entries and entries[0][0] <= oldest:
            self.used -= int(entries.popleft()[1])
        return self._amount - self.used

    def add(self, now: float, cost: int) -> None:
        """Count `cost`, whether or not it is free."""
        stamp = ceil(now / self._grain) * self._grain if self._grain else now
        if self._entries and self._entries[-1][0] >= stamp:
            self._entries[-1][1] += cost
        else:
            self._entries.append([stamp, cost])
        self.used += cost

    def wait(self, now: float, cost: int) -> float:
        """Seconds until `cost` is free."""
        missing = cost - (self._amount - self.used)
        for stamp, count in self._entries:
            missing -= int(count)
            if missing <= 0:
                return max(0.0, stamp + self._window - now)
        return float(self._window)

    def reset(self, now: float) -> float:
        """Seconds until the oldest hit leaves."""
        return max(0.0, self._entries[0][0] + self._window - now) if self._entries else 0.0


class MemoryRateLimitStore:
    """Never more than a limit in any window, since every hit is remembered until it leaves.

    Args:
        subjects: Subjects remembered at most; the one unseen for longest is forgotten.
        clock: Seconds, monotonic.
    """

    def __init__(
        self, *, subjects: int = 100_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._logs: OrderedDict[tuple[str, Policy], tuple[SlidingLog, ...]] = OrderedDict()
        self._subjects = subjects
        self._clock = clock

    async def hit(self, key: str, policy: Policy, cost: int = 1) -> Decision:
        """Count `cost` against `key` in every limit, or refuse and count nothing."""
        return self.count(key, policy, cost)

    def count(self, key: str, policy: Policy, cost: int = 1) -> Decision:
        """The same at once."""
        if not policy.limits:
            return unlimited(policy)
        now = self._clock()
        subject = (key, policy)
        logs = self._logs.get(subject)
        if logs is None:
            logs = self._logs[subject] = tuple(SlidingLog(limit) for limit in policy.limits)
            if len(self._logs) > self._subjects:
                self._logs.popitem(last=False)
        else:
            self._logs.move_to_end(subject)
        if len(logs) == 1:  # the usual case, without the bookkeeping of several
            log = logs[0]
            free = log.free(now)
            if cost > free:
                return _refuse(policy, logs, now, cost)
            log.add(now, cost)
            return Decision(True, policy.limits[0], free - cost, log.reset(now), 0.0, policy)
        if min([log.free(now) for log in logs]) < cost:  # a list: every log must let go
            return _refuse(policy, logs, now, cost)
        for log in logs:
            log.add(now, cost)
        left = [limit.amount - log.used for limit, log in zip(policy.limits, logs, strict=True)]
        least = min(range(len(left)), key=left.__getitem__)
        reset = logs[least].reset(now)
        return Decision(True, policy.limits[least], left[least], reset, 0.0, policy)

    def used(self, key: str, policy: Policy) -> int:
        """What a subject has used of its fullest window."""
        logs = self._logs.get((key, policy), ())
        now = self._clock()
        for log in logs:
            log.free(now)
        return max((log.used for log in logs), default=0)

    def forget(self, key: str, policy: Policy) -> None:
        """Begin anew with a subject."""
        self._logs.pop((key, policy), None)

    def __len__(self) -> int:
        return len(self._logs)

    async def aclose(self) -> None:
        """Nothing is held."""


def _refuse(policy: Policy, logs: tuple[SlidingLog, ...], now: float, cost: int) -> Decision:
    """Told by the limit that takes longest."""
    if len(logs) == 1:
        log, limit = logs[0], policy.limits[0]
        left = max(0, limit.amount - log.used)
        return Decision(False, limit, left, log.reset(now), log.wait(now, cost), policy)
    waits = [
        log.wait(now, cost) if limit.amount - log.used < cost else 0.0
        for limit, log in zip(policy.limits, logs, strict=True)
    ]
    worst = max(range(len(waits)), key=waits.__getitem__)
    limit, log = policy.limits[worst], logs[worst]
    return Decision(
        False, limit, max(0, limit.amount - log.used), log.reset(now), waits[worst], policy
    )
