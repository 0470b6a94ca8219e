import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from tests.fetch.test_client import POLICY, Server, reply, running

from alwrity.errors import FetchError
from alwrity.fetch.client import fetch
from alwrity.fetch.hosts import Hosts
from alwrity.fetch.policy import FetchPolicy
from alwrity.scaling.breaker import BreakerPolicy


class Clock:
    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def policy(clock: Clock) -> FetchPolicy:
    hosts = Hosts(BreakerPolicy(minimum=3, open_seconds=30), clock=clock)
    return replace(POLICY, hosts=hosts)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with running() as server:
        yield server


async def test_a_host_that_fails_is_left_alone_and_tried_again(
    server: Server, policy: FetchPolicy, clock: Clock
) -> None:
    url = f"http://127.0.0.1:{server.port}/"
    server.pages["/"] = reply(b"broken", "500 Internal Server Error")
    for _ in range(3):
        assert (await fetch(url, policy=policy)).status == 500
    with pytest.raises(FetchError, match=r"'127\.0\.0\.1' did not answer well .* 30 s; try again"):
        await fetch(url, policy=policy)
    assert len(server.heads) == 3, "no call was made"
    clock.now += 30
    server.pages["/"] = reply(b"fine")
    assert (await fetch(url, policy=policy)).body == b"fine"
    assert (await fetch(url, policy=policy)).body == b"fine"


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
async def test_refusals_are_answers(server: Server, policy: FetchPolicy, status: str) -> None:
    server.pages["/"] = reply(b"no", status)
    for _ in range(10):
        await fetch(f"http://127.0.0.1:{server.port}/", policy=policy)
    assert len(server.heads) == 10


async def test_a_429_is_a_pause(server: Server, policy: FetchPolicy, clock: Clock) -> None:
    url = f"http://127.0.0.1:{server.port}/"
    server.pages["/"] = reply(b"slow", "429 Too Many Requests", retry_after="7")
    assert (await fetch(url, policy=policy)).status == 429
    with pytest.raises(FetchError, match="7 s"):
        await fetch(url, policy=policy)
    clock.now += 7
    assert (await fetch(url, policy=policy)).status == 429


async def test_hanging_until_the_end_of_our_time_is_a_failure(
    server: Server, policy: FetchPolicy
) -> None:
    async def hang(_writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1)

    server.pages["/"] = hang
    url, policy = f"http://127.0.0.1:{server.port}/", replace(policy, total_seconds=0.05)
    for _ in range(3):
        with pytest.raises(FetchError, match="longer than"):
            await fetch(url, policy=policy)
    with pytest.raises(FetchError, match="left alone"):
        await fetch(url, policy=policy)


async def test_what_we_ourselves_end_or_refuse_tells_nothing(
    server: Server, policy: FetchPolicy
) -> None:
    async def hang(_writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1)

    server.pages["/"], server.pages["/image"] = hang, reply(b"x", content_type="image/png")
    for _ in range(5):
        task = asyncio.create_task(fetch(f"http://127.0.0.1:{server.port}/", policy=policy))
        await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        with pytest.raises(FetchError, match="no page of text"):
            await fetch(f"http://127.0.0.1:{server.port}/image", policy=policy)
    server.pages["/"] = reply(b"fine")
    assert (await fetch(f"http://127.0.0.1:{server.port}/", policy=policy)).body == b"fine"


def test_the_hosts_that_are_remembered_have_a_bound() -> None:
    hosts = Hosts(most=3)
    for number in range(10):
        with hosts.reading(f"host{number}") as reading:
            reading.take(200, "")
    assert len(hosts._breakers) == 3
