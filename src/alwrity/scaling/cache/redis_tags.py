"""Versions of tags for a fleet: kept by the coordinating Redis, told by its channel.

A version is the coordinator's clock in microseconds, or one more than the last. So a version that
was lost (expired, or the server's memory was) comes back as another one, never as one that an old
entry remembers.

A process subscribes first and reads versions afterwards; from then on it is told of every change,
and needs to ask no more. A ping each half second shows that the channel lives, for all that was
published before has arrived when the answer does. While it is down, versions are this process's own
(negative numbers): entries live 2 s at most and stay in the process. Once it is back, this process
first sends the invalidations that could not leave, then forgets all that it kept, and takes part
again when the others had their 2 s to do the same.
"""

import asyncio
import random
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from typing import Any

import orjson

from alwrity.scaling.cache.tags import UNHEARD_SECONDS, TagTable
from alwrity.scaling.errors import ScalingError
from alwrity.scaling.position import Position
from alwrity.scaling.redis import RedisClient, Script

_START_SECONDS = 1.0
_PING_SECONDS = 0.5
_SILENCE_SECONDS = 1.2
_RETRY_SECONDS = (0.05, 0.5)
_PENDING_BOUND = 10_000

# A value is "version\nposition"; the position is JSON or nothing.
_CURRENT = Script("""
local now = redis.call('TIME')
local out = {}
for i, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  if value then
    redis.call('EXPIRE', key, ARGV[1])
  else
    value = string.format('%.0f\\n', now[1] * 1000000 + now[2])
    redis.call('SET', key, value, 'EX', ARGV[1])
  end
  out[i] = value
end
return out
""")
_INVALIDATE = Script("""
local now = redis.call('TIME')
local out = {}
for i, key in ipairs(KEYS) do
  local version, place = now[1] * 1000000 + now[2], ARGV[3]
  local value = redis.call('GET', key)
  if value then
    local last, there = string.match(value, '^(%d+)\\n(.*)$')
    if tonumber(last) >= version then version = tonumber(last) + 1 end
    if place == '' then
      place = there
    elseif there ~= '' then
      local a, b = cjson.decode(there), cjson.decode(place)
      if a[1] == b[1] and (a[2] > b[2] or (a[2] == b[2] and a[3] > b[3])) then place = there end
    end
  end
  value = string.format('%.0f\\n', version) .. place
  redis.call('SET', key, value, 'EX', ARGV[1])
  redis.call('PUBLISH', ARGV[2], value .. '\\n' .. ARGV[3 + i])
  out[i] = value
end
return out
""")


@dataclass(slots=True)
class _Pending:
    """An invalidation that the coordinator has not confirmed, and what was heard meanwhile."""

    position: Position | None
    heard: tuple[int, Position | None] = (0, None)

    def hear(self, version: int, position: Position | None) -> None:
        if version > self.heard[0]:
            self.heard = (version, position)


class _Life:
    """One life of the channel, in real seconds.

    Attributes:
        heard: Until then everything published has arrived, in the table's clock.
    """

    def __init__(self, *, again: bool) -> None:
        self.heard = float("-inf")
        self._pinging = float("-inf")
        self._began = self._answered = time.monotonic()
        self._pinged = float("-inf")
        self._settles = UNHEARD_SECONDS if again else 0.0

    @property
    def is_silent(self) -> bool:
        return time.monotonic() - self._answered > _SILENCE_SECONDS

    @property
    def wants_ping(self) -> bool:
        return self._answered >= self._pinged and time.monotonic() - self._pinged >= _PING_SECONDS

    @property
    def has_settled(self) -> bool:
        """Whether the other processes, too, had time to send what they could not."""
        return self._answered - self._began >= self._settles

    def ping(self, now: float) -> None:
        self._pinged, self._pinging = time.monotonic(), now

    def pong(self) -> None:
        self._answered, self.heard = time.monotonic(), self._pinging


class RedisTags:
    """Versions of tags on the coordinating Redis.

    Args:
        client: That server; noeviction, and append-only if invalidations are to outlive it.
        prefix: Of its keys.
        channel: Tells of invalidations.
        remember_seconds: How long a version is kept after its last use; longer than any entry.
        bound: Tags remembered in this process.
        clock: Seconds, monotonic.
    """

    def __init__(
        self,
        client: RedisClient,
        *,
        prefix: str = "tag:",
        channel: str = "tags",
        remember_seconds: int = 7 * 86_400,
        bound: int = 100_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.table = TagTable(bound=bound, clock=clock)
        self.table.trusted_until = float("-inf")
        self._client = client
        self._prefix = prefix
        self._channel = channel
        self._remember = remember_seconds
        self._clock = clock
        self._own = count(-1, -1)
        self._pending: dict[str, _Pending] = {}
        self._fetches = 0
        self._generation = 0
        self._up = asyncio.Event()
        self._was_up = False
        self._starting: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._sender: asyncio.Task[None] | None = None

    async def start(self) -> bool:
        """Listen from now on; gives whether the channel came up within a second."""
        if self._starting is None:
            self._starting = asyncio.create_task(self._begin())
        await asyncio.shield(self._starting)
        return self._up.is_set()

    async def _begin(self) -> None:
        # redis-py takes long to import on a busy machine; that is not the server's fault.
        await asyncio.to_thread(import_module, "redis.asyncio")
        self._listener = asyncio.create_task(self._listen())
        with suppress(TimeoutError):
            async with asyncio.timeout(_START_SECONDS):
                await self._up.wait()

    async def current(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The versions of tags, to be taken before a load begins."""
        if not self._up.is_set() and not self._was_up:
            await self.start()
        missing = [
            name for name in names
            if (self.table.version(name) or -1) < 0 and name not in self._pending
        ]  # fmt: skip
        if missing and self.table.shared and self._client.healthy:
            await self._fetch(missing)
        for name in names:
            if not self.table.knows(name):
                self.table.learn(name, next(self._own), None)
        return self.table.versions(names) or (-1,) * len(names)

    async def invalidate(self, names: Collection[str], position: Position | None = None) -> bool:
        """Make every entry under these tags a miss.

        This process knows at once, before anything is awaited. Gives whether the others will know,
        too; if not, they are told once that is possible again, as long as this process lives and no
        more than 10,000 tags wait.
        """
        ours: dict[str, _Pending] = {}
        for name in names:
            self.table.force(name, next(self._own), position)
            last = self._pending.get(name)
            if last is None and len(self._pending) >= _PENDING_BOUND:
                continue
            if last is not None and last.position is not None and (
                position is None or last.position.follows(position)
            ):  # fmt: skip
                self._pending[name] = _Pending(last.position, last.heard)
            else:
                self._pending[name] = _Pending(position, last.heard if last else (0, None))
            ours[name] = self._pending[name]
        try:
            if not self._was_up:
                await self.start()
            return await self._send(ours) and len(ours) == len(set(names))
        finally:
            self._send_later()

    async def close(self) -> None:
        """Stop listening. The client is closed by whoever made it."""
        started = (self._starting, self._listener, self._sender)
        tasks = [task for task in started if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _fetch(self, names: list[str]) -> None:
        generation = self._generation
        self._fetches += 1
        try:
            values = await self._client.run(
                _CURRENT, [self._prefix + name for name in names], [self._remember]
            )
        except ScalingError:
            return
        finally:
            self._fetches -= 1
        if generation == self._generation:
            for name, value in zip(names, values, strict=True):
                self._learn(name, *_read(value))

    async def _send(self, ours: dict[str, _Pending]) -> bool:
        by_place: dict[Position | None, list[str]] = {}
        for name, pending in ours.items():
            by_place.setdefault(pending.position, []).append(name)
        try:
            for place, names in by_place.items():
                told = b"" if place is None else orjson.dumps(
                    [place.shard, place.timeline, place.lsn]
                )  # fmt: skip
                values = await self._client.run(
                    _INVALIDATE,
                    [self._prefix + name for name in names],
                    [self._remember, self._channel, told, *names],
                )
                for name, value in zip(names, values, strict=True):
                    self._confirm(name, ours[name], *_read(value))
        except ScalingError:
            return False
        return True

    def _confirm(self, name: str, ours: _Pending, version: int, position: Position | None) -> None:
        latest = self._pending.get(name)
        if latest is ours:
            del self._pending[name]
            self.table.force(name, version, position)
            self.table.learn(name, *ours.heard)
        else:
            self._learn(name, version, position)
            self._learn(name, *ours.heard)

    def _learn(self, name: str, version: int, position: Position | None) -> None:
        pending = self._pending.get(name)
        if pending is not None:
            pending.hear(version, position)
        else:
            self.table.learn(name, version, position)

    def _send_later(self) -> None:
        if self._pending and (self._sender is None or self._sender.done()):
            self._sender = asyncio.create_task(self._keep_sending())

    async def _keep_sending(self) -> None:
        while self._pending:
            await asyncio.sleep(random.uniform(*_RETRY_SECONDS))  # noqa: S311 - spreads servers
            if self._pending and self._client.healthy:
                await self._send(dict(self._pending))

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear(again=self._was_up)
            except asyncio.CancelledError:
                raise
            except Exception:  # noqa: BLE001 - whatever it is, the channel is down and tried again
                self._went_down()
            await asyncio.sleep(random.uniform(*_RETRY_SECONDS))  # noqa: S311 - spreads servers

    async def _hear(self, *, again: bool) -> None:
        """One life of the channel; raises when it ends."""
        redis = self._client.dedicated()
        pubsub = redis.pubsub(ignore_subscribe_messages=True)
        try:
            async with asyncio.timeout(_SILENCE_SECONDS):
                await pubsub.subscribe(self._channel)
            life = _Life(again=again)
            while True:
                if life.wants_ping:
                    life.ping(self._clock())
                    async with asyncio.timeout(_SILENCE_SECONDS):
                        await pubsub.ping()
                message = await pubsub.get_message(timeout=_PING_SECONDS / 2)
                # Only when nothing waits to be read: after a stall of ours the answer is there.
                if message is None and life.is_silent:
                    raise TimeoutError("the channel is silent")
                if message is not None and message["type"] == "message":
                    self._told(message["data"])
                elif message is not None and message["type"] == "pong":
                    life.pong()
                    if not self._up.is_set():
                        await self._came_up()
                    if not self.table.shared and life.has_settled:
                        self._forget()
                        self.table.shared = True
                    if self.table.shared:
                        self.table.trusted_until = life.heard + UNHEARD_SECONDS
        finally:
            with suppress(Exception):
                async with asyncio.timeout(_SILENCE_SECONDS):
                    await pubsub.aclose()  # type: ignore[no-untyped-call]
                    await redis.aclose()

    def _told(self, data: Any) -> None:
        told, place, name = data.split(b"\n", 2)
        version, position = _read(told + b"\n" + place)
        name = name.decode()
        self.table.epoch += 1
        # A tag that nobody here asked for is left alone, unless its version is on the way.
        if self.table.knows(name) or name in self._pending or self._fetches:
            self._learn(name, version, position)

    async def _came_up(self) -> None:
        if self._pending and not await self._send(dict(self._pending)):
            raise TimeoutError("invalidations could not be sent")
        self._forget()
        self._was_up = True
        self._up.set()

    def _went_down(self) -> None:
        self._generation += 1
        self._up.clear()
        self.table.shared = False

    def _forget(self) -> None:
        self._generation += 1
        self.table.forget_all()


def _read(value: bytes) -> tuple[int, Position | None]:
    version, _, place = value.partition(b"\n")
    return int(version), Position(*orjson.loads(place)) if place else None
