import asyncio

from tests.support.redis import RedisServer

from alwrity.scaling.rate_limit.servers import ServerCount
from alwrity.scaling.redis import RedisClient


async def test_servers_count_each_other_and_remember_the_number() -> None:
    server = RedisServer()
    clients = [RedisClient(server.url) for _ in range(3)]
    counts = [ServerCount(client) for client in clients]
    try:
        assert counts[0]() == 1
        for count in [*counts, *counts]:
            await count.beat()
        assert [count() for count in counts] == [3, 3, 3]

        counts[2].start()
        await asyncio.sleep(0.1)
        await counts[2].aclose()
        await counts[0].beat()
        assert counts[0]() == 2

        server.kill()
        counts[1].start()
        await asyncio.sleep(0.1)
        assert counts[1]() == 3  # unknown is not one
    finally:
        for part in [*counts, *clients]:
            await part.aclose()
        server.stop()
