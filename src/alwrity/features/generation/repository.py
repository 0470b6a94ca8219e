"""The rows of generations."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, and_, bindparam, delete, func, insert, select

from alwrity.database import Glance, ReadSession, WriteSession
from alwrity.errors import NotFoundError
from alwrity.features.generation.events import Event, dump
from alwrity.features.generation.states import ENDED, State
from alwrity.group_commit import Row as NewRow
from alwrity.jobs.fair import in_turn
from alwrity.jobs.queue import job_row, running
from alwrity.models.base import now
from alwrity.models.content import Brief, Source
from alwrity.models.generation import Generation, GenerationEvent, Section
from alwrity.models.jobs import Job

QUEUE = "generation"
RUN = "generation.run"
COMPACT = "generation.compact"
_LOG_KEPT = timedelta(hours=1)
#: More events than any log has.
ALL = 1_000_000_000
_JOB, _GENERATION, _EVENT, _SECTION = (
    cast("Table", model.__table__) for model in (Job, Generation, GenerationEvent, Section)
)


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
        raise missing(generation_id)
    return row


_STANDING = select(
    *(_GENERATION.c[name] for name in ("state", "outline", "provider", "started_at"))
).where(
    _GENERATION.c.workspace_id == bindparam("of_workspace"),
    _GENERATION.c.id == bindparam("of_generation"),
)


async def standing(session: Glance, workspace_id: UUID, generation_id: UUID) -> Row[Any]:
    """State, outline, provider and `started_at` of a generation.

    Raises:
        NotFoundError: When it is not in this workspace.
    """
    key = {"of_workspace": workspace_id, "of_generation": generation_id}
    row = (await session.execute(_STANDING, key)).one_or_none()
    if row is None:
        raise missing(generation_id)
    return row


def missing(generation_id: UUID) -> NotFoundError:
    """There is no such generation, or none that this caller may know of."""
    return NotFoundError(f"There is no generation {str(generation_id)!r} in your workspace.")


_FENCE = select(_GENERATION.c.fence).where(
    _GENERATION.c.workspace_id == bindparam("of_workspace"),
    _GENERATION.c.id == bindparam("of_generation"),
)


async def fence_of(session: Glance, workspace_id: UUID, generation_id: UUID) -> int | None:
    """The fencing token that counts now."""
    fence: int | None = await session.scalar(
        _FENCE, {"of_workspace": workspace_id, "of_generation": generation_id}
    )
    return fence


async def brief_with_sources(
    session: ReadSession, workspace_id: UUID, brief_id: UUID
) -> tuple[Brief, Sequence[Source]]:
    """A brief that there is, and its sources, in order."""
    brief = await session.get_one(Brief, (workspace_id, brief_id))
    return brief, await sources_of(session, workspace_id, brief_id)


async def sources_of(session: ReadSession, workspace_id: UUID, brief_id: UUID) -> Sequence[Source]:
    """The sources of a brief, in order."""
    rows = await session.scalars(
        select(Source)
        .where(Source.workspace_id == workspace_id, Source.brief_id == brief_id)
        .order_by(Source.position)
    )
    return rows.all()


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


_WRITTEN = (
    select(_SECTION.c.text, _SECTION.c.last_seq)
    .where(
        _SECTION.c.workspace_id == bindparam("of_workspace"),
        _SECTION.c.generation_id == bindparam("of_generation"),
    )
    .order_by(_SECTION.c.position)
)


async def written_sections(
    session: Glance, workspace_id: UUID, generation_id: UUID
) -> tuple[str, int]:
    """The text of the finished sections, and the number of the last event within it."""
    key = {"of_workspace": workspace_id, "of_generation": generation_id}
    rows = (await session.execute(_WRITTEN, key)).all()
    return "".join(row.text for row in rows), rows[-1].last_seq if rows else 0


async def cut_off(session: ReadSession, workspace_id: UUID, generation_id: UUID) -> list[int]:
    """Positions of the finished sections that the model did not end by itself."""
    rows = await session.scalars(
        select(Section.position)
        .where(
            Section.workspace_id == workspace_id,
            Section.generation_id == generation_id,
            Section.cut_off,
        )
        .order_by(Section.position)
    )
    return list(rows.all())


_EVENTS = (
    select(_EVENT.c.seq, _EVENT.c.type, _EVENT.c.data)
    .where(
        _EVENT.c.workspace_id == bindparam("of_workspace"),
        _EVENT.c.generation_id == bindparam("of_generation"),
        _EVENT.c.seq > bindparam("seq"),
    )
    .order_by(_EVENT.c.seq)
    .limit(bindparam("count"))
)


async def events_after(
    session: Glance,
    workspace_id: UUID,
    generation_id: UUID,
    seq: int,
    limit: int = 10_000,
) -> list[Event]:
    """Events of the log behind `seq`, in order."""
    key = {"of_workspace": workspace_id, "of_generation": generation_id, "seq": seq,
           "count": limit}  # fmt: skip
    rows = await session.execute(_EVENTS, key)
    return [Event(*row) for row in rows]


_BOUNDS = select(func.min(_EVENT.c.seq), func.max(_EVENT.c.seq)).where(
    _EVENT.c.workspace_id == bindparam("of_workspace"),
    _EVENT.c.generation_id == bindparam("of_generation"),
)


async def seq_bounds(session: Glance, workspace_id: UUID, generation_id: UUID) -> tuple[int, int]:
    """The first and last number in the log; (0, 0) when it is empty."""
    key = {"of_workspace": workspace_id, "of_generation": generation_id}
    first, last = (await session.execute(_BOUNDS, key)).one()
    return first or 0, last or 0


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


def compaction(workspace_id: UUID, generation_id: UUID) -> NewRow:
    """The job that compacts the log once clients have had time to resume.

    At every end a new one: compacting twice changes nothing.
    """
    return Job, job_row(
        COMPACT, workspace_id, {"generation_id": generation_id.hex},
        queue="default", run_at=now() + _LOG_KEPT,
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


_WAITING = and_(_JOB.c.state == "queued", _JOB.c.queue == QUEUE, _JOB.c.name == RUN)
_COUNT = select(_JOB.c.workspace_id, func.count()).where(_WAITING).group_by(_JOB.c.workspace_id)
_QUEUE = (
    select(_JOB.c.workspace_id, _JOB.c.payload)
    .where(_WAITING)
    .order_by(_JOB.c.run_at, _JOB.c.id)
    .limit(10_000)
)


async def waiting(session: Glance) -> dict[UUID, int]:
    """How many generations wait for a worker, by workspace."""
    return {row[0]: row[1] for row in await session.execute(_COUNT)}


async def queue(session: ReadSession) -> tuple[list[UUID], int]:
    """The generations that wait for a worker, in all workspaces, and how many are under way.

    The next one is the first; workspaces take turns.
    """
    under_way = await running(session, QUEUE)
    rows = [
        (workspace_id, UUID(payload["generation_id"]))
        for workspace_id, payload in await session.execute(_QUEUE)
    ]
    return in_turn(rows, under_way), sum(under_way.values())


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


def has_ended(state: str) -> bool:
    """Whether nothing more will come."""
    return State(state) in ENDED
