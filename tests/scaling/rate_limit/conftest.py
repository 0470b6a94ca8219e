from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from tests.support.redis import RedisServer

from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import RateLimitStore
from alwrity.scaling.rate_limit.redis import RedisRateLimitStore
from alwrity.scaling.redis import RedisClient


@dataclass
class Clock:
    """Seconds that pass when told."""

    time: float = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "redis"])
async def make_store(
    request: pytest.FixtureRequest, clock: Clock
) -> AsyncIterator[Callable[[], RateLimitStore]]:
    """Makes exact stores on one clock; those on Redis share its counts."""
    if request.param == "memory":
        store = MemoryRateLimitStore(clock=clock)
        yield lambda: store
        return
    server: RedisServer = request.getfixturevalue("redis_server")
    # A busy machine answers late; what a late answer does is tested elsewhere.
    client = RedisClient(server.url, answer_seconds=10)
    yield lambda: RedisRateLimitStore(client, now=lambda: round(clock() * 1e6))
    await client.aclose()


@pytest.fixture
def store(make_store: Callable[[], RateLimitStore]) -> RateLimitStore:
    return make_store()
