"""Taking a generation over: raise its fence, and find where the one before us stopped."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from alwrity.database import Database, ReadSession
from alwrity.features.generation import repository
from alwrity.features.generation.drafting import Assignment, Outline, Passage
from alwrity.features.generation.events import fold
from alwrity.features.generation.schemas import OutlinePlan, StoredBrief
from alwrity.features.generation.states import ENDED, State
from alwrity.jobs.queue import ClaimedJob
from alwrity.models.base import now
from alwrity.models.content import Source
from alwrity.models.generation import Section
from alwrity.models.jobs import Job
from alwrity.providers.metering import Metered

_NOTHING_TO_DO = ENDED | {State.AWAITING_OUTLINE}


@dataclass(slots=True)
class Run:
    """One generation while this process writes it.

    Attributes:
        text: The piece as far as it is committed.
        section_text: What of `text` belongs to the section that is not finished.
        seq: The last number in the log.
    """

    job: ClaimedJob
    workspace_id: UUID
    generation_id: UUID
    content_id: UUID
    author_id: UUID
    fence: int
    seq: int
    state: State
    confirm_outline: bool
    assignment: Assignment
    sources: list[Source]
    outline: Outline | None
    passages: list[Passage] | None
    meter: Metered
    started: float
    text: str = ""
    section_text: str = ""
    finished: list[Section] = field(default_factory=list)
    tokens: int = 0

    @property
    def cut_off(self) -> list[int]:
        """Positions of the sections that the model did not end by itself."""
        return [section.position for section in self.finished if section.cut_off]


async def take_over(
    database: Database, job: ClaimedJob, meter: Metered, started: float
) -> Run | None:
    """Make the generation ours; None when there is nothing to do or the job is not ours."""
    workspace_id, generation_id = job.workspace_id, UUID(job.payload["generation_id"])
    async with database.write() as session:
        held = await session.scalar(
            select(Job.id)
            .where(
                Job.workspace_id == workspace_id,
                Job.id == job.id,
                Job.fence == job.fence,
                Job.state == "running",
            )
            .with_for_update()
        )
        generation = await repository.get(session, workspace_id, generation_id, lock=True)
        if held is None or State(generation.state) in _NOTHING_TO_DO:
            return None
        generation.fence += 1
        generation.started_at = generation.started_at or now()
        brief, sources = await repository.brief_of(session, generation)
        sections = list(await repository.sections_of(session, workspace_id, generation_id))
        last_finished = sections[-1].last_seq if sections else 0
        text, tail, seq = await _text_of(
            session, workspace_id, generation_id, sections, last_finished
        )
        return Run(
            job=job,
            workspace_id=workspace_id,
            generation_id=generation_id,
            content_id=generation.content_id,
            author_id=generation.author_id,
            fence=generation.fence,
            seq=seq,
            state=State(generation.state),
            confirm_outline=generation.confirm_outline,
            assignment=StoredBrief.of(brief.data).assignment(),
            sources=list(sources),
            outline=_outline(generation.outline),
            passages=_passages(generation.passages),
            meter=meter,
            started=started,
            text=text,
            section_text=tail,
            finished=sections,
        )


async def _text_of(
    session: ReadSession,
    workspace_id: UUID,
    generation_id: UUID,
    sections: list[Section],
    after: int,
) -> tuple[str, str, int]:
    done = "".join(section.text for section in sections)
    events = await repository.events_after(session, workspace_id, generation_id, after, limit=None)
    _, last = await repository.seq_bounds(session, workspace_id, generation_id)
    text = fold(done, events)
    return text, text[len(done) :], max(last, after)


async def snapshot(
    session: ReadSession, workspace_id: UUID, generation_id: UUID
) -> tuple[str, int]:
    """The piece as the log tells it, and the number of the last event that it includes."""
    sections = list(await repository.sections_of(session, workspace_id, generation_id))
    after = sections[-1].last_seq if sections else 0
    text, _, seq = await _text_of(session, workspace_id, generation_id, sections, after)
    return text, seq


def _outline(data: dict[str, Any] | None) -> Outline | None:
    return None if data is None else OutlinePlan.model_validate(data).outline()


def _passages(rows: list[dict[str, Any]] | None) -> list[Passage] | None:
    return None if rows is None else [Passage(**row) for row in rows]
