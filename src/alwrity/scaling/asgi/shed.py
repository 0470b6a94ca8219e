"""Turning requests away before they cost anything, so that the rest are still answered in time."""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from starlette.types import ASGIApp, Receive, Scope, Send

from alwrity.scaling.bulkhead import Bulkhead, ShedError

_TICK = 0.05


class LoopLag:
    """How late the event loop is: with work of the processor on it everybody waits so long.

    Args:
        clock: Seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._due = math.inf
        self._last = 0.0

    @property
    def seconds(self) -> float:
        """The lateness of the last tick, or of one that is overdue."""
        return max(self._last, self._clock() - self._due)

    def start(self) -> None:
        """Watch the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _watch(self) -> None:
        while True:
            self._due = self._clock() + _TICK
            await asyncio.sleep(_TICK)
            # Half of the past, so that one late tick is not forgotten by the next good one.
            self._last = max(0.0, self._clock() - self._due, self._last / 2)


class Shed:
    """Let so many requests of a kind through at once; turn the rest away.

    Each kind has a bulkhead of its own: reads that pile up leave writes their places.

    Args:
        app: The application inside.
        kind: Which bulkhead a request belongs to; None for none, such as health and streams.
        bulkheads: By kind; their limits learn from how late the loop is: that tells work of the
            processor, of which more at once only makes all slower, from waiting for something else.
        lag: Of the loop; while it is later than `most_lag` nobody waits: who finds no place free is
            turned away at once.
        most_lag: Seconds.
        reject: The application that answers, given the kind and the seconds to wait.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        kind: Callable[[Scope], str | None],
        bulkheads: Mapping[str, Bulkhead],
        lag: LoopLag,
        most_lag: float,
        reject: Callable[[str, float], ASGIApp],
    ) -> None:
        self.app = app
        self.kind = kind
        self.bulkheads = bulkheads
        self.lag = lag
        self.most_lag = most_lag
        self.reject = reject

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or turn away."""
        kind = self.kind(scope) if scope["type"] == "http" else None
        if kind is None:
            await self.app(scope, receive, send)
            return
        bulkhead = self.bulkheads[kind]
        try:
            if not bulkhead.free and self.lag.seconds > self.most_lag:
                bulkhead.refuse()
            slot = await bulkhead.acquire(kind)
        except ShedError as error:
            await self.reject(kind, error.retry_after)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            slot.release()
            bulkhead.observe(self.lag.seconds)
