"""Limits of a fleet, counted on one Redis server.

Up to 100 a minute every hit is counted there, in a sliding log on the server's own time: no window
ever holds more than the limit. Faster limits are leased (`leases.py`). A refusal is remembered here
for as long as it certainly holds, so a flood of refused requests costs the server nothing.

**When Redis is away** each server admits the limit divided by the last known number of servers, and
what it admitted is counted on the server as soon as it is back. So losing Redis adds one limit at
most, even when it comes back empty; no check ever raises.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from itertools import islice

from alwrity.scaling.errors import ScalingError
from alwrity.scaling.rate_limit.leases import Leases, Subject
from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import Decision, Limit, Policy, unlimited
from alwrity.scaling.rate_limit.scripts import LOG
from alwrity.scaling.redis import RedisClient

_SETTLED_AT_ONCE = 200


class RedisRateLimitStore:
    """Count on the server that `client` reaches.

    Args:
        client: The coordinating server; all servers of a fleet must name the same.
        servers: The last known number of servers that share the limits.
        prefix: Of the keys.
        subjects: Subjects remembered here at most; the server forgets each after its window.
        now: Microseconds, instead of the server's time (for tests).
    """

    def __init__(
        self,
        client: RedisClient,
        *,
        servers: Callable[[], int] = lambda: 1,
        prefix: str = "alwrity:limit:",
        subjects: int = 100_000,
        now: Callable[[], int] | None = None,
    ) -> None:
        self._client = client
        self._servers = servers
        self._prefix = prefix
        self._subjects = subjects
        self._now = now
        self._alone = MemoryRateLimitStore(subjects=subjects)
        self._shares: dict[Subject, Policy] = {}
        #: Until when, when something is free, for which cost at least, which limit, what is left.
        self._refused: OrderedDict[Subject, tuple[float, float, int, Limit | None, int]] = (
            OrderedDict()
        )
        self._settling: set[Subject] = set()
        self._settler: asyncio.Task[None] | None = None
        self._leases = Leases(
            client, name=self._keys, owed=self._owed, settled=self._settled, subjects=subjects
        )

    async def hit(self, key: str, policy: Policy, cost: int = 1) -> Decision:
        """Count `cost` against `key` in every limit, or refuse and count nothing."""
        leased = self._leases.spend(key, policy, cost)
        if leased is not None:
            return leased
        if not policy.limits:
            return unlimited(policy)
        if not self._client.healthy:
            return self._hit_alone((key, policy), cost)
        if self._shares and self._settler is None:
            self._settler = asyncio.create_task(self._settle_all())
        try:
            if policy.leased:
                return await self._leases.hit(key, policy, cost)
            return await self._count((key, policy), cost)
        except ScalingError:
            return self._hit_alone((key, policy), cost)

    async def aclose(self) -> None:
        """Give leased tokens back; the client stays open."""
        if self._settler is not None:
            self._settler.cancel()
        await self._leases.aclose()

    async def _count(self, subject: Subject, cost: int) -> Decision:
        policy = subject[1]
        refused = self._refused.get(subject)
        began = time.monotonic()
        if refused is not None:
            until, reset_at, at_least, limit, left = refused
            if began < until and cost >= at_least:
                reset = max(0.0, reset_at - began)
                return Decision(False, limit, left, reset, until - began, policy)
            if began >= until:
                self._refused.pop(subject, None)
        if subject in self._shares:
            await self._settle(subject)
        allowed, telling, remaining, reset_us, wait_us = await self._ask(subject, cost)
        decision = Decision(
            bool(allowed), policy.limits[telling - 1], remaining, reset_us / 1e6, wait_us / 1e6,
            policy,
        )  # fmt: skip
        if not allowed and self._now is None:
            self._refused[subject] = (
                began + wait_us / 1e6, began + reset_us / 1e6, cost, decision.limit, remaining,
            )  # fmt: skip
            if len(self._refused) > self._subjects:
                self._refused.popitem(last=False)
        return decision

    async def _ask(self, subject: Subject, cost: int, *, forced: bool = False) -> list[int]:
        args: list[int] = [self._now() if self._now else 0, cost, int(forced)]
        for limit in subject[1].limits:
            args += [limit.amount, limit.window * 1_000_000, int(limit.grain * 1_000_000)]
        answer: list[int] = await self._client.run(LOG, self._keys(subject), args)
        return answer

    def _hit_alone(self, subject: Subject, cost: int) -> Decision:
        key, policy = subject
        share = self._shares.get(subject)
        if share is None:
            if len(self._shares) >= self._subjects:
                self._shares.pop(next(iter(self._shares)))
            share = self._shares[subject] = policy.share(max(1, self._servers()))
        return self._alone.count(key, share, cost)

    async def _settle(self, subject: Subject) -> None:
        """Count on the server what was admitted here while it was away."""
        if subject in self._settling:
            return
        self._settling.add(subject)
        try:
            owed = self._owed(subject)
            if owed and subject[1].leased:
                await self._leases.count(subject, owed)
            elif owed:
                await self._ask(subject, owed, forced=True)
            self._settled(subject)
        finally:
            self._settling.discard(subject)

    async def _settle_all(self) -> None:
        """The same for all, as soon as the server is back."""
        try:
            while self._shares:
                some = [
                    s for s in islice(self._shares, _SETTLED_AT_ONCE) if s not in self._settling
                ]
                if not some:
                    break
                await asyncio.gather(*(self._settle(subject) for subject in some))
        except ScalingError:
            pass  # away again: later
        finally:
            self._settler = None

    def _owed(self, subject: Subject) -> int:
        share = self._shares.get(subject)
        return self._alone.used(subject[0], share) if share is not None else 0

    def _settled(self, subject: Subject) -> None:
        share = self._shares.pop(subject, None)
        if share is not None:
            self._alone.forget(subject[0], share)

    def _keys(self, subject: Subject) -> list[str]:
        key, policy = subject
        # Keys come from callers and addresses: hashed, they are short and can hold nothing odd.
        name = blake2b(key.encode(), digest_size=16).hexdigest()
        return [f"{self._prefix}{name}:{n}/{window}" for n, window in policy.limits]
