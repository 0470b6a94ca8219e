"""Taking a generation over: raise its fence, and find where the one before us stopped."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, Table, and_, bindparam, exists, select, update

from alwrity.database import Glance, ReadSession, WriteSession
from alwrity.features.generation import repository
from alwrity.features.generation.drafting import Assignment, Outline, Passage
from alwrity.features.generation.events import fold
from alwrity.features.generation.schemas import OutlinePlan, StoredBrief
from alwrity.features.generation.states import ENDED, State
from alwrity.group_commit import GroupCommit
from alwrity.jobs.queue import ClaimedJob
from alwrity.models.base import now
from alwrity.models.content import Brief, Source
from alwrity.models.generation import Generation, Section
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
        cost_usd: Sum over all calls; None as soon as one call's price is unknown.
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
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal | None
    meter: Metered
    started: float
    text: str = ""
    section_text: str = ""
    finished: list[Section] = field(default_factory=list)

    @property
    def cut_off(self) -> list[int]:
        """Positions of the sections that the model did not end by itself."""
        return [section.position for section in self.finished if section.cut_off]


_JOB, _GENERATION, _BRIEF = (cast("Table", model.__table__) for model in (Job, Generation, Brief))
_LOOK = (
    select(
        *(_GENERATION.c[name] for name in (
            "content_id", "brief_id", "author_id", "state", "confirm_outline", "outline",
            "passages", "input_tokens", "output_tokens", "cost_usd", "fence", "started_at",
        )),
        _BRIEF.c.data.label("brief"),
        exists().where(
            Source.workspace_id == _BRIEF.c.workspace_id, Source.brief_id == _BRIEF.c.id
        ).label("has_sources"),
    )
    .join_from(
        _GENERATION, _BRIEF,
        and_(_BRIEF.c.workspace_id == _GENERATION.c.workspace_id,
             _BRIEF.c.id == _GENERATION.c.brief_id),
    )
    .where(
        _GENERATION.c.workspace_id == bindparam("of_workspace"),
        _GENERATION.c.id == bindparam("of_generation"),
    )
    .with_for_update(of=_GENERATION)
)  # fmt: skip
# Held, so that nobody can claim the job between our look at it and our fence.
_OUR_JOB = (
    select(_JOB.c.id)
    .where(
        _JOB.c.workspace_id == bindparam("of_workspace"),
        _JOB.c.id == bindparam("of_job"),
        _JOB.c.fence == bindparam("job_fence"),
        _JOB.c.state == "running",
    )
    .with_for_update()
    .cte("our_job")
)
_TAKE = (
    update(_GENERATION)
    .where(
        _GENERATION.c.workspace_id == bindparam("of_workspace"),
        _GENERATION.c.id == bindparam("of_generation"),
        exists(select(_OUR_JOB.c.id)),
    )
    .values(
        fence=bindparam("new_fence"), state=bindparam("new_state"),
        started_at=bindparam("new_started_at"),
    )
    .returning(_GENERATION.c.id)
)  # fmt: skip


async def take_over(
    commits: GroupCommit, job: ClaimedJob, meter: Metered, started: float
) -> Run | None:
    """Make the generation ours; None when there is nothing to do or the job is not ours."""
    return await commits.run(partial(_take, job, meter, started))


async def _take(
    job: ClaimedJob, meter: Metered, started: float, session: WriteSession
) -> Run | None:
    generation_id = UUID(job.payload["generation_id"])
    key = {"of_workspace": job.workspace_id, "of_generation": generation_id}
    seen = (await session.execute(_LOOK, key)).mappings().one_or_none()
    if seen is None or State(seen["state"]) in _NOTHING_TO_DO:
        return None
    sources: list[Source] = []
    if seen["has_sources"]:
        sources += await repository.sources_of(session, job.workspace_id, seen["brief_id"])
    run = _run_of(job, generation_id, seen, sources, meter, started)
    fence = {
        "of_job": job.id, "job_fence": job.fence, "new_fence": run.fence, "new_state": run.state,
        "new_started_at": seen["started_at"] or now(),
    }  # fmt: skip
    if await session.scalar(_TAKE, {**key, **fence}) is None:
        return None
    if seen["started_at"] is not None:
        run.finished, run.text, run.section_text, run.seq = await _written(
            session, run.workspace_id, generation_id
        )
    return run


def _run_of(
    job: ClaimedJob, generation_id: UUID, seen: RowMapping, sources: list[Source],
    meter: Metered, started: float,
) -> Run:  # fmt: skip
    outline, passages = _outline(seen["outline"]), _passages(seen["passages"])
    if passages is None and not sources:
        passages = []
    return Run(
        job=job,
        workspace_id=job.workspace_id,
        generation_id=generation_id,
        content_id=seen["content_id"],
        author_id=seen["author_id"],
        fence=seen["fence"] + 1,
        seq=0,
        state=_state(State(seen["state"]), outline, passages),
        confirm_outline=seen["confirm_outline"],
        assignment=StoredBrief.of(seen["brief"]).assignment(),
        sources=sources,
        outline=outline,
        passages=passages,
        input_tokens=seen["input_tokens"],
        output_tokens=seen["output_tokens"],
        cost_usd=seen["cost_usd"],
        meter=meter,
        started=started,
    )


def _state(state: State, outline: Outline | None, passages: list[Passage] | None) -> State:
    """Where it goes on."""
    if passages is None:
        return State.RESEARCHING
    if outline is None:
        return State.OUTLINING
    return State.ANALYSING if state is State.ANALYSING else State.DRAFTING


async def _written(
    session: ReadSession, workspace_id: UUID, generation_id: UUID
) -> tuple[list[Section], str, str, int]:
    """Finished sections, the whole text, what of it is behind them, the last event's number."""
    sections = list(await repository.sections_of(session, workspace_id, generation_id))
    done = "".join(section.text for section in sections)
    after = sections[-1].last_seq if sections else 0
    events = await repository.events_after(
        session, workspace_id, generation_id, after, repository.ALL
    )
    text = fold(done, events)
    return sections, text, text[len(done) :], events[-1].seq if events else after


async def snapshot(session: Glance, workspace_id: UUID, generation_id: UUID) -> tuple[str, int]:
    """The piece as the log tells it, and the number of the last event that it includes."""
    done, seq = await repository.written_sections(session, workspace_id, generation_id)
    events = await repository.events_after(
        session, workspace_id, generation_id, seq, repository.ALL
    )
    return fold(done, events), events[-1].seq if events else seq


def _outline(data: dict[str, Any] | None) -> Outline | None:
    return None if data is None else OutlinePlan.model_validate(data).outline()


def _passages(rows: list[dict[str, Any]] | None) -> list[Passage] | None:
    return None if rows is None else [Passage(**row) for row in rows]
