"""What a tier outside the process promises: `RedisTier` is one."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from alwrity.scaling.cache.entry import Entry


class Turn(Enum):
    """Whose turn it is to load.

    Attributes:
        OURS: Ours; we hold the lock, and store what we load.
        THEIRS: Another process loads; look again a moment later.
        ANYONE: The last load could not be stored, or nobody can tell: load without storing there.
    """

    OURS = "ours"
    THEIRS = "theirs"
    ANYONE = "anyone"


@dataclass(slots=True)
class Lock:
    """The right to load a key.

    Attributes:
        key: Of the entry.
        versions: Part of the lock's name: who knows of a later write does not wait for an earlier
            load.
        token: Ours.
        turn: As told last.
    """

    key: str
    versions: str
    token: str
    turn: Turn = Turn.ANYONE


class FarTier(Protocol):
    """A tier that processes share. Nothing here raises: what fails is a miss, or not done.

    Attributes:
        renew_seconds: How often a lock is to be renewed.
    """

    renew_seconds: float

    async def get(self, key: str, now: float) -> Entry | None:
        """What is stored at a key, its times in this process's clock, checked `now`."""

    async def acquire(self, key: str, versions: tuple[int, ...]) -> Lock:
        """Try to get the right to load."""

    async def renew(self, lock: Lock) -> None:
        """Keep it for another while."""

    async def finish(self, lock: Lock, entry: Entry | None) -> None:
        """Store if the lock is still ours, and give it back; None: say that nothing was stored."""
