"""A process that checks one limit many times: `python -m tests.support.hammer URL WORDS CHECKS`.

Waits for a line on its input, so that several begin together; prints how many were admitted.
"""

import asyncio
import sys

from alwrity.scaling.rate_limit.policy import Policy
from alwrity.scaling.rate_limit.redis import RedisRateLimitStore
from alwrity.scaling.redis import RedisClient


async def main(url: str, words: str, checks: int) -> None:
    client = RedisClient(url, answer_seconds=10)
    store = RedisRateLimitStore(client)
    await client.ping()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    policy = Policy.parse(words)
    decisions = await asyncio.gather(*(store.hit("a", policy) for _ in range(checks)))
    sys.stdout.write(f"{sum(decision.allowed for decision in decisions)}\n")
    await store.aclose()
    await client.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
