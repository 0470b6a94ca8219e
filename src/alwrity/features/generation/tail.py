"""Listening to a generation: snapshot or replay first, then what is committed, as it comes.

The listener subscribes before it reads the log, so nothing falls between the two. Whenever it may
have missed something (a gap, a full queue, a second of silence) it reads the log again: a lost
message costs a second, never a character. No session is held while it waits.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from uuid import UUID

from alwrity.auth import Caller
from alwrity.database import ReadSession
from alwrity.errors import UnavailableError
from alwrity.features.generation import repository, service
from alwrity.features.generation.events import LAST_TYPES, Event, encode, topic
from alwrity.features.generation.states import State
from alwrity.features.generation.takeover import snapshot
from alwrity.models.generation import Generation
from alwrity.runtime import Runtime
from alwrity.scaling.streams.memory import MemorySubscription

_POLL_SECONDS = 1.0
_KEEP_ALIVE_SECONDS = 15.0


async def is_over(runtime: Runtime, caller: Caller, generation_id: UUID, after: int | None) -> bool:
    """Whether the generation has ended and the client has already seen its last event.

    Raises:
        NotFoundError: When it is not in the caller's workspace.
    """
    async with runtime.database.read() as session:
        row = await repository.get(session, caller.workspace_id, generation_id)
        if after is None or not repository.has_ended(row):
            return False
        _, last = await repository.seq_bounds(session, row.workspace_id, row.id)
        return after >= last


async def tail(
    runtime: Runtime, caller: Caller, generation_id: UUID, after: int | None
) -> AsyncIterator[bytes]:
    """Server-sent events until the generation ends.

    Args:
        after: The last id that the client has; None for a snapshot first.
    """
    listener = _Listener(runtime, caller, generation_id)
    with runtime.broker.subscribe(topic(generation_id)) as subscription:
        async for chunk in listener.listen(subscription, after):
            yield chunk


class _Listener:
    def __init__(self, runtime: Runtime, caller: Caller, generation_id: UUID) -> None:
        self._runtime = runtime
        self._caller = caller
        self._id = generation_id
        self._seq = 0
        self._place: tuple[int | None, float | None] | None = None
        self._queued = True

    async def listen(
        self, subscription: MemorySubscription, after: int | None
    ) -> AsyncIterator[bytes]:
        # Shielded: a client that hangs up must not cancel a statement half-way through.
        yield await asyncio.shield(self._begin(after))
        deadline = time.monotonic() + self._runtime.settings.server.stream_seconds
        quiet_since = time.monotonic()
        message: object | None = None
        while time.monotonic() < deadline and not self._runtime.draining:
            events, waiting = await asyncio.shield(self._next(message))
            if events or waiting:
                quiet_since = time.monotonic()
                yield waiting + b"".join(event.encode() for event in events)
            if events and events[-1].type in LAST_TYPES:
                return
            if time.monotonic() - quiet_since > _KEEP_ALIVE_SECONDS:
                quiet_since = time.monotonic()
                yield b": keep-alive\n\n"
            message = await subscription.next(_POLL_SECONDS)
        # Told to come back, perhaps to another server: the client resumes by its last id.
        yield b"retry: 500\n\n"

    async def _begin(self, after: int | None) -> bytes:
        async with self._runtime.database.read() as session:
            row = await repository.get(session, self._caller.workspace_id, self._id)
            first, _ = await repository.seq_bounds(session, row.workspace_id, row.id)
            if after is not None and after + 1 >= first:
                self._seq = after
                return b": resumed\n\n"
            text, seq = await snapshot(session, row.workspace_id, row.id)
            if repository.has_ended(row):
                # The last event, which tells how it ended, still follows the snapshot.
                seq = max(0, seq - 1)
            self._seq = seq
            return encode("snapshot", {"text": text, "seq": seq, **_summary(row)}, seq)

    async def _next(self, message: object | None) -> tuple[list[Event], bytes]:
        if isinstance(message, Event) and message.seq <= self._seq:
            return [], b""
        if isinstance(message, Event) and message.seq == self._seq + 1:
            self._seq = message.seq
            return [message], b""
        try:
            async with self._runtime.database.read() as session:
                events = await repository.events_after(
                    session, self._caller.workspace_id, self._id, self._seq
                )
                if events:
                    self._seq = events[-1].seq
                    return events, b""
                return [], await self._waiting(session) if self._queued else b""
        except UnavailableError:
            # The listener stays: the next look, a second later, finds what came meanwhile.
            return [], b""

    async def _waiting(self, session: ReadSession) -> bytes:
        row = await service.view(session, self._caller, self._id)
        if row.state is not State.QUEUED:
            self._queued = False
            return b""
        place = (row.position, row.expected_wait_seconds)
        if place == self._place:
            return b""
        self._place = place
        return encode("queued", {"position": place[0], "expected_wait_seconds": place[1]})


def _summary(row: Generation) -> dict[str, object]:
    return {"state": row.state, "outline": row.outline, "provider": row.provider}
