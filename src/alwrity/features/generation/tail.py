"""Listening to a generation: snapshot or replay first, then what is committed, as it comes.

The listener subscribes before it reads the log, so nothing falls between the two. Whenever it may
have missed something (a gap, a full queue, a second of silence) it reads the log again: a lost
message costs a second, never a character. No session is held while it waits.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import UUID

from alwrity.auth import Caller
from alwrity.database import Glance
from alwrity.errors import UnavailableError
from alwrity.features.generation import repository
from alwrity.features.generation.events import LAST_TYPES, Event, encode, topic, waits
from alwrity.features.generation.places import Place, Places
from alwrity.features.generation.states import State
from alwrity.features.generation.takeover import snapshot
from alwrity.models.base import now
from alwrity.runtime import Runtime

_POLL_SECONDS = 1.0
_KEEP_ALIVE_SECONDS = 15.0
# One that began so lately is told event by event: its log is short, and a snapshot costs more.
_YOUNG = timedelta(seconds=0.5)


async def open_tail(
    runtime: Runtime, places: Places, caller: Caller, generation_id: UUID, after: int | None
) -> AsyncIterator[bytes] | None:
    """Server-sent events until the generation ends; None when the client has seen them all.

    Args:
        runtime: What the process owns.
        places: Where generations are in the queue.
        caller: Who listens.
        generation_id: What to listen to.
        after: The last id that the client has; None for a snapshot first.

    Raises:
        NotFoundError: When it is not in the caller's workspace.
    """
    listener = _Listener(runtime, places, caller, generation_id)
    if not await listener.look(after):
        return None
    return listener.listen(after)


class _Listener:
    def __init__(
        self, runtime: Runtime, places: Places, caller: Caller, generation_id: UUID
    ) -> None:
        self._runtime = runtime
        self._places = places
        self._workspace_id = caller.workspace_id
        self._id = generation_id
        self._seq = 0
        self._place: Place | None = None
        self._queued = True
        self._fresh = self._started = False

    async def look(self, after: int | None) -> bool:
        """Whether there is something to tell."""
        async with self._runtime.database.glance() as session:
            row = await repository.standing(session, self._workspace_id, self._id)
            self._started = row.started_at is not None
            young = row.started_at is None or now() - row.started_at < _YOUNG
            rests = repository.has_ended(row.state) or row.state == State.AWAITING_OUTLINE
            self._fresh = young and not rests
            if after is None or not repository.has_ended(row.state):
                return True
            _, last = await repository.seq_bounds(session, self._workspace_id, self._id)
            return after < last

    async def listen(self, after: int | None) -> AsyncIterator[bytes]:
        """Tell everything behind `after`, as it comes."""
        with self._runtime.broker.subscribe(topic(self._id)) as subscription:
            # Shielded: a client that hangs up must not cancel a statement half-way through.
            told, events = await asyncio.shield(self._begin(after))
            deadline = time.monotonic() + self._runtime.settings.server.stream_seconds
            quiet_since = time.monotonic()
            while time.monotonic() < deadline and not self._runtime.draining:
                if events or told:
                    quiet_since = time.monotonic()
                    yield told + b"".join(event.encode() for event in events)
                if events and events[-1].type in LAST_TYPES:
                    return
                if time.monotonic() - quiet_since > _KEEP_ALIVE_SECONDS:
                    quiet_since = time.monotonic()
                    yield b": keep-alive\n\n"
                message = await subscription.next(_POLL_SECONDS)
                if isinstance(message, Event) and message.seq == self._seq + 1:
                    told, events = b"", [message]
                    self._take(events)
                else:
                    told, events = await asyncio.shield(self._catch_up(message))
            # Told to come back, perhaps to another server: the client resumes by its last id.
            yield b"retry: 500\n\n"

    async def _begin(self, after: int | None) -> tuple[bytes, Sequence[Event]]:
        if self._fresh and after is None:
            # Nothing, or little, is written yet. What came since leaves a gap, which is filled.
            summary = {"state": State.QUEUED, "outline": None, "provider": None}
            began = encode("snapshot", {"text": "", "seq": 0, **summary}, 0)
            if not self._started:
                return began + await self._waiting(), []
            told, events = await self._catch_up(None)
            return began + told, events
        async with self._runtime.database.glance() as session:
            first = 0
            if after is not None:
                first, _ = await repository.seq_bounds(session, self._workspace_id, self._id)
            # Each statement sees what is committed by then. The text comes before the state: one
            # that is newer than the text is told once more, an older one would stay the last.
            resumes = after is not None and after + 1 >= first
            text, seq = ("", 0) if resumes else await self._written(session)
            row = await repository.standing(session, self._workspace_id, self._id)
            self._queued = row.state == State.QUEUED
            if resumes:
                self._seq, began = after or 0, b": resumed\n\n"
            else:
                self._seq = seq
                if repository.has_ended(row.state):
                    # Now nothing follows any more; the last event tells how it ended.
                    text, seq = await self._written(session)
                    self._seq = max(0, seq - 1)
                summary = {"state": row.state, "outline": row.outline, "provider": row.provider}
                began = encode("snapshot", {"text": text, "seq": self._seq, **summary}, self._seq)
        told, events = await self._catch_up(None)
        return began + told, events

    async def _written(self, session: Glance) -> tuple[str, int]:
        return await snapshot(session, self._workspace_id, self._id)

    async def _catch_up(self, message: object | None) -> tuple[bytes, Sequence[Event]]:
        if isinstance(message, Event) and message.seq <= self._seq:
            return b"", []
        try:
            async with self._runtime.database.glance() as session:
                events = await repository.events_after(
                    session, self._workspace_id, self._id, self._seq
                )
            if events:
                self._take(events)
                return b"", events
            return await self._waiting(), []
        except UnavailableError:
            # The listener stays: the next look, a second later, finds what came meanwhile.
            return b"", []

    def _take(self, events: Sequence[Event]) -> None:
        self._seq, self._queued = events[-1].seq, waits(events[-1])
        if self._queued:
            self._place = None  # whatever it was told before, it is told anew

    async def _waiting(self) -> bytes:
        if not self._queued:
            return b""
        place = await self._places.of(self._id)
        if place is None or place == self._place:
            return b""
        self._place = place
        return encode(
            "queued",
            {"position": place.position, "expected_wait_seconds": place.expected_wait_seconds},
        )
