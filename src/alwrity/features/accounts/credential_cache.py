"""The callers of credentials that were valid a moment ago, in this process."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from alwrity.auth import Caller


@dataclass(frozen=True, slots=True)
class _Entry:
    caller: Caller
    row_id: UUID
    until: float


class CredentialCache:
    """Bounded; an entry lives for seconds, and no longer than its credential.

    Only valid credentials are remembered: wrong ones are free to invent, and would push out the
    good ones. Tokens are not kept, only their digests, so that looking one up tells nothing by
    time.

    Args:
        clock: Seconds, monotonic.
        size: Entries at most; the one unused for longest goes first.
    """

    def __init__(self, *, clock: Callable[[], float], size: int) -> None:
        self._clock = clock
        self._size = size
        self._entries: OrderedDict[bytes, _Entry] = OrderedDict()
        self._epoch = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def epoch(self) -> int:
        """Changes whenever something is forgotten."""
        return self._epoch

    def get(self, digest: bytes) -> Caller | None:
        """The caller, if the entry is still good."""
        entry = self._entries.get(digest)
        if entry is None:
            return None
        if entry.until <= self._clock():
            del self._entries[digest]
            return None
        self._entries.move_to_end(digest)
        return entry.caller

    def put(self, digest: bytes, caller: Caller, row_id: UUID, *, until: float, epoch: int) -> None:
        """Remember until the clock says `until`.

        Args:
            epoch: As it was before the credential was looked up. If something was forgotten
                meanwhile, that may have been what was looked up: then nothing is remembered.
        """
        if epoch != self._epoch:
            return
        self._entries[digest] = _Entry(caller, row_id, until)
        self._entries.move_to_end(digest)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)

    def forget_credential(self, row_id: UUID) -> None:
        """Forget one session or key."""
        self._forget(lambda entry: entry.row_id == row_id)

    def forget_member(self, member_id: UUID) -> None:
        """Forget all sessions and keys of a member."""
        self._forget(lambda entry: entry.caller.member_id == member_id)

    def _forget(self, matches: Callable[[_Entry], bool]) -> None:
        self._epoch += 1
        for digest in [digest for digest, entry in self._entries.items() if matches(entry)]:
            del self._entries[digest]
