"""The tier in the process: bounded by bytes, cheap to hit."""

from collections import OrderedDict

from alwrity.scaling.cache.entry import Entry


class MemoryTier:
    """Entries of this process.

    CLOCK: a hit only sets a flag, and room is made from the oldest end, where what was used since
    gets a second round. (Moving an entry on each hit, as LRU does, costs a quarter more; a library
    in Rust costs as much as the flag.)

    Args:
        bytes_bound: All keys and values, with what Python needs around them.
        entry_bound: The largest entry; by default an eighth of all.
    """

    def __init__(self, bytes_bound: int, *, entry_bound: int | None = None) -> None:
        self.bytes_bound = bytes_bound
        self.entry_bound = bytes_bound // 8 if entry_bound is None else entry_bound
        self.bytes_used = 0
        self.evicted = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        # Bound once: a hit costs one call less.
        self.get = self._entries.get

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> bool:
        """Keep an entry in place of the one at its key; False when it is too large."""
        self.drop(entry.key)
        if entry.size > min(self.entry_bound, self.bytes_bound):
            return False
        self.bytes_used += entry.size
        self._entries[entry.key] = entry
        self._make_room(entry)
        return True

    def drop(self, key: str) -> None:
        """Forget what is at a key, if anything is."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.bytes_used -= entry.size

    def grow(self, entry: Entry, size: int) -> None:
        """Count `size` more bytes that an entry's memo holds."""
        if self._entries.get(entry.key) is entry:
            entry.size += size
            self.bytes_used += size
            self._make_room(entry)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.bytes_used = 0

    def _make_room(self, newest: Entry) -> None:
        if self.bytes_used <= self.bytes_bound:
            return
        newest.used = True  # else it would go first where all others were used
        entries = self._entries
        while self.bytes_used > self.bytes_bound:
            key, entry = entries.popitem(last=False)
            if entry.used:
                entry.used = False
                entries[key] = entry
            else:
                self.bytes_used -= entry.size
                self.evicted += 1
