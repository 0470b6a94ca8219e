"""How many servers share the limits, by heartbeats in Redis; the last known number holds."""

import asyncio
from contextlib import suppress
from uuid import uuid4

from alwrity.scaling.errors import RedisUnavailableError
from alwrity.scaling.redis import RedisClient, Script

_BEAT_SECONDS = 2.0
_GONE_SECONDS = 10
_BEAT = Script("""
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
""")


class ServerCount:
    """This server's heartbeat, and the number of servers that beat.

    A server that was killed counts for ten seconds more, one that closed does not. While Redis is
    away the last known number holds: it is unknown, not one.

    Args:
        client: The coordinating server.
        key: Of the heartbeats.
    """

    def __init__(self, client: RedisClient, *, key: str = "alwrity:servers") -> None:
        self._client = client
        self._key = key
        self._name = uuid4().hex
        self._task: asyncio.Task[None] | None = None
        self.known = 1

    def __call__(self) -> int:
        """The last known number, one at least."""
        return self.known

    async def beat(self) -> None:
        """Say that this server lives, and count.

        Raises:
            RedisUnavailableError: When Redis is away.
        """
        found = await self._client.run(_BEAT, [self._key], [self._name, _GONE_SECONDS])
        self.known = max(1, int(found))

    def start(self) -> None:
        """Beat from now on."""
        if self._task is None:
            self._task = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            with suppress(RedisUnavailableError):
                await self.beat()
            await asyncio.sleep(_BEAT_SECONDS)

    async def aclose(self) -> None:
        """Stop beating, and leave."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            with suppress(RedisUnavailableError):
                await self._client.call("ZREM", self._key, self._name)
