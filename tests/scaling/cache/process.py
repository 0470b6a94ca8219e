"""`python -m tests.scaling.cache.process JSON`: one process of a fleet with one cache.

Reads a line, does what it says, and prints one line of JSON. The "database" is a hash on the
coordinator: a write raises its position, a load reads value and position together.
"""

import asyncio
import json
import os
import random
import sys
import time
from typing import Any

from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.entry import Entry, Lifetime, Loaded
from alwrity.scaling.cache.memory import MemoryTier
from alwrity.scaling.cache.redis_tags import RedisTags
from alwrity.scaling.cache.redis_tier import RedisTier
from alwrity.scaling.position import Position
from alwrity.scaling.redis import RedisClient, Script

_WRITE = Script("""
local lsn = redis.call('INCR', 'db:lsn')
redis.call('SET', 'db:' .. KEYS[1], lsn)
return lsn
""")
_READ = Script("return {redis.call('GET', 'db:' .. KEYS[1]), redis.call('GET', 'db:lsn')}")


class Process:
    """The commands, by name."""

    def __init__(self, coordinator: str, stores: list[str]) -> None:
        # What a busy machine delays must not look like an outage: that has tests of its own.
        patient = {"answer_seconds": 5.0, "connect_seconds": 5.0}
        self.database = RedisClient(coordinator, **patient)
        self.stores = [RedisClient(store, **patient) for store in stores]
        self.tags = RedisTags(RedisClient(coordinator, **patient))
        tier = RedisTier(self.stores, lock_seconds=3)
        self.cache = Cache(MemoryTier(200_000), tags=self.tags, far=tier)

    async def begin(self) -> bool:
        await self.tags.start()
        await asyncio.gather(*(store.ping() for store in self.stores))
        return self.tags.table.shared

    async def storm(self, key: str, callers: int, seconds: float, processes: int = 0) -> list[str]:
        """Many callers miss at once; each load tells itself to the database.

        A load lasts `seconds`, and until in so many processes all callers wait.
        """

        async def load() -> bytes:
            await self.database.call("RPUSH", f"loads:{key}", os.getpid())
            await asyncio.sleep(seconds)
            while int(await self.database.call("GET", f"pending:{key}") or 0) < processes:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            return b"loaded by %d" % os.getpid()

        async def ask() -> str:
            entry = await self.cache.get(key, load, Lifetime(60), tags=("storm",))
            return entry.value.decode()

        asking = [asyncio.create_task(ask()) for _ in range(callers)]
        await asyncio.sleep(0)
        await self.database.call("INCR", f"pending:{key}")
        return sorted(set(await asyncio.gather(*asking)))

    async def write(self, key: str) -> int:
        lsn = int(await self.database.run(_WRITE, [key], []))
        await asyncio.sleep(random.choice([0, 0, 0.002]))
        assert await self.cache.invalidate(f"t:{key}", position=Position("s", 1, lsn))
        return lsn

    async def read(self, key: str, after: int = 0, ttl: float = 0) -> tuple[int, int]:
        """Value and position of what a caller sees."""
        entry = await self.entry(key, after, ttl)
        return int(entry.value), entry.position.lsn if entry.position else 0

    async def invalidated_at(self, key: str) -> float:
        """Invalidate a key's tag; gives when that began, by the machine's monotonic clock."""
        began = time.monotonic()
        await self.cache.invalidate(f"t:{key}")
        return began

    async def until_gone(self, key: str) -> float:
        """Gives when the key is a miss in this process."""
        while self.cache.peek(key) is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.0001)
        return time.monotonic()

    async def entry(self, key: str, after: int, ttl: float) -> Entry:
        async def load() -> Loaded:
            value, lsn = await self.database.run(_READ, [key], [])
            await asyncio.sleep(random.choice([0, 0, 0.001, 0.005]))
            return Loaded(value or b"0", Position("s", 1, int(lsn or 0)))

        lifetime = Lifetime(ttl or random.choice([0.05, 1, 60]), swr=0.02)
        place = Position("s", 1, after) if after else None
        return await self.cache.get(key, load, lifetime, tags=(f"t:{key}",), after=place)

    async def mingle(self, seconds: float, seed: int, keys: int) -> dict[str, Any]:
        """Write and read at random, as twenty callers; tells of every step back.

        A caller that writes sees its write at once. One that only reads in this process never sees
        an older value after a newer one.
        """
        random.seed(seed)
        until = time.monotonic() + seconds
        wrong: list[str] = []
        reads = writes = 0

        async def wander() -> None:
            nonlocal reads, writes
            seen: dict[str, int] = {}
            while time.monotonic() < until:
                key = f"k{random.randrange(keys)}"
                if random.random() < 0.1:
                    seen[key] = max(seen.get(key, 0), await self.write(key))
                    writes += 1
                value, _ = await self.read(key)
                if value < seen.get(key, 0):
                    wrong.append(f"{key}: {value} after {seen[key]}")
                seen[key] = max(seen.get(key, 0), value)
                reads += 1
                await asyncio.sleep(random.choice([0, 0, 0.001]))

        await asyncio.gather(*(wander() for _ in range(20)))
        stats = self.cache.stats
        return {
            "reads": reads, "writes": writes, "wrong": wrong[:5], "hits": stats.process,
            "far": stats.far, "unstored": stats.unstored,
        }  # fmt: skip


async def main() -> None:
    """Serve commands from standard input until it ends."""
    options = json.loads(sys.argv[1])
    process = Process(options["coordinator"], options["stores"])
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        name, arguments = json.loads(line)
        result = await getattr(process, name)(**arguments)
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
