"""The tier that processes share, in one Redis or several.

When a server is down its keys are misses and are not stored: they do not move to a neighbour, where
they would be found again, older, once it is back. `RedisClient` lets nobody wait for a server that
is known to be down; `guard` may add a breaker for one that is merely slow.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, Protocol

import orjson

from alwrity.scaling.cache.entry import Entry
from alwrity.scaling.cache.far import Lock, Turn
from alwrity.scaling.cache.ring import Ring
from alwrity.scaling.errors import RedisUnavailableError, ScalingError
from alwrity.scaling.position import Position
from alwrity.scaling.redis import Part, RedisClient, Script

_FORMAT = 1
_KEY_BOUND = 200
_NOT_STORED_SECONDS = 0.25

# What is left of an entry's life is told by the server: no two machines' clocks are compared.
_GET = Script("return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}")
_ACQUIRE = Script("""
local held = redis.call('GET', KEYS[1])
if held == false then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return held == '-' and 2 or 0
""")
_RENEW = Script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
""")
# Only the holder stores: a load that was overtaken while its process stood still writes nothing.
_STORE = Script("""
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1
""")
_GIVE_BACK = Script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], '-', 'PX', ARGV[2]) end
""")


class Guard(Protocol):
    """A breaker's view of one server."""

    def allows(self) -> bool:
        """Whether a call may be tried now."""

    def record(self, succeeded: bool) -> None:
        """How it went."""


class _NoGuard:
    def allows(self) -> bool:
        return True

    def record(self, succeeded: bool) -> None:
        pass


class RedisTier:
    """Entries in Redis, spread by a hash ring. Nothing raises: what fails is a miss, or not stored.

    Args:
        clients: The cache servers, closed by whoever made them.
        prefix: Of all keys.
        entry_bound: Bytes of the largest value stored.
        lock_seconds: A holder that died is waited for no longer than this.
        guard: Makes the breaker of a server, from its name.
        clock: Seconds, monotonic; the cache's own.
    """

    def __init__(
        self,
        clients: Sequence[RedisClient],
        *,
        prefix: str = "cache:",
        entry_bound: int = 1_000_000,
        lock_seconds: float = 1.0,
        guard: Callable[[str], Guard] = lambda _name: _NoGuard(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ring = Ring({client.name: (client, guard(client.name)) for client in clients})
        self._prefix = prefix
        self._entry_bound = entry_bound
        self.renew_seconds = lock_seconds / 3
        self._lock_ms = int(lock_seconds * 1000)
        self._clock = clock
        self.failures = 0

    async def get(self, key: str, now: float) -> Entry | None:
        """What is stored at a key, its times in this process's clock, checked `now`."""
        answer = await self._run(key, _GET, [self._name(key)], [])
        if not isinstance(answer, list) or answer[0] is None:
            return None
        return unpack(key, answer[0], answer[1] / 1000, now)

    async def acquire(self, key: str, versions: tuple[int, ...]) -> Lock:
        """Try to get the right to load."""
        lock = Lock(key, ":".join(map(str, versions)), secrets.token_hex(8))
        answer = await self._run(key, _ACQUIRE, [self._lock(lock)], [lock.token, self._lock_ms])
        turns = {0: Turn.THEIRS, 1: Turn.OURS}
        lock.turn = turns.get(answer, Turn.ANYONE)
        return lock

    async def renew(self, lock: Lock) -> None:
        """Keep it for another while."""
        await self._run(lock.key, _RENEW, [self._lock(lock)], [lock.token, self._lock_ms])

    async def finish(self, lock: Lock, entry: Entry | None) -> None:
        """Store if the lock is still ours, and give it back; None: say that nothing was stored."""
        if lock.turn is not Turn.OURS:
            return
        left = 0 if entry is None else entry.useful_until - self._clock()
        if entry is not None and left > 0 and len(entry.value) <= self._entry_bound:
            blob = pack(entry)
            keys = [self._name(lock.key), self._lock(lock)]
            await self._run(lock.key, _STORE, keys, [lock.token, blob, max(1, int(left * 1000))])
        else:
            milliseconds = int(_NOT_STORED_SECONDS * 1000)
            await self._run(lock.key, _GIVE_BACK, [self._lock(lock)], [lock.token, milliseconds])

    async def _run(
        self, key: str, script: Script, keys: Sequence[Part], args: Sequence[Part]
    ) -> Any:
        client, guard = self._ring.find(key)
        if not guard.allows():
            return None
        try:
            answer = await client.run(script, keys, args)
        except ScalingError as error:
            # A refused command is a defect, and yet no reason to fail a caller: it is counted.
            self.failures += 1
            guard.record(not isinstance(error, RedisUnavailableError))
            return None
        guard.record(True)
        return answer

    def _name(self, key: str) -> str:
        if len(key) > _KEY_BOUND:
            key = blake2b(key.encode(), digest_size=32).hexdigest()
        return self._prefix + key

    def _lock(self, lock: Lock) -> str:
        return f"{self._name(lock.key)}:lock:{lock.versions}"


def pack(entry: Entry) -> bytes:
    """An entry for the wire: a line of JSON, then the value as it is."""
    place = entry.position
    ttl = entry.fresh_until - entry.born
    swr = entry.stale_until - entry.fresh_until
    sie = entry.error_until - entry.fresh_until
    head = orjson.dumps(
        [
            _FORMAT, entry.tags, entry.versions,
            place and [place.shard, place.timeline, place.lsn], ttl, swr, sie,
        ]
    )  # fmt: skip
    return head + b"\n" + entry.value


def unpack(key: str, blob: bytes, left: float, now: float) -> Entry | None:
    """The entry in a blob that the server keeps for another `left` seconds; None for no entry."""
    end = blob.find(b"\n")
    try:
        version, tags, versions, place, ttl, swr, sie = orjson.loads(blob[: max(end, 0)])
        if version != _FORMAT or left < 0:
            return None
        life = ttl + max(swr, sie)
        return Entry(
            key, blob[end + 1 :], tags=tuple(tags), versions=tuple(versions),
            position=Position(*place) if place else None,
            born=now - (life - left), checked=now, loaded_here=False,
            fresh_until=now + left - max(swr, sie), swr=swr, sie=sie,
        )  # fmt: skip
    except (ValueError, TypeError):
        return None
