"""What a cache promises, whatever stands behind it."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest
from tests.scaling.cache.worlds import World

from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.entry import Lifetime, Loaded
from alwrity.scaling.cache.memory import MemoryTier
from alwrity.scaling.errors import LoadAbandonedError, LoadTimeoutError
from alwrity.scaling.position import Position

MINUTE = Lifetime(60, jitter=0)


class Source:
    """What is cached: a number that grows; counts its loads."""

    def __init__(self) -> None:
        self.loads = 0
        self.error: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.began = asyncio.Event()

    async def load(self) -> bytes:
        self.loads += 1
        told = str(self.loads).encode()
        self.began.set()
        await self.gate.wait()
        if self.error:
            raise self.error
        return told


@pytest.fixture
def source() -> Source:
    return Source()


async def value(entry: Awaitable[object]) -> int:
    return int((await entry).value)  # type: ignore[attr-defined]


async def test_a_value_is_loaded_once_until_its_ttl_ends(
    cache: Cache, source: Source, world: World
) -> None:
    for _ in range(3):
        assert await value(cache.get("k", source.load, MINUTE)) == 1
    await world.pass_time(55)
    assert await value(cache.get("k", source.load, MINUTE)) == 1
    await world.pass_time(6)
    assert await value(cache.get("k", source.load, MINUTE)) == 2


async def test_chance_cuts_off_at_most_the_jitter(
    cache: Cache, source: Source, world: World
) -> None:
    random.seed(3)
    ends = [
        (await cache.get(f"k{number}", source.load, Lifetime(100, jitter=0.2))).fresh_until
        - world.clock()
        for number in range(300)
    ]
    assert 75 <= min(ends) < 82
    assert 98 < max(ends) <= 100


async def test_all_who_miss_wait_for_one_load(cache: Cache, source: Source) -> None:
    source.gate.clear()
    waiting = [asyncio.create_task(cache.get("k", source.load, MINUTE)) for _ in range(1000)]
    await source.began.wait()
    source.gate.set()
    assert {entry.value for entry in await asyncio.gather(*waiting)} == {b"1"}
    assert source.loads == 1


async def test_cancelling_one_who_waits_harms_nobody_else(cache: Cache, source: Source) -> None:
    source.gate.clear()
    waiting = [asyncio.create_task(cache.get("k", source.load, MINUTE)) for _ in range(3)]
    await source.began.wait()
    waiting[0].cancel()
    await asyncio.wait([waiting[0]])
    assert waiting[0].cancelled()
    source.gate.set()
    assert [entry.value for entry in await asyncio.gather(*waiting[1:])] == [b"1", b"1"]


async def test_a_load_goes_on_when_nobody_waits_any_more(cache: Cache, source: Source) -> None:
    source.gate.clear()
    waiting = asyncio.create_task(cache.get("k", source.load, MINUTE))
    await source.began.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    source.gate.set()
    assert await value(cache.get("k", source.load, MINUTE)) == 1


async def test_a_failing_load_reaches_all_who_wait_and_is_not_kept(
    cache: Cache, source: Source
) -> None:
    source.gate.clear()
    source.error = OSError("gone")
    waiting = [asyncio.create_task(cache.get("k", source.load, MINUTE)) for _ in range(5)]
    await source.began.wait()
    source.gate.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(result) for result in results] == ["gone"] * 5
    assert source.loads == 1
    source.error = None
    assert await value(cache.get("k", source.load, MINUTE)) == 2


async def test_a_loader_that_takes_too_long_is_ended() -> None:
    cache = Cache(MemoryTier(1000), deadline=0.01)
    ended = asyncio.Event()

    async def endless() -> bytes:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return b""

    with pytest.raises(LoadTimeoutError, match=r"loading 'k' took longer than 0\.01 s"):
        await cache.get("k", endless, MINUTE)
    assert ended.is_set()


async def test_a_timeout_of_the_loaders_own_is_told_as_it_is(cache: Cache) -> None:
    async def impatient() -> bytes:
        raise TimeoutError("the database")

    with pytest.raises(TimeoutError, match="the database"):
        await cache.get("k", impatient, MINUTE)


async def test_a_loader_that_is_cancelled_from_inside_cancels_nobody(cache: Cache) -> None:
    async def cancelled() -> bytes:
        raise asyncio.CancelledError

    with pytest.raises(LoadAbandonedError):
        await cache.get("k", cancelled, MINUTE)


async def test_closing_ends_loads_with_an_error(cache: Cache, source: Source) -> None:
    source.gate.clear()
    waiting = asyncio.create_task(cache.get("k", source.load, MINUTE))
    await source.began.wait()
    await cache.close()
    with pytest.raises(LoadAbandonedError):
        await waiting


async def test_a_stale_value_is_given_while_one_load_runs_behind_it(
    cache: Cache, source: Source, world: World
) -> None:
    lifetime = Lifetime(60, swr=30, jitter=0)
    await cache.get("k", source.load, lifetime)
    await world.pass_time(70)
    source.gate.clear()
    source.began.clear()
    for _ in range(10):
        assert await value(cache.get("k", source.load, lifetime)) == 1
    await source.began.wait()
    source.gate.set()
    while cache.peek("k") is None:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.001)
    assert await value(cache.get("k", source.load, lifetime)) == 2
    assert source.loads == 2
    await world.pass_time(60 + 31)
    assert await value(cache.get("k", source.load, lifetime)) == 3, "too old to be given"


async def test_a_stale_value_stands_in_when_a_load_fails(
    cache: Cache, source: Source, world: World
) -> None:
    lifetime = Lifetime(60, sie=30, jitter=0)
    await cache.get("k", source.load, lifetime, tags=("t",))
    source.error = OSError("gone")
    await world.pass_time(70)
    assert await value(cache.get("k", source.load, lifetime, tags=("t",))) == 1
    await world.pass_time(21)
    with pytest.raises(OSError, match="gone"):
        await cache.get("k", source.load, lifetime, tags=("t",))


async def test_no_stale_value_stands_in_after_a_write(cache: Cache, source: Source) -> None:
    lifetime = Lifetime(60, swr=30, sie=30, jitter=0)
    await cache.get("k", source.load, lifetime, tags=("t",))
    source.error = OSError("gone")
    await cache.invalidate("t")
    with pytest.raises(OSError, match="gone"):
        await cache.get("k", source.load, lifetime, tags=("t",))


async def test_an_invalidated_tag_makes_its_entries_a_miss_and_no_others(
    cache: Cache, source: Source
) -> None:
    await cache.get("a", source.load, MINUTE, tags=("one", "both"))
    await cache.get("b", source.load, MINUTE, tags=("two", "both"))
    await cache.invalidate("one")
    assert cache.peek("a") is None
    assert cache.peek("b") is not None
    await cache.invalidate("both")
    assert cache.peek("b") is None


async def test_a_load_that_began_before_a_write_is_not_stored_nor_joined_after_it(
    cache: Cache, source: Source
) -> None:
    source.gate.clear()
    before = asyncio.create_task(cache.get("k", source.load, MINUTE, tags=("t",)))
    await source.began.wait()
    await cache.invalidate("t")
    source.began.clear()
    after = asyncio.create_task(cache.get("k", source.load, MINUTE, tags=("t",)))
    await source.began.wait()
    source.gate.set()
    assert await value(before) == 1
    assert await value(after) == 2
    assert await value(cache.get("k", source.load, MINUTE, tags=("t",))) == 2
    assert cache.stats.unstored == 1


async def test_a_snapshot_older_than_the_tags_last_write_is_never_stored(cache: Cache) -> None:
    async def load(lsn: int, timeline: int = 1, shard: str = "s") -> int:
        async def read() -> Loaded:
            return Loaded(str(lsn).encode(), Position(shard, timeline, lsn))

        return await value(cache.get("k", read, MINUTE, tags=("t",)))

    await cache.invalidate("t", position=Position("s", 1, 100))
    assert await load(99) == 99
    assert cache.peek("k") is None
    assert await load(10_000, shard="other") == 10_000
    assert cache.peek("k") is None
    assert await load(100) == 100
    assert cache.peek("k") is not None
    await cache.invalidate("t", position=Position("s", 1, 200))
    assert await load(50, timeline=2) == 50
    assert cache.peek("k") is not None, "after a promotion its timeline is what there is"


async def test_a_caller_never_sees_what_is_older_than_its_own_write(cache: Cache) -> None:
    head = 10

    async def read() -> Loaded:
        return Loaded(str(head).encode(), Position("s", 1, head))

    async def seen(after: int) -> int:
        return await value(cache.get("k", read, MINUTE, after=Position("s", 1, after)))

    assert await seen(10) == 10
    head = 20
    assert await seen(9) == 10
    assert await seen(11) == 20
    assert await seen(1) == 20
    assert cache.peek("k", Position("s", 2, 1)) is None, "a position holds for its timeline only"
    assert cache.peek("k", Position("r", 1, 1)) is None


async def test_a_tag_that_was_forgotten_takes_its_entries_along(source: Source) -> None:
    cache = Cache(MemoryTier(1_000_000))
    cache.tags.table.bound = 10
    await cache.get("k", source.load, MINUTE, tags=("t",))
    for number in range(20):
        await cache.invalidate(f"other{number}")
    await cache.invalidate("t")
    assert await value(cache.get("k", source.load, MINUTE, tags=("t",))) == 2


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Lifetime(0), "ttl is 0"),
        (lambda: Lifetime(1, swr=-1), "swr is -1"),
        (lambda: Lifetime(1, jitter=1), "jitter is 1"),
    ],
)
def test_a_lifetime_that_is_none_is_refused(make: Callable[[], Lifetime], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make()
