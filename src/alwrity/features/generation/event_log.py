"""The log of events: committed first, then shown.

All generations of a worker share one commit every few milliseconds, one statement whatever their
number. Each row is inserted only where the generation still carries the writer's fencing token:
after a stop, or when another worker took over, a late writer inserts nothing and learns of it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import select, text

from alwrity.database import Database, WriteSession
from alwrity.errors import UnavailableError
from alwrity.features.generation.events import Event, dump, topic
from alwrity.models.generation import Generation
from alwrity.scaling.streams.memory import MemoryBroker

log = structlog.get_logger(__name__)

# A connection may break while it commits: then the same events come once more, and must not be an
# error. Whoever holds the fence is the only one who uses its numbers.
_INSERT = {
    "sqlite": text("""
        INSERT INTO generation_event (workspace_id, generation_id, seq, type, data)
        SELECT g.workspace_id, g.id, json_extract(r.value, '$.s'), json_extract(r.value, '$.t'),
               json_extract(r.value, '$.d')
        FROM json_each(:rows) AS r
        JOIN generation AS g ON g.workspace_id = json_extract(r.value, '$.w')
          AND g.id = json_extract(r.value, '$.g') AND g.fence = json_extract(r.value, '$.f')
        WHERE true
        ON CONFLICT (workspace_id, generation_id, seq)
          DO UPDATE SET type = excluded.type, data = excluded.data
        RETURNING generation_id"""),
    # FOR SHARE makes a stop that runs at the same time wait, or us see its new fence.
    "postgresql": text("""
        WITH r AS (
          SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb))
            AS r(w uuid, g uuid, f int, s int, t text, d text)),
        held AS (
          SELECT workspace_id, id, fence FROM generation
          WHERE (workspace_id, id, fence) IN (SELECT w, g, f FROM r)
          ORDER BY id FOR SHARE)
        INSERT INTO generation_event (workspace_id, generation_id, seq, type, data)
        SELECT r.w, r.g, r.s, r.t, r.d FROM r
        JOIN held ON held.workspace_id = r.w AND held.id = r.g AND held.fence = r.f
        ON CONFLICT (workspace_id, generation_id, seq)
          DO UPDATE SET type = excluded.type, data = excluded.data
        RETURNING generation_id"""),
}


class FenceLostError(Exception):
    """The generation was stopped, or another worker has it; this one must write no more."""


class EventLog:
    """The log of all generations that this process writes.

    Args:
        database: Where the log is.
        broker: Shows what was committed.
        flush_seconds: Between two commits.
    """

    def __init__(self, database: Database, broker: MemoryBroker, flush_seconds: float) -> None:
        self._database = database
        self._broker = broker
        self._flush_seconds = flush_seconds
        self._statement = _INSERT["sqlite" if database.is_sqlite else "postgresql"]
        self._dirty: set[LogWriter] = set()
        self._wake = asyncio.Event()
        self._commits = asyncio.Lock()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Commit in the background while the block runs, and what is left at its end."""
        task = asyncio.create_task(self._flush_forever())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            with suppress(UnavailableError):
                await self.flush()

    def writer(self, workspace_id: UUID, generation_id: UUID, fence: int, seq: int) -> "LogWriter":
        """A writer that goes on behind `seq`."""
        return LogWriter(self, workspace_id, generation_id, fence, seq)

    def mark(self, writer: "LogWriter") -> None:
        """Note that a writer has something to commit."""
        self._dirty.add(writer)
        self._wake.set()

    async def _flush_forever(self) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(self._flush_seconds)
            try:
                await self.flush()
            except UnavailableError:
                # Nothing was shown and nothing is lost: the next round commits the same events.
                await asyncio.sleep(1)
            except Exception:  # this task must outlive any one failure
                log.exception("event_log_flush_failed")
                await asyncio.sleep(1)

    async def flush(self) -> None:
        """Commit and show what all writers have pending."""
        async with self._commits:
            self._wake.clear()
            batch = [(writer, writer.take()) for writer in self._dirty]
            self._dirty = set()
            batch = [(writer, events) for writer, events in batch if events]
            if not batch:
                return
            try:
                async with self._database.write() as session:
                    held = await self._insert(session, batch)
            except BaseException:  # a cancellation too must not lose what waits
                for writer, events in batch:
                    writer.give_back(events)
                raise
            for writer, events in batch:
                if writer.generation_id in held:
                    self._show(writer, events)
                else:
                    writer.lose()

    async def transaction(
        self, writer: "LogWriter", work: Callable[[WriteSession], Awaitable[Any]]
    ) -> Any:
        """Commit a writer's pending events together with `work`, then show them.

        Raises:
            FenceLostError: When the generation is not the writer's any more; nothing is changed.
        """
        async with self._commits:
            before = events = writer.take()
            self._dirty.discard(writer)
            seq = writer.seq
            try:
                async with self._database.write() as session:
                    await self._require_fence(session, writer)
                    result = await work(session)
                    # What `work` itself appended belongs to the same commit.
                    events = [*before, *writer.take()]
                    if events:
                        await self._insert(session, [(writer, events)])
            except FenceLostError:
                writer.lose()
                raise
            except BaseException:  # a cancellation too
                # What `work` appended tells of a change that did not happen, such as the end.
                writer.cut(seq)
                writer.give_back(before)
                raise
            self._show(writer, events)
            return result

    async def _require_fence(self, session: WriteSession, writer: "LogWriter") -> None:
        fence = await session.scalar(
            select(Generation.fence)
            .where(
                Generation.workspace_id == writer.workspace_id,
                Generation.id == writer.generation_id,
            )
            .with_for_update()
        )
        if fence != writer.fence:
            raise FenceLostError

    async def _insert(
        self, session: WriteSession, batch: list[tuple["LogWriter", list[Event]]]
    ) -> set[UUID]:
        rows = [
            {"w": writer.key[0], "g": writer.key[1], "f": writer.fence,
             "s": event.seq, "t": event.type, "d": event.data}
            for writer, events in batch for event in events
        ]  # fmt: skip
        result = await session.execute(self._statement, {"rows": orjson.dumps(rows).decode()})
        return {value if isinstance(value, UUID) else UUID(value) for (value,) in result}

    def _show(self, writer: "LogWriter", events: list[Event]) -> None:
        name = topic(writer.generation_id)
        for event in events:
            self._broker.publish(name, event)


class LogWriter:
    """One generation's pen. Tokens that come within one commit become one event."""

    def __init__(
        self, log_: EventLog, workspace_id: UUID, generation_id: UUID, fence: int, seq: int
    ) -> None:
        self._log = log_
        self.workspace_id = workspace_id
        self.generation_id = generation_id
        self.fence = fence
        self.seq = seq
        self.key = (workspace_id.hex, generation_id.hex)
        self.lost = asyncio.Event()
        self._pending: list[Event] = []
        self._tokens: list[str] = []

    def token(self, piece: str) -> None:
        """Append a piece of text.

        Raises:
            FenceLostError: When the generation is not ours any more.
        """
        self._require_held()
        self._tokens.append(piece)
        self._log.mark(self)

    def append(self, event_type: str, **data: Any) -> None:
        """Append an event.

        Raises:
            FenceLostError: When the generation is not ours any more.
        """
        self._require_held()
        self._close_token()
        self._add(event_type, dump(data))
        self._log.mark(self)

    @property
    def backlog(self) -> int:
        """How much waits for its commit, in events and pieces of text."""
        return len(self._pending) + len(self._tokens)

    async def transaction(self, work: Callable[[WriteSession], Awaitable[Any]]) -> Any:
        """See `EventLog.transaction`."""
        return await self._log.transaction(self, work)

    def take(self) -> list[Event]:
        """What is pending; the caller commits it or gives it back."""
        self._close_token()
        events, self._pending = self._pending, []
        return events

    def give_back(self, events: list[Event]) -> None:
        """Put events back whose commit failed, before what came since."""
        self._pending = [*events, *self._pending]
        if self._pending:
            self._log.mark(self)

    def cut(self, seq: int) -> None:
        """Forget what was appended behind `seq`."""
        self._pending.clear()
        self._tokens.clear()
        self.seq = seq

    def lose(self) -> None:
        """Note that the fence is not ours; every further append raises."""
        self._pending.clear()
        self._tokens.clear()
        self.lost.set()

    def _require_held(self) -> None:
        if self.lost.is_set():
            raise FenceLostError

    def _close_token(self) -> None:
        if self._tokens:
            piece = "".join(self._tokens)
            self._tokens = []
            self._add("token", dump({"text": piece}))

    def _add(self, event_type: str, data: str) -> None:
        self.seq += 1
        self._pending.append(Event(self.seq, event_type, data))
