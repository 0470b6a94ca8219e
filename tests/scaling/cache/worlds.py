"""A cache on each side: of one process alone, and of a fleet over Redis."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.support.redis import RedisServer

from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.memory import MemoryTier
from alwrity.scaling.cache.redis_tags import RedisTags
from alwrity.scaling.cache.redis_tier import RedisTier
from alwrity.scaling.redis import RedisClient


class World:
    """A clock that can be put forward, for what lies in Redis, too."""

    def __init__(self, server: RedisServer | None) -> None:
        self.server = server
        self.caches: list[Cache] = []
        self._ahead = 0.0

    def clock(self) -> float:
        return time.monotonic() + self._ahead

    async def pass_time(self, seconds: float) -> None:
        self._ahead += seconds
        if self.server is None:
            return
        self.server.command("EVAL", _SHORTEN, "0", str(int(seconds * 1000)))
        for cache in self.caches:
            while cache.tags.table.trusted_until < self.clock():  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def cache(
        self, *, far: str | None = None, deadline: float = 30, memory: int = 1_000_000
    ) -> AsyncIterator[Cache]:
        """Another process's view, as it were; `far`: another server for the entries."""
        if self.server is None:
            yield Cache(MemoryTier(memory), clock=self.clock, deadline=deadline)
            return
        coordinator = RedisClient(self.server.url)
        store = RedisClient(far or self.server.url)
        tags = RedisTags(coordinator, clock=self.clock)
        tier = RedisTier([store], clock=self.clock)
        cache = Cache(
            MemoryTier(memory), tags=tags, far=tier, clock=self.clock, deadline=deadline
        )  # fmt: skip
        self.caches.append(cache)
        try:
            assert await tags.start()
            yield cache
        finally:
            self.caches.remove(cache)
            await cache.close()
            await coordinator.aclose()
            await store.aclose()


_SHORTEN = """
for _, key in ipairs(redis.call('KEYS', 'cache:*')) do
  redis.call('PEXPIRE', key, redis.call('PTTL', key) - ARGV[1])
end
"""
