"""Taking generations over: raise their fences, and find where those before us stopped.

What one claim brought is taken over together, two looks and one change whatever its number.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, Table, and_, bindparam, exists, select, tuple_, update

from alwrity.database import Glance, ReadSession, WriteSession
from alwrity.errors import UnavailableError
from alwrity.features.generation import repository
from alwrity.features.generation.drafting import Assignment, Outline, Passage
from alwrity.features.generation.events import fold
from alwrity.features.generation.schemas import OutlinePlan, StoredBrief
from alwrity.features.generation.states import ENDED, State
from alwrity.group_commit import GroupCommit, apply
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
        began_at: When it was taken over for the first time.
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
    began_at: datetime
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
            "id", "content_id", "brief_id", "author_id", "state", "confirm_outline", "outline",
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
        tuple_(_GENERATION.c.workspace_id, _GENERATION.c.id).in_(
            bindparam("generations", expanding=True)
        )
    )
    .order_by(_GENERATION.c.id)
    .with_for_update(of=_GENERATION)
)  # fmt: skip
# Held, so that nobody can claim a job between our look at it and our fence.
_OUR_JOBS = (
    select(_JOB.c.id)
    .where(
        tuple_(_JOB.c.workspace_id, _JOB.c.id, _JOB.c.fence).in_(bindparam("jobs", expanding=True)),
        _JOB.c.state == "running",
    )
    .order_by(_JOB.c.id)
    .with_for_update()
)
_TAKE = (
    update(_GENERATION)
    .where(
        _GENERATION.c.workspace_id == bindparam("of_workspace"),
        _GENERATION.c.id == bindparam("of_generation"),
    )
    .values(
        fence=bindparam("new_fence"), state=bindparam("new_state"),
        started_at=bindparam("new_started_at"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    """A job whose generation somebody wants to write."""

    job: ClaimedJob
    meter: Metered
    started: float
    generation_id: UUID
    run: "asyncio.Future[Run | None]"

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.job.workspace_id, self.generation_id

    def settle(self, run: Run | None, error: BaseException | None = None) -> None:
        if self.run.done():
            return
        if error is None:
            self.run.set_result(run)
        else:
            self.run.set_exception(error)


class TakeOvers:
    """Makes generations ours, those that come together in one transaction.

    Args:
        commits: Where that is committed.
    """

    def __init__(self, commits: GroupCommit) -> None:
        self._commits = commits
        self._waiting: list[_Wish] = []
        self._task: asyncio.Task[None] | None = None

    async def take(self, job: ClaimedJob, meter: Metered, started: float) -> Run | None:
        """The job's generation, made ours; None when there is nothing to do or the job is lost.

        Raises:
            UnavailableError: When the database is away; nothing was changed.
        """
        run: asyncio.Future[Run | None] = asyncio.get_running_loop().create_future()
        generation_id = UUID(job.payload["generation_id"])
        self._waiting.append(_Wish(job, meter, started, generation_id, run))
        if self._task is None:
            self._task = asyncio.create_task(self._take_all())
        return await run

    async def _take_all(self) -> None:
        try:
            while self._waiting:
                wishes, self._waiting = self._waiting, []
                await self._take([wish for wish in wishes if not wish.run.done()])
        finally:
            self._task = None

    async def _take(self, wishes: list[_Wish]) -> None:
        try:
            runs = await self._commits.run(partial(_take_together, wishes))
        except Exception as error:  # noqa: BLE001 - told to whoever wishes
            if len(wishes) > 1 and not isinstance(error, UnavailableError):
                for wish in wishes:  # one that cannot be read holds up nobody else
                    await self._take([wish])
                return
            for wish in wishes:
                wish.settle(None, error)
        else:
            for wish in wishes:
                wish.settle(runs.get(wish.job.id))


async def _take_together(wishes: Sequence[_Wish], session: WriteSession) -> dict[UUID, Run]:
    """The runs by the ids of their jobs."""
    if not wishes:
        return {}
    generations = {"generations": [wish.key for wish in wishes]}
    seen = {
        row["id"]: row
        for row in (await session.execute(_LOOK, generations)).mappings()
        if State(row["state"]) not in _NOTHING_TO_DO
    }
    jobs = [(wish.job.workspace_id, wish.job.id, wish.job.fence) for wish in wishes]
    ours = set(await session.scalars(_OUR_JOBS, {"jobs": jobs}))
    runs: dict[UUID, Run] = {}
    for wish in wishes:
        # Of two jobs for one generation, the first.
        row = seen.pop(wish.generation_id, None) if wish.job.id in ours else None
        if row is not None:
            runs[wish.job.id] = await _begin(session, wish, row)
    await apply(session, [(_TAKE, _taking(run)) for run in runs.values()])
    return runs


async def _begin(session: WriteSession, wish: _Wish, row: RowMapping) -> Run:
    workspace_id = wish.job.workspace_id
    sources: list[Source] = []
    if row["has_sources"]:
        sources += await repository.sources_of(session, workspace_id, row["brief_id"])
    run = _run_of(wish.job, wish.generation_id, row, sources, wish.meter, wish.started)
    if row["started_at"] is not None:
        run.finished, run.text, run.section_text, run.seq = await _written(
            session, workspace_id, wish.generation_id
        )
    return run


def _taking(run: Run) -> dict[str, Any]:
    return {
        "of_workspace": run.workspace_id, "of_generation": run.generation_id,
        "new_fence": run.fence, "new_state": run.state, "new_started_at": run.began_at,
    }  # fmt: skip


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
        began_at=seen["started_at"] or now(),
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
