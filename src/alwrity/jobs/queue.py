"""Enqueue, claim, renew and finish.

Failure policy: a nudge that is lost costs one poll (a second); a holder that dies on this machine
is noticed at the next poll, one elsewhere when its lease ends. Every write of a holder carries its
fencing token, so that one that was taken for dead cannot write any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, delete, func, or_, select, text, tuple_, update

from alwrity.database import Database, Glance, ReadSession, WriteSession
from alwrity.group_commit import Change, apply, inserting
from alwrity.jobs.fair import Turns
from alwrity.jobs.lease import Holder, this_process
from alwrity.models.base import new_id, now
from alwrity.models.jobs import Job
from alwrity.scaling.streams.memory import MemoryBroker

LEASE = timedelta(seconds=30)
NUDGE = "jobs"

_JOB = cast("Table", Job.__table__)
_HOLDING = tuple_(_JOB.c.workspace_id, _JOB.c.id, _JOB.c.fence)
_WAITING = select(_JOB.c.id).where(_JOB.c.unique_key == bindparam("waiting_key")).with_for_update()
_DUE = and_(
    _JOB.c.queue == bindparam("of_queue"),
    or_(
        and_(_JOB.c.state == "queued", _JOB.c.run_at <= bindparam("moment")),
        and_(_JOB.c.state == "running", _JOB.c.lease_until < bindparam("moment")),
    ),
)
_ANY_DUE = select(_JOB.c.id).where(_DUE).limit(1)
# A common table expression is read once; a subquery might lock more rows than it returns.
_TAKEN = (
    select(_JOB.c.workspace_id, _JOB.c.id)
    .where(_DUE)
    .order_by(_JOB.c.run_at, _JOB.c.id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
    .cte("taken")
)
_TAKEN_OF_ONE = (
    select(_JOB.c.workspace_id, _JOB.c.id)
    .where(_DUE, _JOB.c.workspace_id == bindparam("of_workspace"))
    .order_by(_JOB.c.run_at, _JOB.c.id)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
    .cte("taken")
)
_CLAIMING = (
    update(_JOB)
    .values(
        state="running",
        attempts=_JOB.c.attempts + 1,
        fence=_JOB.c.fence + 1,
        unique_key=None,
        lease_host=bindparam("host"),
        lease_pid=bindparam("pid"),
        lease_process_start=bindparam("process_start"),
        lease_until=bindparam("until"),
    )
    .returning(
        _JOB.c.workspace_id, _JOB.c.id, _JOB.c.name, _JOB.c.payload, _JOB.c.fence,
        _JOB.c.attempts, _JOB.c.run_at,
    )
)  # fmt: skip
_CLAIM, _CLAIM_OF_ONE = (
    _CLAIMING.where(tuple_(_JOB.c.workspace_id, _JOB.c.id).in_(select(t.c.workspace_id, t.c.id)))
    for t in (_TAKEN, _TAKEN_OF_ONE)
)
_DUE_BY_WORKSPACE = (
    select(_JOB.c.workspace_id, func.count()).where(_DUE).group_by(_JOB.c.workspace_id)
)
_RUNNING = (
    select(_JOB.c.workspace_id, func.count())
    .where(
        _JOB.c.queue == bindparam("of_queue"), _JOB.c.state == "running",
        _JOB.c.lease_until >= bindparam("moment"),
    )
    .group_by(_JOB.c.workspace_id)
)  # fmt: skip
_HELD_HERE = (
    select(_JOB.c.lease_pid, _JOB.c.lease_process_start)
    .where(_JOB.c.state == "running", _JOB.c.lease_host == bindparam("host"))
    .distinct()
)
_HELD = and_(
    _JOB.c.workspace_id == bindparam("of_workspace"),
    _JOB.c.id == bindparam("of_job"),
    _JOB.c.fence == bindparam("of_fence"),
    _JOB.c.state == "running",
)
_FINISH = delete(_JOB).where(_HELD)
_PROGRESS = update(_JOB).where(_HELD).values(attempts=1)
_LET_GO = update(_JOB).where(_HELD).values(lease_until=None)
_RETRY = _LET_GO.values(
    state="queued", run_at=bindparam("new_run_at"), last_error=bindparam("new_error")
)
_BURY = _LET_GO.values(state="dead", last_error=bindparam("new_error"))
_POSTPONE = _RETRY.values(attempts=_JOB.c.attempts - 1)
_HAND_BACK = _LET_GO.values(state="queued", attempts=_JOB.c.attempts - 1)


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that this process holds."""

    workspace_id: UUID
    id: UUID
    name: str
    payload: dict[str, Any]
    fence: int
    attempts: int


class JobQueue:
    """The queue.

    Args:
        database: Where the jobs are.
        broker: Carries the nudge to workers in this process.
    """

    def __init__(self, database: Database, broker: MemoryBroker) -> None:
        self._database = database
        self._broker = broker
        self._turns = Turns()

    async def enqueue(
        self,
        session: WriteSession,
        name: str,
        workspace_id: UUID,
        payload: dict[str, Any],
        *,
        queue: str = "default",
        delay: timedelta = timedelta(0),
        unique_key: str | None = None,
    ) -> None:
        """Add a job in the caller's transaction: it exists if, and only if, that commits.

        Args:
            name: What to run, as registered by the worker.
            delay: How long it must wait.
            unique_key: While a job with this key waits, this call adds nothing.
        """
        if unique_key is not None:
            # Held, so that no worker can begin it before this transaction's changes are visible.
            waiting = await session.scalar(_WAITING, {"waiting_key": unique_key})
            if waiting is not None:
                return
        row = job_row(
            name, workspace_id, payload,
            queue=queue, run_at=await clock(session) + delay, unique_key=unique_key,
        )  # fmt: skip
        await apply(session, [inserting(Job, row)])
        if not delay:
            session.after_commit(self.nudge)

    def nudge(self) -> None:
        """Wake the workers of this process."""
        self._broker.publish(NUDGE, None)

    async def claim(self, queue: str, count: int, *, fair: bool = False) -> Sequence[ClaimedJob]:
        """Take up to `count` due jobs, or jobs whose holder's lease has ended.

        Args:
            queue: Whose jobs.
            count: How many at most.
            fair: Whether those of workspaces with fewer under way come first.
        """
        if not await self._anything_due(queue):
            return []
        holder = this_process()
        async with self._database.write() as session:
            moment = await clock(session)
            common = {
                "of_queue": queue, "moment": moment, "host": holder.host, "pid": holder.pid,
                "process_start": holder.process_start, "until": moment + LEASE,
            }  # fmt: skip
            shares = await self._shares(session, queue, count) if fair else {}
            if shares:
                rows = [
                    row
                    for workspace_id, share in shares.items()
                    for row in await session.execute(
                        _CLAIM_OF_ONE, {**common, "of_workspace": workspace_id, "count": share}
                    )
                ]
            else:
                rows = list(await session.execute(_CLAIM, {**common, "count": count}))
            rows.sort(key=lambda row: (row.run_at, row.id))
            return [
                ClaimedJob(r.workspace_id, r.id, r.name, r.payload, r.fence, r.attempts)
                for r in rows
            ]

    async def _shares(self, session: ReadSession, queue: str, count: int) -> dict[UUID, int]:
        """How many each workspace gets; empty when only one has any waiting."""
        given = {"of_queue": queue, "moment": await clock(session)}
        waiting = {row[0]: row[1] for row in await session.execute(_DUE_BY_WORKSPACE, given)}
        if len(waiting) < 2:
            return {}
        return self._turns.share(waiting, await running(session, queue), count)

    async def _anything_due(self, queue: str) -> bool:
        # A look with a reader, so that an idle poll never takes SQLite's only writer.
        async with self._database.glance() as session:
            moment = await clock(session)
            found = await session.scalar(_ANY_DUE, {"of_queue": queue, "moment": moment})
            return found is not None

    async def renew(self, jobs: Iterable[ClaimedJob]) -> set[UUID]:
        """Extend leases; gives the ids of those that are still held."""
        async with self._database.write() as session:
            extended = await session.scalars(
                update(_JOB)
                .where(_HOLDING.in_([(job.workspace_id, job.id, job.fence) for job in jobs]))
                .where(_JOB.c.state == "running")
                .values(lease_until=await clock(session) + LEASE)
                .returning(_JOB.c.id)
            )
            return set(extended)

    async def finish(self, job: ClaimedJob) -> None:
        """Remove a job that is done."""
        async with self._database.write() as session:
            await apply(session, [finishing(job)])

    async def retry(self, job: ClaimedJob, error: str, *, delay: timedelta) -> None:
        """Put a job back."""
        async with self._database.write() as session:
            run_at = await clock(session) + delay
            await session.execute(
                _RETRY, {**_naming(job), "new_run_at": run_at, "new_error": error[:2000]}
            )

    async def postpone(self, job: ClaimedJob, reason: str, *, delay: timedelta) -> None:
        """Put a job back that could not be begun; it costs no attempt."""
        async with self._database.write() as session:
            run_at = await clock(session) + delay
            await session.execute(
                _POSTPONE, {**_naming(job), "new_run_at": run_at, "new_error": reason[:2000]}
            )

    async def bury(self, job: ClaimedJob, error: str) -> None:
        """Move a job to the dead-letter list, where a person may look at it."""
        async with self._database.write() as session:
            await session.execute(_BURY, {**_naming(job), "new_error": error[:2000]})

    async def hand_back(self, jobs: Iterable[ClaimedJob]) -> None:
        """Let go of leases at a graceful stop; another process goes on at once."""
        async with self._database.write() as session:
            await apply(session, [(_HAND_BACK, _naming(job)) for job in jobs])

    async def void_dead_leases(self) -> int:
        """End the leases of processes of this machine that are gone; gives how many."""
        me = this_process()
        async with self._database.glance() as session:
            rows = (await session.execute(_HELD_HERE, {"host": me.host})).all()
        dead = [
            holder for pid, start in rows
            if (holder := Holder(me.host, pid, start)) != me and holder.is_dead()
        ]  # fmt: skip
        if not dead:
            return 0
        async with self._database.write() as session:
            moment = await clock(session)
            for holder in dead:
                await session.execute(
                    update(_JOB)
                    .where(
                        _JOB.c.state == "running",
                        _JOB.c.lease_host == holder.host,
                        _JOB.c.lease_pid == holder.pid,
                        _JOB.c.lease_process_start == holder.process_start,
                    )
                    .values(lease_until=moment - timedelta(seconds=1))
                )
        return len(dead)


def job_row(
    name: str,
    workspace_id: UUID,
    payload: dict[str, Any],
    *,
    queue: str,
    run_at: datetime,
    unique_key: str | None = None,
) -> dict[str, Any]:
    """A job that nobody holds; see `JobQueue.enqueue`. Whoever inserts it nudges the workers."""
    return {
        "workspace_id": workspace_id, "id": new_id(), "queue": queue, "name": name,
        "payload": payload, "unique_key": unique_key, "run_at": run_at,
    }  # fmt: skip


def finishing(job: ClaimedJob) -> Change:
    """The change that removes a job, if it is still held."""
    return _FINISH, _naming(job)


def progressing(job: ClaimedJob) -> list[Change]:
    """The change that notes a checkpoint, where there is something to note.

    Attempts count from the last checkpoint, so that a long job survives many crashes.
    """
    return [(_PROGRESS, _naming(job))] if job.attempts > 1 else []


def _naming(job: ClaimedJob) -> dict[str, Any]:
    return {"of_workspace": job.workspace_id, "of_job": job.id, "of_fence": job.fence}


async def running(session: ReadSession, queue: str) -> dict[UUID, int]:
    """How many jobs of the queue each workspace has under way."""
    given = {"of_queue": queue, "moment": await clock(session)}
    return {row[0]: row[1] for row in await session.execute(_RUNNING, given)}


async def clock(session: Glance) -> datetime:
    """The time by the primary's clock, or this machine's when the database is a file on it."""
    if session.get_bind().dialect.name == "sqlite":
        return now()
    moment: datetime = (await session.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return moment
