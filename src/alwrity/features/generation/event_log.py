"""The log of events: committed first, then shown.

All generations of a worker share one commit every few milliseconds, a handful of statements
whatever their number. What a generation changes beside its log, such as a checkpoint, goes into the
same commit as the events before it. Nothing is written where the generation does not carry the
writer's fencing token any more: after a stop, or when another worker took over, a late writer
writes nothing and learns of it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import TextClause, text

from alwrity.database import WriteSession
from alwrity.errors import UnavailableError
from alwrity.features.generation import checkpoints
from alwrity.features.generation.endings import end_all
from alwrity.features.generation.events import Event, topic
from alwrity.features.generation.log_writer import FenceLostError, LogWriter, Pending
from alwrity.features.generation.states import State
from alwrity.group_commit import GroupCommit, apply
from alwrity.models.base import now
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


# Those that still carry their writer's fence, held until the commit, and their states.
_HOLD = {
    "sqlite": text("""
        SELECT g.id, g.state FROM json_each(:rows) AS r
        JOIN generation AS g ON g.workspace_id = json_extract(r.value, '$.w')
          AND g.id = json_extract(r.value, '$.g') AND g.fence = json_extract(r.value, '$.f')"""),
    "postgresql": text("""
        SELECT id, state FROM generation
        WHERE (workspace_id, id, fence) IN (
          SELECT w, g, f FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(w uuid, g uuid, f int))
        ORDER BY id FOR UPDATE"""),
}
# With so many writers at once, twice the time between two commits.
_MANY = 32
_Batch = Sequence[tuple[LogWriter, Pending]]


class EventLog:
    """The log of all generations that this process writes.

    Args:
        commits: Where changes are committed.
        broker: Shows what was committed.
        flush_seconds: Between two commits.
    """

    def __init__(self, commits: GroupCommit, broker: MemoryBroker, flush_seconds: float) -> None:
        self._commits = commits
        self._broker = broker
        self._flush_seconds = flush_seconds
        self._dirty: set[LogWriter] = set()
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._writing = 0

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

    def writer(self, workspace_id: UUID, generation_id: UUID, fence: int, seq: int) -> LogWriter:
        """A writer that goes on behind `seq`."""
        return LogWriter(self._mark, workspace_id, generation_id, fence, seq)

    def _mark(self, writer: LogWriter, hurry: bool) -> None:
        self._dirty.add(writer)
        self._wake.set()
        if hurry:
            self._hurry.set()

    async def _flush_forever(self) -> None:
        while True:
            await self._wake.wait()
            pause = self._flush_seconds * (1 + min(1, self._writing / _MANY))
            # Not `wait_for`: before Python 3.12 it loses a cancellation that comes with the event.
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._hurry.wait()
            self._hurry.clear()
            try:
                await self.flush()
            except UnavailableError:
                # Nothing was shown and nothing is lost: the next round commits the same events.
                await asyncio.sleep(1)
            except Exception:  # this task must outlive any one failure
                log.exception("event_log_flush_failed")
                await self._flush_each()

    async def flush(self) -> None:
        """Commit and show what all writers have pending.

        Raises:
            UnavailableError: When the database is away; everything waits for the next round.
        """
        await self._commits.run(self._flush_all)

    async def _flush_each(self) -> None:
        # One generation's fault must not hold up the others.
        for writer in list(self._dirty):
            try:
                await self._commits.run(partial(self._flush_these, {writer}))
            except UnavailableError:
                return
            except Exception as error:  # noqa: BLE001 - told to whoever writes it
                writer.lose(error)

    async def _flush_all(self, session: WriteSession) -> None:
        self._wake.clear()
        await self._flush_these(self._dirty, session)

    async def _flush_these(self, writers: set[LogWriter], session: WriteSession) -> None:
        # In one order for everybody: pieces are as old as their generations, and rows that several
        # transactions hold are held by age.
        in_order = sorted(writers, key=lambda writer: writer.generation_id)
        taken = [(writer, pending) for writer in in_order if (pending := writer.take())]
        self._dirty = self._dirty - writers
        self._writing = len(taken)
        for writer, pending in taken:
            session.after_rollback(partial(writer.give_back, pending))
        if any(pending.alters for _, pending in taken):
            states = await self._held(session, taken)
            held, batch = set(states), [entry for entry in taken if _id(entry) in states]
            batch = await self._change(session, batch, states)
            await self._insert(session, batch)
        else:  # events look after the fence themselves
            held = await self._insert(session, taken)
            batch = [entry for entry in taken if _id(entry) in held]
        for writer, pending in batch:
            session.after_commit(partial(self._show, writer, pending))
        for entry in taken:
            if _id(entry) not in held:
                entry[0].lose()

    async def _change(
        self, session: WriteSession, batch: _Batch, states: dict[UUID, str]
    ) -> list[tuple[LogWriter, Pending]]:
        """Change what is held; gives the same with the events that tell of it."""
        entries: list[tuple[LogWriter, Pending]] = []
        for writer, pending in batch:
            if pending.ending is not None and states[writer.generation_id] == State.DONE:
                # With our fence: the commit that ended it lost its connection, but took place.
                session.after_commit(partial(writer.confirm, ended=True))
            elif pending.ending is not None and writer.ended.cancelled():
                entries.append((writer, replace(pending, ending=None)))
            else:
                entries.append((writer, pending))
        endings = [pending.ending for _, pending in entries if pending.ending is not None]
        told = iter(await end_all(session, endings) if endings else [])
        # Behind the pieces' own time: one that is newer than its end was edited since.
        end = {"state": State.DONE, "ended_at": now(), "error": None}
        changed = [
            (writer, pending) if pending.ending is None else (writer, replace(
                pending, columns={**pending.columns, **end},
                events=[*pending.events, Event(writer.seq + 1, "done", next(told))],
            ))
            for writer, pending in entries
        ]  # fmt: skip
        await apply(session, [c for entry in changed for c in checkpoints.changes_of(*entry)])
        return changed

    async def transaction(
        self, writer: LogWriter, work: Callable[[WriteSession], Awaitable[Any]]
    ) -> Any:
        """Commit what a writer has pending together with `work`, then show its events.

        Raises:
            FenceLostError: When the generation is not the writer's any more; nothing is changed.
        """
        return await self._commits.run(partial(self._together, writer, work))

    async def _together(
        self, writer: LogWriter, work: Callable[[WriteSession], Awaitable[Any]],
        session: WriteSession,
    ) -> Any:  # fmt: skip
        if not await self._held(session, [(writer, Pending())]):
            writer.lose()
            raise FenceLostError
        before = writer.take()
        self._dirty.discard(writer)
        session.after_rollback(partial(writer.undo, before, writer.seq))
        await apply(session, checkpoints.changes_of(writer, before))
        result = await work(session)
        # What `work` itself appended belongs to the same commit.
        after = writer.take()
        told = Pending([*before.events, *after.events])
        await self._insert(session, [(writer, told)])
        await apply(session, checkpoints.changes_of(writer, after))
        session.after_commit(partial(self._show, writer, told))
        return result

    async def _held(self, session: WriteSession, batch: _Batch) -> dict[UUID, str]:
        rows = [{"w": writer.key[0], "g": writer.key[1], "f": writer.fence} for writer, _ in batch]
        return {_uuid(row[0]): row[1] for row in await _rows(session, _HOLD, rows)}

    async def _insert(self, session: WriteSession, batch: _Batch) -> set[UUID]:
        rows = [
            {"w": writer.key[0], "g": writer.key[1], "f": writer.fence,
             "s": event.seq, "t": event.type, "d": event.data}
            for writer, pending in batch for event in pending.events
        ]  # fmt: skip
        if not rows:
            return set()
        return {_uuid(each) for each in {row[0] for row in await _rows(session, _INSERT, rows)}}

    def _show(self, writer: LogWriter, pending: Pending) -> None:
        writer.confirm(ended=pending.ending is not None)
        name = topic(writer.generation_id)
        for event in pending.events:
            self._broker.publish(name, event)


def _id(entry: tuple[LogWriter, Pending]) -> UUID:
    return entry[0].generation_id


async def _rows(
    session: WriteSession, statement: dict[str, TextClause], rows: list[dict[str, Any]]
) -> Sequence[Any]:
    found = await session.execute(
        statement[session.get_bind().dialect.name], {"rows": orjson.dumps(rows).decode()}
    )
    return found.all()


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
