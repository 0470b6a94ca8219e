"""Tags as versioned namespaces: an entry remembers versions, an invalidation raises one."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from alwrity.scaling.cache.entry import Entry
from alwrity.scaling.position import Position

# While invalidations may be missed an entry lives no longer than this.
UNHEARD_SECONDS = 2.0


@dataclass(slots=True)
class Tag:
    """What this process knows of a tag: its version, and where its last write stands."""

    version: int
    position: Position | None = None


class Tags(Protocol):
    """Versions of tags: `MemoryTags` for one process, `RedisTags` for a fleet."""

    table: "TagTable"

    async def current(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The versions of tags, to be taken before a load begins."""

    async def invalidate(self, names: Collection[str], position: Position | None = None) -> bool:
        """Make every entry under these tags a miss.

        This process knows at once, before anything is awaited. Gives whether the others will know,
        too; if not, they are told once that is possible again, as long as this process lives.
        """

    async def close(self) -> None:
        """End what runs behind it."""


class TagTable:
    """What this process knows of versions, and whether that can be trusted now.

    Args:
        bound: Tags remembered; the one unused for longest is forgotten, and its entries with it.
        clock: Seconds, monotonic.

    Attributes:
        epoch: Grows with every change, so that an entry that was checked since needs no check.
        trusted_until: Until then every invalidation is known to have been heard.
        valid_from: What was checked before is not valid any more, whatever its versions.
        shared: Whether versions are those that the whole fleet goes by, now.
    """

    def __init__(
        self, *, bound: int = 100_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.bound = bound
        self.clock = clock
        self.epoch = 0
        self.trusted_until = float("inf")
        self.valid_from = float("-inf")
        self.shared = False
        self._known: OrderedDict[str, Tag] = OrderedDict()

    def version(self, name: str) -> int | None:
        """The version of a tag, None when it is not known here."""
        tag = self._known.get(name)
        return None if tag is None else tag.version

    def versions(self, names: tuple[str, ...]) -> tuple[int, ...] | None:
        """The versions of tags, None unless all are known here."""
        found = []
        for name in names:
            tag = self._known.get(name)
            if tag is None:
                return None
            self._known.move_to_end(name)
            found.append(tag.version)
        return tuple(found)

    def learn(self, name: str, version: int, position: Position | None) -> None:
        """Take a version over unless a later one is known."""
        tag = self._known.get(name)
        if tag is not None and tag.version >= version:
            return
        if tag is not None:
            self.epoch += 1
        self._set(name, version, position)

    def invalidated(self, name: str, version: int, position: Position | None) -> None:
        """Take over the version of a write, and have every entry checked again.

        Also for a tag that is not known here (any more): entries may still stand under it.
        """
        self.epoch += 1
        self.learn(name, version, position)

    def force(self, name: str, version: int, position: Position | None) -> None:
        """Put a version of our own in the place of a known one, whichever is later."""
        self.epoch += 1
        self._set(name, version, position)

    def _set(self, name: str, version: int, position: Position | None) -> None:
        tag = self._known.get(name)
        there = None if tag is None else tag.position
        if there is not None and (position is None or there.follows(position)):
            position = there
        self._known[name] = Tag(version, position)
        self._known.move_to_end(name)
        if len(self._known) > self.bound:
            self._known.popitem(last=False)

    def knows(self, name: str) -> bool:
        """Whether a tag's version is known here."""
        return name in self._known

    def forget_all(self) -> None:
        """Know nothing, and let nothing that was checked before be valid."""
        self._known.clear()
        self.epoch += 1
        self.valid_from = self.clock()

    def holds(self, entry: Entry, now: float) -> bool:
        """Whether no invalidation made the entry a miss, as far as can be known."""
        if not entry.tags:
            entry.epoch = self.epoch
            return True
        if now > self.trusted_until and not (
            entry.loaded_here and now <= entry.checked + UNHEARD_SECONDS
        ):
            return False
        if entry.epoch == self.epoch:
            return True
        if entry.checked < self.valid_from or not self.accepts(
            entry.tags, entry.versions, entry.position
        ):
            return False
        entry.epoch = self.epoch
        return True

    def accepts(
        self, names: tuple[str, ...], versions: tuple[int, ...], position: Position | None
    ) -> bool:
        """Whether versions are the known ones, and a snapshot contains the tags' last writes."""
        for name, version in zip(names, versions, strict=True):
            tag = self._known.get(name)
            if tag is None or tag.version != version:
                return False
            if not (tag.position is None or position is None or position.follows(tag.position)):
                return False
        return True


class MemoryTags:
    """Versions for one process.

    Args:
        bound: Tags remembered.
        clock: Seconds, monotonic.
    """

    def __init__(
        self, *, bound: int = 100_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.table = TagTable(bound=bound, clock=clock)
        # Never the same number twice: a tag that was forgotten comes back as another version.
        self._numbers = count(1)

    async def current(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The versions of tags, to be taken before a load begins."""
        for name in names:
            if not self.table.knows(name):
                self.table.learn(name, next(self._numbers), None)
        # None only if the bound is smaller than one entry's tags; such an entry is never valid.
        return self.table.versions(names) or (0,) * len(names)

    async def invalidate(self, names: Collection[str], position: Position | None = None) -> bool:
        """Make every entry under these tags a miss."""
        for name in names:
            self.table.invalidated(name, next(self._numbers), position)
        return True

    async def close(self) -> None:
        """Nothing runs behind it."""
