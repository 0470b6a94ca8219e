"""What only the fleet's side does: many servers, leases, and Redis going and coming."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from tests.support.redis import RedisServer

from alwrity.scaling.rate_limit.policy import Decision, Policy
from alwrity.scaling.rate_limit.redis import RedisRateLimitStore
from alwrity.scaling.redis import RedisClient

Make = Callable[[], RedisRateLimitStore]


@asynccontextmanager
async def fleet(
    url: str, size: int, *, patience: float = 10
) -> AsyncIterator[list[RedisRateLimitStore]]:
    """Servers with a connection each, as processes have.

    On a busy machine a healthy Redis may answer late; only tests of its loss take that for one.
    """
    async with AsyncExitStack() as stack:
        stores = []
        for _ in range(size):
            client = RedisClient(url, answer_seconds=patience, connect_seconds=patience)
            stack.push_async_callback(client.aclose)
            store = RedisRateLimitStore(client, servers=lambda: size)
            stack.push_async_callback(store.aclose)
            stores.append(store)
        yield stores


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()


async def burst(
    stores: list[RedisRateLimitStore], policy: Policy, checks: int, key: str = "a"
) -> int:
    """How many of so many concurrent checks, round robin, are admitted."""
    decisions = await asyncio.gather(
        *(stores[n % len(stores)].hit(key, policy) for n in range(checks))
    )
    return sum(decision.allowed for decision in decisions)


def hammered(url: str, words: str, checks: int, *, processes: int = 4) -> int:
    """The same from processes that begin together."""
    command = [sys.executable, "-m", "tests.support.hammer", url, words, str(checks)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return sum(int(process.communicate(timeout=60)[0]) for process in running)
    finally:
        for process in running:
            process.kill()
            process.communicate()


def test_a_thousand_concurrent_over_four_processes_admit_exactly_the_limit(
    redis_server: RedisServer,
) -> None:
    assert hammered(redis_server.url, "100/minute", 250) == 100


def test_a_leased_limit_over_four_processes_is_one_percent_over_at_most(
    redis_server: RedisServer,
) -> None:
    assert 1000 <= hammered(redis_server.url, "1000/minute", 1000) <= 1010


@pytest.mark.parametrize("words", ["100/minute", "400/minute", "80/second"])
async def test_a_slow_legal_caller_over_four_servers_is_never_refused(
    redis_server: RedisServer, words: str
) -> None:
    policy = Policy.parse(words)
    async with fleet(redis_server.url, 4) as stores:
        for number in range(80):
            assert (await stores[number % 4].hit("a", policy)).allowed
            await asyncio.sleep(0.002)


async def test_a_windows_worth_is_admitted_again_and_again(redis_server: RedisServer) -> None:
    policy = Policy.parse("200/second")
    admitted: list[tuple[float, float]] = []
    async with fleet(redis_server.url, 4) as stores:
        ends = time.monotonic() + 3.5
        number = 0
        while time.monotonic() < ends:
            asked = time.monotonic()
            decision = await stores[number % 4].hit("a", policy)
            if decision.allowed:
                admitted.append((asked, time.monotonic()))
            number += 1
            await asyncio.sleep(0.001)
    for index, (asked, _) in enumerate(admitted):
        # In no second more than the limit and its hundredth; when each was counted is known no
        # better than between its question and its answer.
        assert sum(told < asked + 1 for _, told in admitted[index : index + 300]) <= 202


async def test_leased_tokens_that_nobody_spends_come_back(redis_server: RedisServer) -> None:
    policy = Policy.parse("500/2 seconds")
    async with fleet(redis_server.url, 2) as (busy, idle):
        for _ in range(200):  # its lots grow
            assert (await idle.hit("a", policy)).allowed
        assert await burst([busy], policy, 1000) in range(285, 306)
        await asyncio.sleep(0.2)
        assert not idle._leases._leases


async def test_a_lease_spends_without_asking(redis_server: RedisServer) -> None:
    policy = Policy.parse("1000000/minute")
    async with fleet(redis_server.url, 1) as stores:
        assert await burst(stores, policy, 1000) == 1000
        redis_server.command("CONFIG", "RESETSTAT")
        for _ in range(20_000):
            assert (await stores[0].hit("a", policy)).allowed
        stats = redis_server.command("INFO", "commandstats").decode()
    calls = [line for line in stats.splitlines() if line.startswith("cmdstat_evalsha")]
    assert sum(int(line.split("calls=")[1].split(",")[0]) for line in calls) < 200


async def test_a_flood_of_refusals_costs_the_server_nothing(redis_server: RedisServer) -> None:
    policy = Policy.parse("10/minute")
    async with fleet(redis_server.url, 1) as stores:
        assert await burst(stores, policy, 20) == 10
        redis_server.command("CONFIG", "RESETSTAT")
        assert await burst(stores, policy, 1000) == 0
        assert "cmdstat_evalsha" not in redis_server.command("INFO", "commandstats").decode()


async def test_more_than_is_ever_granted_is_refused_not_waited_for(
    redis_server: RedisServer,
) -> None:
    policy = Policy.parse("1000/minute")
    async with fleet(redis_server.url, 1) as stores:
        assert not (await stores[0].hit("a", policy, 1001)).allowed
        assert (await stores[0].hit("a", policy, 999)).allowed
        async with asyncio.timeout(5):
            decisions: list[Decision] = await asyncio.gather(
                *(stores[0].hit("a", policy, 7) for _ in range(5))
            )
    assert sum(decision.allowed for decision in decisions) == 1


@pytest.mark.parametrize("words", ["100/minute", "1000/minute"])
@pytest.mark.parametrize("how", ["kill", "freeze"])
async def test_without_redis_each_server_admits_its_share(
    own_server: RedisServer, words: str, how: str
) -> None:
    policy = Policy.parse(words)
    amount = policy.limits[0].amount
    async with fleet(own_server.url, 4, patience=0.25) as stores:
        assert await burst(stores, policy, 2 * amount) in (amount, amount * 101 // 100)
        getattr(own_server, how)()
        began = time.monotonic()
        lost = await burst(stores, policy, 2 * amount)
        for _ in range(3):
            lost += await burst(stores, policy, 2 * amount)
        assert time.monotonic() - began < 10
        assert lost <= amount  # one more limit at most
        other = await burst(stores, policy, 2 * amount, "somebody else")
        assert other == amount


@pytest.mark.parametrize("words", ["100/minute", "1000/minute"])
async def test_redis_back_and_empty_counts_what_was_admitted_meanwhile(
    own_server: RedisServer, words: str
) -> None:
    policy = Policy.parse(words)
    amount = policy.limits[0].amount
    async with fleet(own_server.url, 4, patience=0.25) as stores:
        own_server.kill()
        assert await burst(stores, policy, 2 * amount) == amount
        own_server.start()
        async with asyncio.timeout(20):
            while not all(store._client.healthy for store in stores):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await burst(stores, Policy.parse("2/minute"), 4, "anybody")  # then they settle
        async with asyncio.timeout(20):
            while any(store._shares for store in stores):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        # Nothing is left of the limit, nor of its hundredth that a leased one may be over.
        assert await burst(stores, policy, 2 * amount) in (0, amount // 100)
        assert await burst(stores, policy, 2 * amount) == 0
        assert await burst(stores, policy, 2 * amount, "new") in (amount, amount * 101 // 100)


async def test_redis_going_and_coming_under_load_never_raises(own_server: RedisServer) -> None:
    policy = Policy.parse("100/minute")
    longest = 0.0
    ends = time.monotonic() + 4

    async def load(store: RedisRateLimitStore, caller: int) -> int:
        nonlocal longest
        admitted = number = 0
        while time.monotonic() < ends:
            began = time.monotonic()
            admitted += (await store.hit(f"{caller}-{number % 3}", policy)).allowed
            longest = max(longest, time.monotonic() - began)
            number += 1
            await asyncio.sleep(0.005)
        return admitted

    async with fleet(own_server.url, 4, patience=0.25) as stores:
        tasks = [asyncio.create_task(load(stores[n % 4], n // 4)) for n in range(16)]
        await asyncio.sleep(0.7)
        own_server.freeze()
        await asyncio.sleep(0.7)
        own_server.thaw()
        await asyncio.sleep(0.5)
        await asyncio.to_thread(own_server.kill)
        await asyncio.sleep(0.7)
        await asyncio.to_thread(own_server.start)
        admitted = sum(await asyncio.gather(*tasks))
    subjects = 4 * 3
    assert admitted <= subjects * 3 * 100  # lost, and regained empty: a limit more each
    assert longest < 5
