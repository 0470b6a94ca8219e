"""What processes promise to each other; each test starts its own."""

import asyncio
import random
import signal

from tests.scaling.cache.fleet import fleet
from tests.support.redis import RedisServer


def loads(server: RedisServer, key: str) -> int:
    return int(server.command("LLEN", f"loads:{key}").strip(b":\r\n"))


async def test_ten_thousand_misses_over_four_processes_are_one_load(
    redis_server: RedisServer,
) -> None:
    async with fleet(4, redis_server.url, [redis_server.url]) as members:
        answers = await asyncio.gather(
            *(
                member.do("storm", key="k", callers=2500, seconds=0.2, processes=4)
                for member in members
            )
        )
        assert loads(redis_server, "k") == 1
        assert len({told for answer in answers for told in answer}) == 1


async def test_when_the_holder_is_killed_in_the_middle_the_next_one_loads(
    redis_server: RedisServer,
) -> None:
    async with fleet(4, redis_server.url, [redis_server.url]) as members:
        waiting = {
            member.process.pid: asyncio.create_task(
                member.do("storm", key="k", callers=100, seconds=1)
            )
            for member in members
        }
        while not loads(redis_server, "k"):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
        told = redis_server.command("LINDEX", "loads:k", "0")
        holder = int(told.split(b"\r\n")[1])
        member = next(member for member in members if member.process.pid == holder)
        member.process.send_signal(signal.SIGKILL)
        results = await asyncio.gather(*waiting.values(), return_exceptions=True)
        assert sum(isinstance(result, EOFError) for result in results) == 1
        answers = {str(result) for result in results if not isinstance(result, EOFError)}
        assert len(answers) == 1
        assert str(holder) not in answers.pop()
        assert loads(redis_server, "k") == 2


async def test_nobody_ever_sees_an_older_value_after_a_newer_one(
    redis_server: RedisServer,
) -> None:
    async with fleet(2, redis_server.url, [redis_server.url]) as members:
        told = await asyncio.gather(
            *(
                member.do("mingle", seconds=3, seed=number, keys=5)
                for number, member in enumerate(members)
            )
        )
    for one in told:
        assert one["wrong"] == []
        assert one["reads"] > 200
        assert one["writes"] > 20
        assert one["hits"] > 20, "a cache that never hits proves nothing"
    assert sum(one["unstored"] for one in told) > 0


async def test_a_caller_that_brings_its_position_sees_its_write_everywhere(
    redis_server: RedisServer,
) -> None:
    chance = random.Random(5)
    async with fleet(2, redis_server.url, [redis_server.url]) as members:
        place = 0
        for _ in range(300):
            if chance.random() < 0.3:
                place = value = await chance.choice(members).do("write", key="k")
            if place:
                seen, _ = await chance.choice(members).do("read", key="k", after=place)
                assert seen >= value
