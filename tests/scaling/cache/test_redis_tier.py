import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scaling.cache.worlds import World
from tests.support.redis import RedisServer

from alwrity.scaling.cache.entry import Entry, Lifetime
from alwrity.scaling.cache.redis_tier import RedisTier, pack, unpack
from alwrity.scaling.cache.ring import Ring
from alwrity.scaling.position import Position
from alwrity.scaling.redis import RedisClient

MINUTE = Lifetime(60, jitter=0)


def test_a_ring_spreads_evenly_and_moves_few_keys() -> None:
    keys = [f"key{number}" for number in range(10_000)]
    four = Ring({name: name for name in "abcd"})
    shares = [sum(four.find(key) == name for key in keys) for name in "abcd"]
    assert min(shares) > 1900
    assert max(shares) < 3100
    five = Ring({name: name for name in "edcba"})
    moved = [key for key in keys if four.find(key) != five.find(key)]
    assert {five.find(key) for key in moved} == {"e"}
    assert 1300 < len(moved) < 2700


def test_a_ring_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Ring({})


@given(
    value=st.binary(max_size=50),
    tags=st.lists(st.text(max_size=5), max_size=3),
    position=st.none()
    | st.builds(Position, st.text(max_size=5), st.integers(0, 9), st.integers(0, 2**53)),
    swr=st.floats(0, 50), sie=st.floats(0, 50),
)  # fmt: skip
def test_an_entry_survives_the_wire(
    value: bytes, tags: list[str], position: Position | None, swr: float, sie: float
) -> None:
    entry = Entry(
        "k", value, tags=tuple(tags), versions=tuple(range(len(tags))), position=position,
        born=100, checked=100, loaded_here=True, fresh_until=160, swr=swr, sie=sie,
    )  # fmt: skip
    # Ten seconds after it was made, by a clock that stands elsewhere.
    got = unpack("k", pack(entry), 50 + max(swr, sie), now=7)
    assert got is not None
    assert (got.value, got.tags, got.versions, got.position) == (
        value, tuple(tags), entry.versions, position,
    )  # fmt: skip
    assert got.born == pytest.approx(-3)
    assert got.fresh_until == pytest.approx(57)
    assert got.stale_until == pytest.approx(57 + swr)
    assert got.error_until == pytest.approx(57 + sie)


@given(st.binary(max_size=40))
def test_bytes_that_are_no_entry_are_none(junk: bytes) -> None:
    assert unpack("k", junk, 1, now=0) is None


async def test_a_load_that_was_overtaken_while_it_stood_still_writes_nothing(
    redis_server: RedisServer,
) -> None:
    gate, began = asyncio.Event(), asyncio.Event()

    async def slow() -> bytes:
        began.set()
        await gate.wait()
        return b"older"

    async def fast() -> bytes:
        return b"newer"

    world = World(redis_server)
    async with world.cache() as one, world.cache() as two, world.cache() as three:
        waiting = asyncio.create_task(one.get("k", slow, MINUTE))
        await began.wait()
        redis_server.command("DEL", "cache:k:lock:")  # as if its time had run out
        assert (await two.get("k", fast, MINUTE)).value == b"newer"
        gate.set()
        assert (await waiting).value == b"older"
        assert (await three.get("k", slow, MINUTE)).value == b"newer"


class Shut:
    """A breaker that lets nothing through."""

    def allows(self) -> bool:
        return False

    def record(self, succeeded: bool) -> None:
        raise AssertionError("nothing was tried")


async def test_a_guard_keeps_calls_from_a_server(redis_server: RedisServer) -> None:
    client = RedisClient(redis_server.url)
    asked: list[str] = []

    def guard(name: str) -> Shut:
        asked.append(name)
        return Shut()

    tier = RedisTier([client], guard=guard)
    assert await tier.get("k", 0) is None
    assert asked == [client.name]
    await client.aclose()


async def test_keys_lie_on_their_own_servers(redis_server: RedisServer) -> None:
    other = RedisServer()
    clients = [RedisClient(redis_server.url), RedisClient(other.url)]
    try:
        tier = RedisTier(clients)
        for number in range(50):
            lock = await tier.acquire(f"k{number}", ())
            entry = Entry(
                f"k{number}", b"x", tags=(), versions=(), position=None, born=0, checked=0,
                loaded_here=True, fresh_until=float("1e9"), swr=0, sie=0,
            )  # fmt: skip
            await tier.finish(lock, entry)
        counts = [int(server.command("DBSIZE").strip(b":\r\n")) for server in (redis_server, other)]
        assert sum(counts) == 50
        assert min(counts) > 5
    finally:
        for client in clients:
            await client.aclose()
        other.stop()
