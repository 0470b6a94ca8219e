from collections.abc import AsyncIterator

import pytest
from tests.scaling.cache.worlds import World

from alwrity.scaling.cache.cache import Cache


@pytest.fixture(params=["memory", "redis"])
def world(request: pytest.FixtureRequest) -> World:
    redis = request.param == "redis"
    return World(request.getfixturevalue("redis_server") if redis else None)


@pytest.fixture
async def cache(world: World) -> AsyncIterator[Cache]:
    async with world.cache() as cache:
        yield cache
