"""The rows of generations."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from alwrity.database import ReadSession, WriteSession
from alwrity.errors import NotFoundError
from alwrity.features.generation.events import Event, dump
from alwrity.features.generation.states import ENDED, State
from alwrity.jobs.queue import JobQueue, waiting_before
from alwrity.models.content import Brief, Source
from alwrity.models.generation import Generation, GenerationEvent, Section
from alwrity.models.jobs import Job

QUEUE = "generation"
RUN = "generation.run"
COMPACT = "generation.compact"
_LOG_KEPT = timedelta(hours=1)


async def get(
    session: ReadSession, workspace_id: UUID, generation_id: UUID, *, lock: bool = False
) -> Generation:
    """A generation, fresh from the database.

    Raises:
        NotFoundError: When it is not in this workspace.
    """
    statement = (
        select(Generation)
        .where(Generation.workspace_id == workspace_id, Generation.id == generation_id)
        .execution_options(populate_existing=True)
    )
    row = await session.scalar(statement.with_for_update() if lock else statement)
    if row is None:
        raise NotFoundError(f"There is no generation {str(generation_id)!r} in your workspace.")
    return row


async def fence_of(session: ReadSession, workspace_id: UUID, generation_id: UUID) -> int | None:
    """The fencing token that counts now."""
    return await session.scalar(
        select(Generation.fence).where(
            Generation.workspace_id == workspace_id, Generation.id == generation_id
        )
    )


async def brief_of(session: ReadSession, generation: Generation) -> tuple[Brief, Sequence[Source]]:
    """The brief and its sources, in order."""
    return await brief_with_sources(session, generation.workspace_id, generation.brief_id)


async def brief_with_sources(
    session: ReadSession, workspace_id: UUID, brief_id: UUID
) -> tuple[Brief, Sequence[Source]]:
    """A brief that there is, and its sources, in order."""
    brief = await session.get_one(Brief, (workspace_id, brief_id))
    sources = await session.scalars(
        select(Source)
        .where(Source.workspace_id == workspace_id, Source.brief_id == brief_id)
        .order_by(Source.position)
    )
    return brief, sources.all()


async def newest_of(
    session: ReadSession, workspace_id: UUID, content_id: UUID
) -> Generation | None:
    """The last generation of a piece."""
    return await session.scalar(
        select(Generation)
        .where(Generation.workspace_id == workspace_id, Generation.content_id == content_id)
        .order_by(Generation.id.desc())
        .limit(1)
    )


async def sections_of(
    session: ReadSession, workspace_id: UUID, generation_id: UUID
) -> Sequence[Section]:
    """The finished sections, in order."""
    rows = await session.scalars(
        select(Section)
        .where(Section.workspace_id == workspace_id, Section.generation_id == generation_id)
        .order_by(Section.position)
    )
    return rows.all()


async def events_after(
    session: ReadSession,
    workspace_id: UUID,
    generation_id: UUID,
    seq: int,
    limit: int | None = 10_000,
) -> list[Event]:
    """Events of the log behind `seq`, in order."""
    rows = await session.execute(
        select(GenerationEvent.seq, GenerationEvent.type, GenerationEvent.data)
        .where(
            GenerationEvent.workspace_id == workspace_id,
            GenerationEvent.generation_id == generation_id,
            GenerationEvent.seq > seq,
        )
        .order_by(GenerationEvent.seq)
        .limit(limit)
    )
    return [Event(*row) for row in rows]


async def seq_bounds(
    session: ReadSession, workspace_id: UUID, generation_id: UUID
) -> tuple[int, int]:
    """The first and last number in the log; (0, 0) when it is empty."""
    row = (
        await session.execute(
            select(func.min(GenerationEvent.seq), func.max(GenerationEvent.seq)).where(
                GenerationEvent.workspace_id == workspace_id,
                GenerationEvent.generation_id == generation_id,
            )
        )
    ).one()
    return row[0] or 0, row[1] or 0


async def append(
    session: WriteSession, generation: Generation, event_type: str, **data: Any
) -> Event:
    """Append an event without being the writer.

    The caller holds the row locked and has raised its fence, so no writer can use the same number.
    """
    _, last = await seq_bounds(session, generation.workspace_id, generation.id)
    event = Event(last + 1, event_type, dump(data))
    await session.execute(
        insert(GenerationEvent),
        [{"workspace_id": generation.workspace_id, "generation_id": generation.id,
          "seq": event.seq, "type": event.type, "data": event.data}],
    )  # fmt: skip
    return event


async def schedule_compaction(
    jobs: JobQueue, session: WriteSession, workspace_id: UUID, generation_id: UUID
) -> None:
    """Have the log compacted once clients have had time to resume."""
    await jobs.enqueue(
        session, COMPACT, workspace_id, {"generation_id": generation_id.hex},
        delay=_LOG_KEPT, unique_key=f"{COMPACT}:{generation_id}",
    )  # fmt: skip


async def compact(session: WriteSession, generation: Generation) -> None:
    """Drop what the sections tell as well; what a resumption needs stays."""
    sections = await sections_of(session, generation.workspace_id, generation.id)
    _, last = await seq_bounds(session, generation.workspace_id, generation.id)
    keep_from = last if generation.state == State.DONE else (
        sections[-1].last_seq + 1 if sections else 1
    )  # fmt: skip
    await session.execute(
        delete(GenerationEvent).where(
            GenerationEvent.workspace_id == generation.workspace_id,
            GenerationEvent.generation_id == generation.id,
            GenerationEvent.seq < keep_from,
        )
    )


async def waiting(session: ReadSession) -> int:
    """How many generations wait for a worker, in all workspaces."""
    count = await session.scalar(
        select(func.count())
        .select_from(Job)
        .where(Job.state == "queued", Job.queue == QUEUE, Job.name == RUN)
    )
    return count or 0


async def position(session: ReadSession, generation: Generation) -> int | None:
    """How many are before this one, from 0; None when it does not wait."""
    if generation.state != State.QUEUED:
        return None
    job = await session.scalar(
        select(Job).where(
            Job.workspace_id == generation.workspace_id,
            Job.unique_key == f"{RUN}:{generation.id}",
        )
    )
    if job is None:
        return None
    return await waiting_before(session, QUEUE, job.run_at, job.id)


async def recent_seconds(session: ReadSession) -> float | None:
    """How long the last twenty generations took on average; None when there were none."""
    rows = await session.execute(
        select(Generation.started_at, Generation.ended_at)
        .where(Generation.state == State.DONE, Generation.started_at.is_not(None))
        .order_by(Generation.created_at.desc())
        .limit(20)
    )
    took = [(end - start).total_seconds() for start, end in rows if start and end]
    return sum(took) / len(took) if took else None


def has_ended(generation: Generation) -> bool:
    """Whether nothing more will come."""
    return State(generation.state) in ENDED
