"""Fan-out in one process: publish to whoever listens now; the log elsewhere keeps the past."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Subscription(Protocol):
    """One listener's view of a topic."""

    async def next(self, timeout: float) -> object | None:
        """The next message; None when none came in `timeout` seconds or some were lost."""

    def skip(self) -> None:
        """Pass over what has come by now."""


class MemorySubscription:
    """A bounded queue. A listener that is too slow loses messages and reads the log instead."""

    def __init__(self, bound: int) -> None:
        self._queue: asyncio.Queue[object] = asyncio.Queue(bound)
        self._lost = False

    def offer(self, message: object) -> None:
        """Put a message in, or note that one was lost."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            self._lost = True

    async def next(self, timeout: float) -> object | None:
        """The next message; None when none came in `timeout` seconds or some were lost."""
        if self._lost:
            self._lost = False
            self.skip()
            return None
        if not self._queue.empty():  # waiting with a time-out makes a timer, and costs
            return self._queue.get_nowait()
        try:
            # Not `wait_for`: before Python 3.12 it loses a cancellation that comes with a message.
            async with asyncio.timeout(timeout):
                return await self._queue.get()
        except TimeoutError:
            return None

    def skip(self) -> None:
        """Pass over what has come by now."""
        while not self._queue.empty():
            self._queue.get_nowait()


class MemoryBroker:
    """Topics of one process.

    Args:
        bound: Messages that a listener may lag behind.
    """

    def __init__(self, *, bound: int = 1000) -> None:
        self._bound = bound
        self._topics: defaultdict[str, set[MemorySubscription]] = defaultdict(set)

    def publish(self, topic: str, message: object) -> None:
        """Offer a message to all who listen; never waits."""
        for subscription in self._topics.get(topic, ()):
            subscription.offer(message)

    @contextmanager
    def subscribe(self, topic: str) -> Iterator[MemorySubscription]:
        """Listen from now on, until the block ends."""
        subscription = MemorySubscription(self._bound)
        self._topics[topic].add(subscription)
        try:
            yield subscription
        finally:
            listeners = self._topics[topic]
            listeners.discard(subscription)
            if not listeners:
                del self._topics[topic]
