"""Admission: so many at once, a bounded queue that is fair between parties, the rest is shed.

    generations = Bulkhead("vendor", GradientLimit(64), queue=100)
    async with generations.slot(workspace):        # ShedError when too many wait already
        ...

Whoever has fewest under way comes next, so one party's thousand calls at most double the wait of
another's one. When the queue is full, the last call of the party with most in it is shed for a
party with less. Admission is by concurrency, not by rate: what counts is how many are under way.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Hashable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NoReturn

from alwrity.scaling.limits import ConcurrencyLimit

_PARTY: ContextVar[Hashable] = ContextVar("alwrity_party", default=None)
#: How far a new holding time moves the mean.
_WEIGHT = 0.1
_LEAST_RETRY, _MOST_RETRY = 1.0, 300.0


def count_for(party: Hashable) -> None:
    """What the running task has admitted from here on counts for `party`, such as a workspace."""
    _PARTY.set(party)


@contextmanager
def on_behalf_of(party: Hashable) -> Iterator[None]:
    """What is admitted inside counts for `party`, such as a workspace."""
    token = _PARTY.set(party)
    try:
        yield
    finally:
        _PARTY.reset(token)


class ShedError(Exception):
    """Too many wait already; nothing was begun.

    Args:
        name: The bulkhead's.
        waiting: How many wait.
        retry_after: Seconds after which the queue has probably moved on.
    """

    def __init__(self, name: str, waiting: int, retry_after: float) -> None:
        super().__init__(f"{waiting} wait for {name!r} already")
        self.name = name
        self.waiting = waiting
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue.

    Attributes:
        position: How many come before it.
        expected_wait_seconds: By how long slots were held lately; None when none has been given
            back yet.
    """

    position: int
    expected_wait_seconds: float | None


class Slot:
    """Leave to go on; given back once."""

    __slots__ = ("_bulkhead", "_held", "began", "party")

    def __init__(self, bulkhead: "Bulkhead", party: Hashable, began: float) -> None:
        self._bulkhead, self._held = bulkhead, True
        self.party, self.began = party, began

    def release(self) -> None:
        """Give it back; more than once does no harm."""
        if self._held:
            self._held = False
            self._bulkhead.take_back(self)


@dataclass(eq=False, slots=True)
class _Waiter:
    party: Hashable
    number: int
    since: float
    granted: "asyncio.Future[Slot]"


class Bulkhead:
    """Admission to one thing.

    Args:
        name: For errors and metrics.
        limit: How many at once.
        queue: How many may wait.
        longest: Seconds that one may wait; who would have to, or has, is shed. None: any time.
        clock: Seconds, monotonic.
        listeners: Told the name whenever a call is shed.
        observers: Told the seconds until the first sign of each answer.
    """

    def __init__(
        self,
        name: str,
        limit: ConcurrencyLimit,
        *,
        queue: int,
        longest: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        listeners: Sequence[Callable[[str], None]] = (),
        observers: Sequence[Callable[[float], None]] = (),
    ) -> None:
        self.name, self.limit, self.queue = name, limit, queue
        self.listeners, self.observers = list(listeners), list(observers)
        self._clock, self._longest = clock, longest
        self._under_way: Counter[Hashable] = Counter()
        self._queues: dict[Hashable, deque[_Waiter]] = {}
        self._served: dict[Hashable, int] = {}  # of those that have a call here
        self._number = 0
        self._held_seconds: float | None = None
        self.in_flight = self.waiting = 0

    @property
    def free(self) -> int:
        """How many could begin now without waiting."""
        return max(0, self.limit.value - self.in_flight - self.waiting)

    @asynccontextmanager
    async def slot(self, party: Hashable = None) -> AsyncIterator[Slot]:
        """Hold a slot while the block runs.

        Raises:
            ShedError: Too many wait.
        """
        slot = await self.acquire(party)
        try:
            yield slot
        finally:
            slot.release()

    async def acquire(self, party: Hashable = None) -> Slot:
        """Wait for a slot; whoever gets it gives it back.

        Args:
            party: Whom it counts for; by default the one that `on_behalf_of` names.

        Raises:
            ShedError: Too many wait.
        """
        if party is None:
            party = _PARTY.get()
        if not self.waiting and self.in_flight < self.limit.value:
            return self._take(party)
        if self._is_too_long(self.expected_wait(self.waiting) or 0.0):
            self.refuse()
        if self.waiting >= self.queue:
            self._make_room(party)
        waiter = self._enqueue(party)
        try:
            return await waiter.granted
        except asyncio.CancelledError:
            if waiter.granted.done() and not waiter.granted.cancelled():
                if waiter.granted.exception() is None:
                    waiter.granted.result().release()
            else:
                self._forget(waiter)
            raise

    def refuse(self) -> NoReturn:
        """Turn a call away although there might be room in the queue.

        Raises:
            ShedError: Always.
        """
        raise self._shed()

    def places(self) -> dict[Hashable, list[Place]]:
        """Where each party's waiting calls are, the party's next one first."""
        places: dict[Hashable, list[Place]] = {party: [] for party in self._queues}
        for position, waiter in enumerate(sorted(self._all(), key=self._turn)):
            places[waiter.party].append(Place(position, self.expected_wait(position)))
        return places

    def expected_wait(self, position: int) -> float | None:
        """Seconds until the call at a position gets its slot; None when nothing is known."""
        if self._held_seconds is None:
            return None
        return (position + 1) * self._held_seconds / self.limit.value

    def observe(self, seconds: float) -> None:
        """A call that holds a slot began to answer after so many seconds."""
        self.limit.observe(seconds, self.in_flight)
        for observer in self.observers:
            observer(seconds)
        self._grant()

    def take_back(self, slot: Slot) -> None:
        """A slot is free again; `Slot.release` tells it."""
        self.in_flight -= 1
        self._under_way[slot.party] -= 1
        if not self._under_way[slot.party]:
            del self._under_way[slot.party]
            if slot.party not in self._queues:
                self._served.pop(slot.party, None)
        held = self._clock() - slot.began
        before = self._held_seconds
        self._held_seconds = held if before is None else before + _WEIGHT * (held - before)
        self._grant()

    def _take(self, party: Hashable) -> Slot:
        self.in_flight += 1
        self._number += 1
        self._served[party] = self._number
        self._under_way[party] += 1
        return Slot(self, party, self._clock())

    def _enqueue(self, party: Hashable) -> _Waiter:
        self._number += 1
        future: asyncio.Future[Slot] = asyncio.get_running_loop().create_future()
        waiter = _Waiter(party, self._number, self._clock(), future)
        self._queues.setdefault(party, deque()).append(waiter)
        self.waiting += 1
        self._grant()
        return waiter

    def _grant(self) -> None:
        while self.waiting and self.in_flight < self.limit.value:
            # Only the first of each party can be next.
            waiter = min((queue[0] for queue in self._queues.values()), key=self._turn)
            self._forget(waiter)
            if waiter.granted.done():
                continue  # it was cancelled, and does not know it yet
            if self._is_too_long(self._clock() - waiter.since):
                waiter.granted.set_exception(self._shed())
            else:
                waiter.granted.set_result(self._take(waiter.party))

    def _make_room(self, party: Hashable) -> None:
        """Shed somebody: the newcomer, unless another party has more in the queue."""
        greediest = max(self._queues, key=lambda each: len(self._queues[each]), default=None)
        most = len(self._queues.get(greediest, ()))
        error = self._shed()
        if len(self._queues.get(party, ())) + 1 >= most:
            raise error
        last = self._queues[greediest][-1]
        self._forget(last)
        if not last.granted.done():
            last.granted.set_exception(error)

    def _shed(self) -> ShedError:
        for listener in self.listeners:
            listener(self.name)
        return ShedError(self.name, self.waiting, self._retry_after())

    def _is_too_long(self, seconds: float) -> bool:
        return self._longest is not None and seconds > self._longest

    def _retry_after(self) -> float:
        expected = self.expected_wait(self.waiting) or _LEAST_RETRY
        return min(_MOST_RETRY, max(_LEAST_RETRY, expected / 2))

    def _forget(self, waiter: _Waiter) -> None:
        queue = self._queues.get(waiter.party)
        if queue is None or waiter not in queue:
            return
        queue.remove(waiter)
        self.waiting -= 1
        if not queue:
            del self._queues[waiter.party]
            if waiter.party not in self._under_way:
                self._served.pop(waiter.party, None)

    def _all(self) -> Iterator[_Waiter]:
        for queue in self._queues.values():
            yield from queue

    def _turn(self, waiter: _Waiter) -> tuple[int, int, int]:
        party = waiter.party
        before = self._queues[party].index(waiter)
        # Of two with as many under way, the one that was served longer ago.
        return self._under_way[party] + before, self._served.get(party, 0), waiter.number
