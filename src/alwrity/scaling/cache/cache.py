"""The cache: the process tier, then a far one, then the loader - once for all who ask."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from alwrity.scaling.cache.entry import Entry, Lifetime, Loaded
from alwrity.scaling.cache.far import FarTier, Lock, Turn
from alwrity.scaling.cache.flight import Flight, Flights
from alwrity.scaling.cache.memory import MemoryTier
from alwrity.scaling.cache.tags import MemoryTags, Tags
from alwrity.scaling.errors import LoadTimeoutError, NotCacheableError
from alwrity.scaling.position import Position

Loader = Callable[[], Awaitable[Loaded | bytes]]

_POLL_SECONDS = 0.003
_POLL_MOST_SECONDS = 0.05


@dataclass(slots=True)
class CacheStats:
    """Counts since the start.

    Attributes:
        process: Hits in the process.
        far: Hits in the far tier.
        stale: Answers past their ttl while a load ran behind them.
        saved: Answers past their ttl because a load failed.
        loads: Loaders started.
        failures: Loaders that raised or took too long.
        unstored: Loads that an invalidation or an old snapshot kept from being stored.
    """

    process: int = 0
    far: int = 0
    stale: int = 0
    saved: int = 0
    loads: int = 0
    failures: int = 0
    unstored: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: str
    load: Loader
    lifetime: Lifetime
    tags: tuple[str, ...]
    after: Position | None


class Cache:
    """Values of bytes by key, loaded once, fresh by tags.

    A caller never sees a value older than the last write under one of its tags that this process
    has heard of, nor one older than its own position. Without any tag an entry promises its
    lifetime alone.

    Args:
        memory: The tier in the process.
        tags: Versions of tags; for one process by default.
        far: A tier that processes share.
        deadline: Seconds that a loader may take.
        clock: Seconds, monotonic.
    """

    def __init__(
        self,
        memory: MemoryTier,
        *,
        tags: Tags | None = None,
        far: FarTier | None = None,
        deadline: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.memory = memory
        self.tags: Tags = tags or MemoryTags(clock=clock)
        self.stats = CacheStats()
        self._table = self.tags.table
        self._far = far
        self._deadline = deadline
        self.clock = clock
        self._flights = Flights()

    def peek(self, key: str, after: Position | None = None) -> Entry | None:
        """The fresh entry of the process tier, None when there is none; never waits.

        Args:
            key: Its name.
            after: Where the caller's last write stands; an entry that is not known to contain it
                is a miss.
        """
        entry = self.memory.get(key)
        if entry is None:
            return None
        now = self.clock()
        table = self._table
        if now >= entry.fresh_until:
            return None
        checked = entry.epoch == table.epoch and now <= table.trusted_until
        if not checked and not table.holds(entry, now):
            return None
        if after is not None and not entry.covers(after):
            return None
        entry.used = True
        self.stats.process += 1
        return entry

    async def get(
        self,
        key: str,
        load: Loader,
        lifetime: Lifetime,
        *,
        tags: tuple[str, ...] = (),
        after: Position | None = None,
    ) -> Entry:
        """The entry at a key, loaded if need be.

        Whoever misses the same key meanwhile waits for the one load, unless a tag was invalidated
        since that began. Being cancelled harms nobody else who waits; what the loader raises
        reaches all of them.

        Args:
            key: Its name.
            load: Gives the bytes, or `Loaded`. Runs in a task of its own.
            lifetime: For how long.
            tags: Names whose invalidation makes it a miss.
            after: Where the caller's last write stands.

        Raises:
            LoadTimeoutError: When the loader took longer than `deadline`.
            LoadAbandonedError: When the cache was closed meanwhile.
            Exception: What the loader raised, if no stale value may stand in.
        """
        entry = self.peek(key, after)
        if entry is not None:
            return entry
        wanted = _Wanted(key, load, lifetime, tags, after)
        kept = self._kept(key, after)
        if kept is not None and self.clock() < kept.stale_until:
            self._join(wanted)
            self.stats.stale += 1
            return kept
        try:
            flight, ours = self._join(wanted)
            entry = await flight.wait()
            if not ours and not entry.covers(after):
                entry = await self._start(wanted).wait()
        except NotCacheableError:
            raise
        except Exception:
            kept = self._kept(key, after)
            if kept is None or self.clock() >= kept.error_until:
                raise
            self.stats.saved += 1
            return kept
        return entry

    async def invalidate(self, *names: str, position: Position | None = None) -> bool:
        """Make every entry under these tags a miss; call it after the commit.

        Args:
            names: The tags.
            position: Where the write stands: what a replica read before it is never stored.

        Returns:
            Whether other processes will know. If not, an outbox should call again; nothing raises.
        """
        return await self.tags.invalidate(names, position)

    async def close(self) -> None:
        """End loads and the channel of invalidations; connections belong to whoever made them."""
        await self._flights.close()
        await self.tags.close()

    def _kept(self, key: str, after: Position | None) -> Entry | None:
        """What the process tier has, fresh or not, as long as no write made it a miss."""
        entry = self.memory.get(key)
        if entry is None or not self._table.holds(entry, self.clock()) or not entry.covers(after):
            return None
        return entry

    def _join(self, wanted: _Wanted) -> tuple[Flight, bool]:
        flight = self._flights.get(wanted.key)
        if flight is not None and (
            flight.versions is None or flight.versions == self._table.versions(wanted.tags)
        ):
            return flight, False
        return self._start(wanted), True

    def _start(self, wanted: _Wanted) -> Flight:
        async def run(flight: Flight) -> Entry:
            return await self._fetch(flight, wanted)

        return self._flights.start(wanted.key, run)

    async def _fetch(self, flight: Flight, wanted: _Wanted) -> Entry:
        versions = await self.tags.current(wanted.tags)
        flight.versions = versions
        lock, found = None, None
        if self._far is not None and self._is_shared(versions):
            lock, found = await self._look(self._far, wanted, versions)
            if lock is None and found is not None:
                self.stats.far += 1
                self._keep(found)
                return found
            if self._table.versions(wanted.tags) != versions:  # a write while we waited
                versions = await self.tags.current(wanted.tags)
                flight.versions = versions
        try:
            async with self._held(lock):
                return await self._load(wanted, versions, lock)
        except Exception as error:
            if self._far is not None and lock is not None:
                await self._far.finish(lock, None)
            if isinstance(error, NotCacheableError):
                self.memory.drop(wanted.key)
                raise
            self.stats.failures += 1
            now = self.clock()
            if found is None or now >= found.error_until or not self._table.holds(found, now):
                raise
            self.stats.saved += 1
            self._keep(found)
            return found

    def _is_shared(self, versions: tuple[int, ...]) -> bool:
        """Whether versions are the fleet's; this process's own are negative."""
        return not versions or (self._table.shared and min(versions) >= 0)

    async def _look(
        self, far: FarTier, wanted: _Wanted, versions: tuple[int, ...]
    ) -> tuple[Lock | None, Entry | None]:
        """A fresh entry and no lock; or the lock, and what may stand in should the load fail."""
        pause = _POLL_SECONDS
        patience = self.clock() + self._deadline
        lock: Lock | None = None
        kept = None
        while True:
            now = self.clock()
            found = await far.get(wanted.key, now)
            if found is not None and not (
                found.tags == wanted.tags
                and self._table.holds(found, now)
                and found.covers(wanted.after)
            ):
                found = None
            if found is not None and now < found.fresh_until:
                if lock is not None and lock.turn is Turn.OURS:
                    await far.finish(lock, found)
                return None, found
            kept = found
            if lock is not None and lock.turn is not Turn.THEIRS:
                return lock, kept
            lock = await far.acquire(wanted.key, versions)
            if lock.turn is Turn.ANYONE or self.clock() > patience:
                lock.turn = Turn.ANYONE
                return lock, kept
            if lock.turn is Turn.THEIRS:
                await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads load
                pause = min(pause * 1.5, _POLL_MOST_SECONDS)
            # Ours: look once more, for the last holder may have stored between the two.

    async def _load(self, wanted: _Wanted, versions: tuple[int, ...], lock: Lock | None) -> Entry:
        began = self.clock()
        self.stats.loads += 1
        try:
            async with asyncio.timeout(self._deadline) as bound:
                loaded = await wanted.load()
        except TimeoutError as error:
            if not bound.expired():
                raise
            raise LoadTimeoutError(
                f"loading {wanted.key!r} took longer than {self._deadline:g} s"
            ) from error
        if isinstance(loaded, bytes):
            loaded = Loaded(loaded)
        lifetime = loaded.lifetime or wanted.lifetime
        entry = Entry(
            wanted.key, loaded.value, tags=wanted.tags, versions=versions,
            position=loaded.position, born=began, checked=began, loaded_here=True,
            fresh_until=began + lifetime.draw(), swr=lifetime.swr, sie=lifetime.sie,
        )  # fmt: skip
        # A load that began before an invalidation, or read a snapshot older than the tag's last
        # write, is for those who wait alone.
        store = loaded.store and self._table.accepts(wanted.tags, versions, loaded.position)
        if store:
            self._keep(entry)
        else:
            self.stats.unstored += 1
        if self._far is not None and lock is not None:
            shared = store and self._is_shared(versions)
            await self._far.finish(lock, entry if shared else None)
        return entry

    def _keep(self, entry: Entry) -> None:
        """Put into the process tier what is not older than what is there."""
        there = self.memory.get(entry.key)
        if (
            there is not None
            and there.position is not None
            and entry.position is not None
            and there.position.lsn > entry.position.lsn
            and there.position.covers(entry.position)
            and there.fresh_until > self.clock()
            and self._table.holds(there, self.clock())
        ):
            return
        self.memory.put(entry)

    @asynccontextmanager
    async def _held(self, lock: Lock | None) -> AsyncIterator[None]:
        """Renew a lock until the block ends."""
        far = self._far
        if far is None or lock is None or lock.turn is not Turn.OURS:
            yield
            return

        async def renew() -> None:
            while True:
                await asyncio.sleep(far.renew_seconds)
                await far.renew(lock)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()
