"""Hits a second against fastapi-cache2, aiocache and cashews in one interleaved run.

Then stampedes, and how soon another process knows of an invalidation. Two figures of each rate: by
the clock, and by the CPU that this process used, which is what a machine without other work would
give.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from tests.scaling.cache.fleet import fleet
from tests.support.redis import RedisServer

from alwrity.scaling.asgi.cache import CacheResponses, Rule
from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.cached import cached
from alwrity.scaling.cache.entry import Lifetime
from alwrity.scaling.cache.memory import MemoryTier
from alwrity.scaling.cache.redis_tags import RedisTags
from alwrity.scaling.cache.redis_tier import RedisTier
from alwrity.scaling.redis import RedisClient

ROUNDS = 5
CONCURRENT = 64
KEYS = 50
VALUE = b"x" * 2048
HOUR = Lifetime(3600)

Read = Callable[[str], Awaitable[object]]


async def load() -> bytes:
    return VALUE


async def rate(read: Read, reads: int) -> tuple[float, float]:
    """Reads a second of the clock and of CPU, 64 at once, over 50 keys."""

    async def worker(number: int) -> None:
        for turn in range(reads // CONCURRENT):
            await read(f"key-{(number + turn) % KEYS}")

    for number in range(KEYS):
        await read(f"key-{number}")
    began, began_cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker(number) for number in range(CONCURRENT)))
    return reads / (time.perf_counter() - began), reads / (time.process_time() - began_cpu)


async def ours(stack: AsyncExitStack, url: str) -> dict[str, tuple[Read, int]]:
    """The process tier, a decorated function, and Redis alone."""
    near = Cache(MemoryTier(10_000_000))
    clients = [RedisClient(url), RedisClient(url)]
    tags = RedisTags(clients[0])
    await tags.start()
    # A process tier that is too small for any entry.
    far = Cache(MemoryTier(1), tags=tags, far=RedisTier([clients[1]]))
    for client in clients:
        stack.push_async_callback(client.aclose)
    stack.push_async_callback(far.close)

    async def get(key: str) -> object:
        return await near.get(key, load, HOUR, tags=("a", "b"))

    async def get_far(key: str) -> object:
        return await far.get(key, load, HOUR, tags=("a", "b"))

    @cached(near, HOUR, scope="", tags=("a",))
    async def function(key: str) -> str:  # noqa: ARG001 - the key is what counts
        return VALUE.decode()

    return {
        "process: ours": (get, 128_000),
        "function: ours": (function, 32_000),
        "redis: ours": (get_far, 12_800),
    }


async def fastapi_cache2(stack: AsyncExitStack, url: str) -> dict[str, tuple[Read, int]]:
    from fastapi_cache.backends.inmemory import InMemoryBackend  # noqa: PLC0415
    from fastapi_cache.backends.redis import RedisBackend  # noqa: PLC0415
    from redis.asyncio import Redis  # noqa: PLC0415

    redis = Redis.from_url(url)
    stack.push_async_callback(redis.aclose)
    found = {}
    for name, backend, reads in (
        ("process", InMemoryBackend(), 32_000), ("redis", RedisBackend(redis), 3_200),
    ):  # fmt: skip

        async def get(key: str, backend: Any = backend) -> object:
            value = await backend.get(key)
            if value is None:
                await backend.set(key, VALUE, 3600)
            return value

        found[f"{name}: fastapi-cache2"] = (get, reads)
    return found


async def aiocache(stack: AsyncExitStack, url: str) -> dict[str, tuple[Read, int]]:
    import aiocache as library  # noqa: PLC0415
    from aiocache.serializers import NullSerializer  # noqa: PLC0415

    memory: Any = library.SimpleMemoryCache()
    port = int(url.rpartition(":")[2].partition("/")[0])
    redis: Any = library.RedisCache(
        endpoint="127.0.0.1", port=port, namespace="aio", serializer=NullSerializer()
    )
    stack.push_async_callback(redis.close)
    found = {}
    for name, cache, reads in (("process", memory, 32_000), ("redis", redis, 3_200)):

        async def get(key: str, cache: Any = cache) -> object:
            value = await cache.get(key)
            if value is None:
                await cache.set(key, VALUE if cache is memory else VALUE.decode(), ttl=3600)
            return value

        found[f"{name}: aiocache"] = (get, reads)

    @library.cached(ttl=3600)
    async def function(key: str) -> str:  # noqa: ARG001 - the key is what counts
        return VALUE.decode()

    return {**found, "function: aiocache": (function, 16_000)}


async def cashews(stack: AsyncExitStack, url: str) -> dict[str, tuple[Read, int]]:
    from cashews import Cache as Cashews  # noqa: PLC0415

    found: dict[str, tuple[Read, int]] = {}
    for name, address, reads in (("process", "mem://", 32_000), ("redis", url, 3_200)):
        cache = Cashews()
        cache.setup(address)
        stack.push_async_callback(cache.close)

        async def get(key: str, cache: Any = cache) -> object:
            value = await cache.get(key)
            if value is None:
                await cache.set(key, VALUE, expire=3600)
            return value

        found[f"{name}: cashews"] = (get, reads)
        if name == "process":

            @cache(ttl=3600)
            async def function(key: str) -> str:  # noqa: ARG001 - the key is what counts
                return VALUE.decode()

            found["function: cashews"] = (function, 16_000)
    return found


async def rates(url: str) -> None:
    async with AsyncExitStack() as stack:
        sides = await ours(stack, url)
        for make in (fastapi_cache2, aiocache, cashews):
            try:
                sides |= await make(stack, url)
            except ImportError as error:
                print(f"{make.__name__} is not installed: {error}")
        rounds: dict[str, list[tuple[float, float]]] = {}
        broken: set[str] = set()
        for _ in range(ROUNDS):
            for name, (read, reads) in sides.items():
                if name not in broken:
                    try:
                        rounds.setdefault(name, []).append(await rate(read, reads))
                    except Exception as error:  # noqa: BLE001 - a peer that raises is a result
                        broken.add(name)
                        print(f"{name} raised {type(error).__name__}: {str(error)[:80]}")
    for name in sorted(rounds, key=lambda name: name.split(":")[0]):
        if name in broken:
            continue
        own = rounds[name.split(":")[0] + ": ours"]
        clock, cpu = (statistics.median(column) for column in zip(*rounds[name], strict=True))
        ratio = statistics.median(a[1] / b[1] for a, b in zip(own, rounds[name], strict=True))
        print(f"{name:<26} {clock:>9,.0f}/s, by CPU {cpu:>9,.0f}/s; ours is {ratio:.1f} of it")


async def answers() -> None:
    """A hit of the response cache against the application that says the same."""

    async def bare(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await send({"type": "http.response.body", "body": VALUE})

    fields = [(b"content-type", b"application/json"), (b"content-length", b"2048")]
    app = CacheResponses(
        bare, cache=Cache(MemoryTier(10_000_000)), rule=lambda _: rule, caller=lambda _: "a"
    )
    rule = Rule(HOUR, ("a", "b"))
    scope = {
        "type": "http", "method": "GET", "path": "/api/content/1", "query_string": b"a=1&b=2",
        "headers": [(b"host", b"a"), (b"accept", b"*/*"), (b"user-agent", b"bench")], "state": {},
    }  # fmt: skip

    async def receive() -> Any:
        raise AssertionError

    async def send(_message: Any) -> None:
        pass

    async def micros(called: Any, count: int = 20_000) -> float:
        began = time.process_time()
        for _ in range(count):
            await called(scope, receive, send)
        return (time.process_time() - began) / count * 1e6

    await app(scope, receive, send)
    rounds = [(await micros(bare), await micros(app)) for _ in range(ROUNDS)]
    plain, kept = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"response cache             {kept:.1f} us CPU a hit, the bare application {plain:.1f}")


async def stampedes(url: str) -> None:
    """200 misses at once of what takes 200 ms, in one process."""
    loads: dict[str, int] = {}

    async def slow(name: str) -> str:
        loads[name] = loads.get(name, 0) + 1
        await asyncio.sleep(0.2)
        return "x"

    decorated: dict[str, Any] = {"ours": cached(Cache(MemoryTier(1_000_000)), HOUR, scope="")(slow)}
    try:
        import aiocache as library  # noqa: PLC0415
        from cashews import Cache as Cashews  # noqa: PLC0415
        from fastapi_cache import FastAPICache  # noqa: PLC0415
        from fastapi_cache.backends.inmemory import InMemoryBackend  # noqa: PLC0415
        from fastapi_cache.decorator import cache as fastapi_cached  # noqa: PLC0415
    except ImportError:
        pass
    else:
        FastAPICache.init(InMemoryBackend())
        cashews_cache = Cashews()
        cashews_cache.setup("mem://")
        decorated |= {
            "fastapi-cache2": fastapi_cached(expire=3600)(slow),
            "aiocache": library.cached(ttl=3600)(slow),
            "cashews": cashews_cache(ttl=3600)(slow),
            "cashews with lock": cashews_cache(ttl=3600, lock=True, prefix="l")(slow),
        }
    for name, function in decorated.items():
        results = await asyncio.gather(
            *(function(name) for _ in range(200)), return_exceptions=True
        )
        errors = sum(isinstance(result, BaseException) for result in results)
        print(f"200 misses: {name:<18} {loads.get(name, 0)} loads, {errors} errors")
    async with fleet(4, url, [url]) as members:
        await asyncio.gather(
            *(
                member.do("storm", key="bench", callers=2500, seconds=0.2, processes=4)
                for member in members
            )
        )
        client = RedisClient(url)
        print(f"10,000 misses over 4 processes: {await client.call('LLEN', 'loads:bench')} load")
        await client.aclose()


async def invalidations(url: str, count: int = 500) -> None:
    """From calling `invalidate` in one process until an entry is a miss in another."""
    async with fleet(2, url, [url]) as (writer, reader):
        took = []
        for _ in range(count):
            await reader.do("read", key="k", ttl=600)
            gone = asyncio.create_task(reader.do("until_gone", key="k"))
            await asyncio.sleep(0.005)
            began = await writer.do("invalidated_at", key="k")
            took.append((await gone - began) * 1000)
    took.sort()
    print(
        f"known in another process   p50 {took[count // 2]:.2f} ms, "
        f"p99 {took[count * 99 // 100]:.2f} ms of {count} (budget 10 ms)"
    )


async def main() -> None:
    server = RedisServer()
    try:
        await rates(server.url)
        await answers()
        await stampedes(server.url)
        await invalidations(server.url)
    finally:
        server.stop()
