"""An exact sliding log in this process."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from alwrity.scaling.rate_limit.policy import Decision, Limit


class MemoryRateLimitStore:
    """Never more than the limit in any window, since every hit is remembered until it leaves.

    Args:
        subjects: Subjects remembered at most; the one unseen for longest is forgotten.
        clock: Seconds, monotonic.
    """

    def __init__(
        self, *, subjects: int = 100_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._logs: OrderedDict[tuple[str, Limit], deque[float]] = OrderedDict()
        self._subjects = subjects
        self._clock = clock

    async def hit(self, key: str, limit: Limit, cost: int = 1) -> Decision:
        """Count `cost` against `key`, or refuse and count nothing."""
        now = self._clock()
        log = self._logs.setdefault((key, limit), deque())
        self._logs.move_to_end((key, limit))
        while log and log[0] <= now - limit.window:
            log.popleft()
        if len(self._logs) > self._subjects:
            self._logs.popitem(last=False)
        free = limit.amount - len(log)
        if cost > free:
            blocking = log[min(cost - free, len(log)) - 1] if log else now
            wait = blocking + limit.window - now
            return Decision(False, limit, free, log[0] + limit.window - now if log else 0, wait)
        log.extend([now] * cost)
        return Decision(True, limit, free - cost, log[0] + limit.window - now)
