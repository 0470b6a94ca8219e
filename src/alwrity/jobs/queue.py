"""Enqueue, claim, renew and finish.

Failure policy: a nudge that is lost costs one poll (a second); a holder that dies on this machine
is noticed at the next poll, one elsewhere when its lease ends. Every write of a holder carries its
fencing token, so that one that was taken for dead cannot write any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, text, update

from alwrity.database import Database, ReadSession, WriteSession
from alwrity.jobs.lease import Holder, this_process
from alwrity.models.base import now
from alwrity.models.jobs import Job
from alwrity.scaling.streams.memory import MemoryBroker

LEASE = timedelta(seconds=30)
NUDGE = "jobs"


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
            waiting = await session.scalar(
                select(Job.id).where(Job.unique_key == unique_key).with_for_update()
            )
            if waiting is not None:
                return
        session.add(
            Job(
                workspace_id=workspace_id, queue=queue, name=name, payload=payload,
                unique_key=unique_key, run_at=await clock(session) + delay,
            )
        )  # fmt: skip
        if not delay:
            session.after_commit(self.nudge)

    def nudge(self) -> None:
        """Wake the workers of this process."""
        self._broker.publish(NUDGE, None)

    async def claim(self, queue: str, count: int) -> Sequence[ClaimedJob]:
        """Take up to `count` due jobs, or jobs whose holder's lease has ended."""
        if not await self._anything_due(queue):
            return []
        async with self._database.write() as session:
            moment = await clock(session)
            rows = list(
                await session.scalars(
                    select(Job)
                    .where(_due(queue, moment))
                    .order_by(Job.run_at, Job.id)
                    .limit(count)
                    .with_for_update(skip_locked=True)
                )
            )
            holder = this_process()
            for job in rows:
                job.state = "running"
                job.attempts += 1
                job.fence += 1
                job.unique_key = None
                job.lease_host = holder.host
                job.lease_pid = holder.pid
                job.lease_process_start = holder.process_start
                job.lease_until = moment + LEASE
            return [
                ClaimedJob(j.workspace_id, j.id, j.name, j.payload, j.fence, j.attempts)
                for j in rows
            ]

    async def _anything_due(self, queue: str) -> bool:
        # A look with a reader, so that an idle poll never takes SQLite's only writer.
        async with self._database.read() as session:
            moment = await clock(session)
            found = await session.scalar(select(Job.id).where(_due(queue, moment)).limit(1))
            return found is not None

    async def renew(self, jobs: Iterable[ClaimedJob]) -> set[UUID]:
        """Extend leases; gives the ids of those that are still held."""
        held: set[UUID] = set()
        async with self._database.write() as session:
            moment = await clock(session)
            for job in jobs:
                extended = await session.scalar(
                    update(Job)
                    .where(_held(job))
                    .values(lease_until=moment + LEASE)
                    .returning(Job.id)
                )
                if extended is not None:
                    held.add(extended)
        return held

    async def progress(self, session: WriteSession, job: ClaimedJob) -> None:
        """Note a checkpoint: attempts count from here, so that a long job survives many crashes."""
        await session.execute(update(Job).where(_held(job)).values(attempts=1))

    async def finish(self, job: ClaimedJob) -> None:
        """Remove a job that is done."""
        async with self._database.write() as session:
            row = await session.scalar(select(Job).where(_held(job)))
            if row is not None:
                await session.delete(row)

    async def retry(self, job: ClaimedJob, error: str, *, delay: timedelta) -> None:
        """Put a job back."""
        async with self._database.write() as session:
            await session.execute(
                update(Job)
                .where(_held(job))
                .values(state="queued", run_at=await clock(session) + delay,
                        last_error=error[:2000], lease_until=None)
            )  # fmt: skip

    async def bury(self, job: ClaimedJob, error: str) -> None:
        """Move a job to the dead-letter list, where a person may look at it."""
        async with self._database.write() as session:
            await session.execute(
                update(Job)
                .where(_held(job))
                .values(state="dead", last_error=error[:2000], lease_until=None)
            )

    async def hand_back(self, jobs: Iterable[ClaimedJob]) -> None:
        """Let go of leases at a graceful stop; another process goes on at once."""
        async with self._database.write() as session:
            for job in jobs:
                await session.execute(
                    update(Job).where(_held(job))
                    .values(state="queued", lease_until=None, attempts=Job.attempts - 1)
                )  # fmt: skip

    async def void_dead_leases(self) -> int:
        """End the leases of processes of this machine that are gone; gives how many."""
        me = this_process()
        async with self._database.read() as session:
            rows = await session.execute(
                select(Job.workspace_id, Job.id, Job.fence, Job.lease_pid, Job.lease_process_start)
                .where(Job.state == "running", Job.lease_host == me.host)
            )  # fmt: skip
            dead = [
                row for row in rows
                if Holder(me.host, row.lease_pid, row.lease_process_start).is_dead()
            ]  # fmt: skip
        if not dead:
            return 0
        async with self._database.write() as session:
            moment = await clock(session)
            for row in dead:
                await session.execute(
                    update(Job)
                    .where(
                        Job.workspace_id == row.workspace_id,
                        Job.id == row.id,
                        Job.fence == row.fence,
                        Job.state == "running",
                    )
                    .values(lease_until=moment - timedelta(seconds=1))
                )
        return len(dead)


async def waiting_before(session: ReadSession, queue: str, run_at: datetime, job_id: UUID) -> int:
    """How many jobs of the queue are before this one."""
    count = await session.scalar(
        select(func.count())
        .select_from(Job)
        .where(
            Job.state == "queued",
            Job.queue == queue,
            or_(Job.run_at < run_at, and_(Job.run_at == run_at, Job.id < job_id)),
        )
    )
    return count or 0


async def clock(session: ReadSession) -> datetime:
    """The time by the primary's clock, or this machine's when the database is a file on it."""
    if session.get_bind().dialect.name == "sqlite":
        return now()
    moment: datetime = (await session.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return moment


def _due(queue: str, moment: datetime) -> Any:
    return and_(
        Job.queue == queue,
        or_(
            and_(Job.state == "queued", Job.run_at <= moment),
            and_(Job.state == "running", Job.lease_until < moment),
        ),
    )


def _held(job: ClaimedJob) -> Any:
    return and_(
        Job.workspace_id == job.workspace_id,
        Job.id == job.id,
        Job.fence == job.fence,
        Job.state == "running",
    )
