"""Where generations are in the queue: one look for all who wait, however many they are."""

import asyncio
import time
from dataclasses import dataclass
from uuid import UUID

from alwrity.database import Database, ReadSession
from alwrity.features.generation import repository

_MAX_AGE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue.

    Attributes:
        position: How many are before it.
        expected_wait_seconds: By the time that the last ones took, and how many are under way at
            once; None when there were none.
    """

    position: int
    expected_wait_seconds: float | None

    @classmethod
    def at(cls, position: int, under_way: int, seconds: float | None) -> "Place":
        """The place behind `position` others, with so many under way, each for `seconds`."""
        if seconds is None:
            return cls(position, None)
        # With nothing under way the first begins at once; else a place comes free as often as
        # those under way end.
        turns = (position + 1) / under_way if under_way else position
        return cls(position, round(turns * seconds, 1))


async def look(session: ReadSession) -> dict[UUID, Place]:
    """The places of all that wait."""
    ids, under_way = await repository.queue(session)
    seconds = await repository.recent_seconds(session) if ids else None
    return {
        generation_id: Place.at(position, under_way, seconds)
        for position, generation_id in enumerate(ids)
    }


class Places:
    """The places of all generations that wait, at most half a second old.

    Args:
        database: Where the queue is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._places: dict[UUID, Place] = {}
        self._looked = -_MAX_AGE_SECONDS
        self._looking = asyncio.Lock()

    async def of(self, generation_id: UUID) -> Place | None:
        """The place of one; None when it does not wait.

        Raises:
            UnavailableError: When the database is away.
        """
        if self._is_old():
            async with self._looking:  # who comes meanwhile shares the answer
                if self._is_old():
                    await self._look()
        return self._places.get(generation_id)

    def _is_old(self) -> bool:
        return time.monotonic() - self._looked >= _MAX_AGE_SECONDS

    async def _look(self) -> None:
        async with self._database.read() as session:
            self._places = await look(session)
        self._looked = time.monotonic()
