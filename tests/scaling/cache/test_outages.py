"""A server of the caches, or the coordinator, goes away and comes back."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from tests.scaling.cache.worlds import World
from tests.support.redis import RedisServer

from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.entry import Lifetime

MINUTE = Lifetime(60, jitter=0)
HOUR = Lifetime(3600, jitter=0)


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    """One that may be killed."""
    server = RedisServer()
    yield server
    server.stop()


@pytest.fixture
def world(redis_server: RedisServer) -> World:
    return World(redis_server)


@pytest.fixture
async def cache(world: World, own_server: RedisServer) -> AsyncIterator[Cache]:
    """With its entries on a server of their own."""
    async with world.cache(far=own_server.url) as cache:
        yield cache


async def one() -> bytes:
    return b"1"


async def until(check: Callable[[], bool], *, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def ask(cache: Cache, count: int, prefix: str) -> float:
    """Miss many keys, one after the other; gives the seconds."""
    began = time.monotonic()
    for number in range(count):
        entry = await cache.get(f"{prefix}{number}", one, MINUTE, tags=("t",))
        assert entry.value == b"1"
    return time.monotonic() - began


def kill(server: RedisServer) -> None:
    server.kill()


def freeze(server: RedisServer) -> None:
    server.freeze()


@pytest.mark.parametrize(
    ("lose", "find"),
    [(kill, RedisServer.start), (freeze, RedisServer.thaw)],
    ids=["killed", "frozen"],
)
async def test_a_cache_server_that_is_away_costs_nobody_an_error_and_is_used_again(
    cache: Cache, own_server: RedisServer, lose: Callable[..., None], find: Callable[..., None]
) -> None:
    await ask(cache, 10, "before")
    lose(own_server)
    # A thousand waits of half a second would take five hundred seconds; there is one or two.
    assert await ask(cache, 1000, "during") < 20
    find(own_server)
    cache.memory.clear()

    async def is_used() -> bool:
        cache.memory.clear()
        before = cache.stats.far
        await cache.get("after", one, MINUTE, tags=("t",))
        return cache.stats.far > before

    async with asyncio.timeout(20):
        while not await is_used():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.05)


async def test_a_full_cache_server_stores_nothing_and_costs_nobody_an_error(
    world: World,
) -> None:
    full = RedisServer("--maxmemory", "1kb", "--maxmemory-policy", "noeviction")
    try:
        async with world.cache(far=full.url) as cache:
            assert await ask(cache, 100, "k") < 20
            assert cache.stats.loads == 100
            assert cache.peek("k0") is not None
            full.command("CONFIG", "SET", "maxmemory", "0")
            await ask(cache, 1, "later")
            cache.memory.clear()
            await ask(cache, 1, "later")
            assert cache.stats.far == 1
    finally:
        full.stop()


async def test_what_lies_in_redis_and_is_no_entry_is_a_miss(
    cache: Cache, own_server: RedisServer
) -> None:
    for number, junk in enumerate(["", "\n", "[]\n", "junk", '[1,["t"],[1],null]\nx', "{}\nx"]):
        own_server.command("SET", f"cache:k{number}", junk, "EX", "100")
        entry = await cache.get(f"k{number}", one, MINUTE, tags=("t",))
        assert entry.value == b"1"
    own_server.command("LPUSH", "cache:list", "x")
    assert (await cache.get("list", one, MINUTE)).value == b"1"


async def test_a_cache_starts_without_any_server_and_finds_it_later(
    own_server: RedisServer,
) -> None:
    own_server.kill()
    alone = World(own_server)
    with pytest.raises(AssertionError):
        async with alone.cache():
            pass  # it says that the channel is not up; the caller may go on all the same
    own_server.start()
    async with alone.cache() as cache:
        await ask(cache, 1, "k")


@pytest.mark.parametrize(
    ("lose", "find"),
    [(kill, RedisServer.start), (freeze, RedisServer.thaw)],
    ids=["killed", "frozen"],
)
async def test_without_the_coordinator_entries_live_two_seconds_and_writes_are_told_afterwards(
    own_server: RedisServer,
    redis_server: RedisServer,
    lose: Callable[..., None],
    find: Callable[..., None],
) -> None:
    stored = b"old"

    async def load() -> bytes:
        return stored

    world = World(own_server)
    async with (
        world.cache(far=redis_server.url) as author,
        world.cache(far=redis_server.url) as reader,
    ):

        async def seen(cache: Cache) -> bytes:
            return (await cache.get("k", load, HOUR, tags=("t",))).value

        assert [await seen(author), await seen(reader)] == [b"old", b"old"]
        lose(own_server)
        stored = b"new"
        began = time.monotonic()
        assert not await author.invalidate("t")
        assert await seen(author) == b"new", "the author sees his write at once"
        assert time.monotonic() - began < 10
        while await seen(reader) == b"old":  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)
        assert time.monotonic() - began < 15
        assert not reader.tags.table.shared
        stored = b"newer"
        assert not await author.invalidate("t")
        find(own_server)
        await until(lambda: author.tags.table.shared and reader.tags.table.shared)
        assert [await seen(author), await seen(reader)] == [b"newer", b"newer"]
        assert author.tags._pending == {}  # type: ignore[attr-defined]
        stored = b"newest"
        assert await author.invalidate("t")
        await until(lambda: reader.peek("k") is None)
        assert await seen(reader) == b"newest"


async def test_versions_that_the_coordinator_lost_never_come_back_as_old_ones(
    own_server: RedisServer, redis_server: RedisServer
) -> None:
    async def load() -> bytes:
        return stored

    world = World(own_server)
    stored = b"old"
    async with world.cache(far=redis_server.url) as cache:
        await cache.get("k", load, HOUR, tags=("t",))
        await cache.invalidate("t")
        await cache.get("k", load, HOUR, tags=("t",))
    own_server.command("FLUSHALL")
    stored = b"new"
    async with world.cache(far=redis_server.url) as cache:
        assert (await cache.get("k", load, HOUR, tags=("t",))).value == b"new"


async def test_a_cancelled_invalidation_is_told_all_the_same(
    own_server: RedisServer, redis_server: RedisServer
) -> None:
    world = World(own_server)
    async with (
        world.cache(far=redis_server.url) as author,
        world.cache(far=redis_server.url) as reader,
    ):
        await reader.get("k", one, HOUR, tags=("t",))
        own_server.freeze()
        invalidating = asyncio.create_task(author.invalidate("t"))
        await asyncio.sleep(0.01)
        invalidating.cancel()
        await asyncio.wait([invalidating])
        own_server.thaw()
        await until(lambda: reader.peek("k") is None)
