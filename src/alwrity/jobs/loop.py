"""A worker's loop over one queue: claim, run, renew; retry, then the dead-letter list."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from alwrity.errors import UnavailableError
from alwrity.jobs.queue import LEASE, NUDGE, ClaimedJob, JobQueue
from alwrity.scaling.streams.memory import MemoryBroker

log = structlog.get_logger(__name__)

_POLL_SECONDS = 1.0
_DRAIN_SECONDS = 5.0


class PostponedError(Exception):
    """What the job needs is away or too busy: it goes back into the queue, at no attempt's cost.

    Args:
        reason: One sentence.
        delay: Seconds until it may be claimed again.
    """

    def __init__(self, reason: str, *, delay: float) -> None:
        super().__init__(reason)
        self.delay = delay


@dataclass(frozen=True, slots=True)
class Task:
    """What runs for a job's name.

    Attributes:
        run: Does the work; must be safe to run again from its last checkpoint. True when it has
            removed the job in its own last transaction.
        buried: Told once when the job is given up, with the last error's sentence.
        attempts: Attempts without a checkpoint between them until it is given up.
    """

    run: Callable[[ClaimedJob], Awaitable[bool | None]]
    buried: Callable[[ClaimedJob, str], Awaitable[None]] | None = None
    attempts: int = 3


class JobLoop:
    """Runs the jobs of one queue.

    Args:
        queue: Where jobs come from.
        name: The queue's name.
        tasks: What runs for each job's name.
        free: How many more may be begun, given how many run.
        broker: Carries the nudge.
        fair: Whether workspaces take turns.
    """

    def __init__(
        self,
        queue: JobQueue,
        name: str,
        tasks: dict[str, Task],
        *,
        free: Callable[[int], int],
        broker: MemoryBroker,
        fair: bool = False,
    ) -> None:
        self._queue = queue
        self._name = name
        self._tasks = tasks
        self._free, self._fair = free, fair
        self._broker = broker
        self._running: dict[UUID, tuple[ClaimedJob, asyncio.Task[None]]] = {}
        self._looked_for_dead = -_POLL_SECONDS

    async def run(self) -> None:
        """Work until cancelled; then hand leases back."""
        renewal = asyncio.create_task(self._renew())
        try:
            with self._broker.subscribe(NUDGE) as nudges:
                while True:
                    await self._claim()
                    await nudges.next(_POLL_SECONDS)
                    nudges.skip()
        finally:
            renewal.cancel()
            with suppress(asyncio.CancelledError):
                await renewal
            await self._drain()

    async def _claim(self) -> None:
        free = self._free(len(self._running))
        if free <= 0:
            return
        try:
            if time.monotonic() - self._looked_for_dead >= _POLL_SECONDS:
                self._looked_for_dead = time.monotonic()
                await self._queue.void_dead_leases()
            claimed = await self._queue.claim(self._name, free, fair=self._fair)
        except UnavailableError:
            return  # logged where it was noticed; the next poll asks again
        for job in claimed:
            task = asyncio.create_task(self._perform(job), name=f"{job.name}:{job.id}")
            self._running[job.id] = (job, task)
            task.add_done_callback(partial(self._ended, job.id))

    def _ended(self, job_id: UUID, _task: asyncio.Task[None]) -> None:
        self._running.pop(job_id, None)
        self._queue.nudge()

    async def _perform(self, job: ClaimedJob) -> None:
        task = self._tasks.get(job.name)
        try:
            if task is None:
                await self._queue.bury(job, f"no task is registered for {job.name!r}")
            elif job.attempts > task.attempts:
                await self._give_up(job, task, "the process ended each time that it was tried")
            else:
                await self._attempt(job, task)
        except UnavailableError:
            return  # the lease ends by itself and the job is taken up again

    async def _attempt(self, job: ClaimedJob, task: Task) -> None:
        try:
            finished = await task.run(job)
        except UnavailableError:
            raise  # the database is away: no fault of the job, so no attempt of it either
        except PostponedError as error:
            # Jitter on top, or all that wait would come back in the same moment.
            delay = error.delay * random.uniform(1, 1.2)  # noqa: S311 - jitter
            await self._queue.postpone(job, str(error), delay=timedelta(seconds=delay))
            return
        except Exception as error:  # whatever it is, one job's fault must not end the worker
            log.warning("job_failed", job=job.name, attempt=job.attempts, exc_info=error)
            if job.attempts >= task.attempts:
                await self._give_up(job, task, str(error))
                return
            delay = random.uniform(0, min(60.0, 2.0**job.attempts))  # noqa: S311 - jitter
            await self._queue.retry(job, str(error), delay=timedelta(seconds=delay))
            return
        if not finished:
            await self._queue.finish(job)

    async def _give_up(self, job: ClaimedJob, task: Task, error: str) -> None:
        log.error("job_buried", job=job.name, error=error[:300])
        if task.buried is not None:
            await task.buried(job, error)
        await self._queue.bury(job, error)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            jobs = [job for job, _ in self._running.values()]
            if not jobs:
                continue
            try:
                held = await self._queue.renew(jobs)
            except UnavailableError:
                continue
            for job in jobs:
                entry = self._running.get(job.id)
                if job.id not in held and entry is not None:
                    entry[1].cancel()

    async def _drain(self) -> None:
        running = list(self._running.values())
        if not running:
            return
        for _, task in running:
            task.cancel()
        await asyncio.wait([task for _, task in running], timeout=_DRAIN_SECONDS)
        with suppress(UnavailableError):
            await self._queue.hand_back(job for job, _ in running)
