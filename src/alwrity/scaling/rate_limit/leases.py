"""Fast limits: tokens leased from the server in lots and spent here without asking.

A lot starts at one token, doubles while lots are spent before they end, and what is left of it at
its end goes back. So a busy subject costs a few calls a second, and a slow one that wanders over
many servers finds its tokens wherever it comes. Lots shrink as the limit runs out.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from alwrity.scaling.errors import RedisUnavailableError
from alwrity.scaling.rate_limit.policy import Decision, Policy
from alwrity.scaling.rate_limit.scripts import LOTS
from alwrity.scaling.redis import RedisClient

Subject = tuple[str, Policy]
#: Slices of a window in which lots must be spent; a lot lives for one or two.
SLICES = 200
#: In hundredths of the limit: what late slices hold back, given in advance (1 % over at most).
_GRANTED = 101
_SHORTEST_SLICE = 20_000  # microseconds: what a busy event loop may be late
_LARGEST_LOT = 50  # a fiftieth of the limit


_new = tuple.__new__


class Lease:
    """What one subject has here.

    Attributes:
        tokens: To spend until `ends`.
        blocked: Until when the server is not asked again, when tokens come free, and which limit
            refuses.
        waiters: The requests that wait for tokens, first come first served.
    """

    __slots__ = (
        "blocked", "ends", "lot", "remaining", "reset", "slice", "task", "tokens", "waiters",
    )  # fmt: skip

    def __init__(self) -> None:
        self.tokens = 0
        self.ends = 0.0
        self.slice = 0
        self.lot = 1
        self.remaining = 0
        self.reset = 0.0
        self.blocked: tuple[float, float, int] | None = None
        self.waiters: deque[tuple[int, asyncio.Future[Decision]]] = deque()
        self.task: asyncio.Task[None] | None = None


class Leases:
    """The leases of one process.

    Args:
        client: The server that counts.
        name: Gives the keys of a subject, one a limit.
        owed: Gives what a subject was granted here while the server was away.
        settled: Told when the server has counted that.
        subjects: Leases held at most.
        clock: Seconds, monotonic.
    """

    def __init__(
        self,
        client: RedisClient,
        *,
        name: Callable[[Subject], list[str]],
        owed: Callable[[Subject], int],
        settled: Callable[[Subject], None],
        subjects: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._name = name
        self._owed = owed
        self._settled = settled
        self._subjects = subjects
        self._clock = clock
        self._leases: dict[Subject, Lease] = {}
        self._ends: deque[tuple[float, Subject]] = deque()
        self._sweeper: asyncio.Task[None] | None = None

    def spend(self, key: str, policy: Policy, cost: int) -> Decision | None:
        """Spend what is here; None when the server must be asked."""
        lease = self._leases.get((key, policy))
        if lease is None or lease.tokens < cost or self._clock() >= lease.ends:
            return None
        lease.tokens = left = lease.tokens - cost
        # The same as `Decision(...)` in a third of the time: this is the hot path.
        return _new(
            Decision, (True, policy[0][0], lease.remaining + left, lease.reset, 0.0, policy)
        )

    async def hit(self, key: str, policy: Policy, cost: int) -> Decision:
        """Spend, leasing when nothing is here.

        Raises:
            RedisUnavailableError: When the server cannot be asked.
        """
        subject = (key, policy)
        if cost > min(policy.limits).amount:
            window = float(min(policy.limits).window)
            return Decision(False, min(policy.limits), 0, 0.0, window, policy)
        lease = self._leases.get(subject) or self._remember(subject)
        if lease.blocked is not None:
            until, free_at, index = lease.blocked
            now = self._clock()
            if now < until:
                wait = max(0.0, free_at - now)
                return Decision(False, policy.limits[index], lease.tokens, wait, wait, policy)
            lease.blocked = None
        future: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()
        lease.waiters.append((cost, future))
        if lease.task is None:
            lease.task = asyncio.create_task(self._serve(subject, lease))
        return await future

    async def count(self, subject: Subject, spent: int) -> None:
        """Count on the server what was spent without it.

        Raises:
            RedisUnavailableError: When the server cannot be asked.
        """
        await self._ask(subject, 0, spent, (0, 0))

    def _remember(self, subject: Subject) -> Lease:
        if len(self._leases) >= self._subjects:
            del self._leases[next(iter(self._leases))]
        lease = self._leases[subject] = Lease()
        return lease

    async def _serve(self, subject: Subject, lease: Lease) -> None:
        """Ask for all who wait, until nobody does."""
        try:
            await asyncio.sleep(0)  # those who ask in the same breath are asked for together
            while lease.waiters:
                await self._acquire(subject, lease)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear it, whatever it is
            for _, future in lease.waiters:
                if not future.done():
                    future.set_exception(error)
            lease.waiters.clear()
        finally:
            lease.task = None

    async def _acquire(self, subject: Subject, lease: Lease) -> None:
        policy = subject[1]
        began = self._clock()
        left, slice_back = lease.tokens, lease.slice
        lease.tokens = 0
        if began >= lease.ends:
            lease.lot = max(1, lease.lot - left)  # an idle lot: what was spent is enough
        else:
            largest = max(1, min(policy.limits).amount // _LARGEST_LOT)
            lease.lot = min(largest, 2 * lease.lot)
        asking = len(lease.waiters)
        owed = self._owed(subject)
        waiting = owed + sum(cost for cost, future in lease.waiters if not future.done())
        granted, slice_, lasts, telling, remaining, wait = await self._ask(
            subject, lease.lot, waiting, (slice_back, left)
        )
        self._settled(subject)
        lease.tokens = max(0, granted - owed)
        lease.slice = slice_
        lease.ends = began + lasts / 1e6
        lease.remaining = remaining
        limit = policy.limits[telling - 1]
        lease.reset = float(limit.window)
        for _ in range(asking):
            cost, future = lease.waiters.popleft()
            if future.done():
                continue  # the caller went away
            if lease.tokens >= cost:
                lease.tokens -= cost
                left = remaining + lease.tokens
                future.set_result(Decision(True, limit, left, lease.reset, 0.0, policy))
            else:
                free_in = wait / 1e6
                future.set_result(Decision(False, limit, lease.tokens, free_in, free_in, policy))
        if granted < waiting:
            free_at = began + wait / 1e6
            # Tokens may come back from other servers before, so ask again within a slice.
            soon = began + self._length(policy) / 2e6
            lease.blocked = (min(free_at, soon), free_at, telling - 1)
        self._ends.append((lease.ends, subject))
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep())

    def _ask(
        self, subject: Subject, lot: int, waiting: int, back: tuple[int, int]
    ) -> Awaitable[list[int]]:
        policy = subject[1]
        args: list[int] = [0, lot, waiting, *back, self._length(policy)]
        for amount, window in policy.limits:
            args += [max(amount, amount * _GRANTED // 100), window * 1_000_000]
        return self._client.run(LOTS, self._name(subject), args)

    @staticmethod
    def _length(policy: Policy) -> int:
        shortest = min(limit.window for limit in policy.limits) * 1_000_000
        return max(shortest // SLICES, _SHORTEST_SLICE)

    async def _sweep(self) -> None:
        """Give back what is left of lots that have ended, and forget their subjects."""
        while self._ends:
            ends, subject = self._ends[0]
            pause = ends - self._clock()
            if pause > 0:
                await asyncio.sleep(pause)
            self._ends.popleft()
            lease = self._leases.get(subject)
            if lease is None or lease.task is not None or self._clock() < lease.ends:
                continue
            del self._leases[subject]
            await self._give_back(subject, lease)
        self._sweeper = None

    async def _give_back(self, subject: Subject, lease: Lease) -> None:
        left, lease.tokens = lease.tokens, 0
        if left:
            with suppress(RedisUnavailableError):  # lost tokens leave with their window
                await self._ask(subject, 0, 0, (lease.slice, left))

    async def aclose(self) -> None:
        """Give everything back."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        leases, self._leases = self._leases, {}
        self._ends.clear()
        await asyncio.gather(*(self._give_back(*item) for item in leases.items()))
