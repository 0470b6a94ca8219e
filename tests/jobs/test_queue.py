import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from alwrity.database import Database
from alwrity.errors import UnavailableError
from alwrity.jobs.lease import Holder, this_process
from alwrity.jobs.loop import JobLoop, PostponedError, Task
from alwrity.jobs.queue import ClaimedJob, JobQueue
from alwrity.models.base import now
from alwrity.models.jobs import Job
from alwrity.scaling.streams.memory import MemoryBroker

WORKSPACE = uuid4()


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def queue(database: Database, broker: MemoryBroker) -> JobQueue:
    return JobQueue(database, broker)


async def add(
    queue: JobQueue, database: Database, name: str = "work", *, of: UUID = WORKSPACE,
    **options: object,
) -> None:  # fmt: skip
    async with database.write() as session:
        await queue.enqueue(session, name, of, {"n": 1}, **options)


async def test_a_job_exists_only_if_its_transaction_commits(
    queue: JobQueue, database: Database
) -> None:
    async def change_that_fails() -> None:
        async with database.write() as session:
            await queue.enqueue(session, "work", WORKSPACE, {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change_that_fails()
    assert await queue.claim("default", 10) == []


async def test_two_claimants_never_get_the_same_job(queue: JobQueue, database: Database) -> None:
    for _ in range(10):
        await add(queue, database)

    claims = await asyncio.gather(*(queue.claim("default", 3) for _ in range(6)))

    ids = [job.id for claim in claims for job in claim]
    assert len(ids) == len(set(ids)) == 10


async def test_workspaces_take_turns(queue: JobQueue, database: Database) -> None:
    few = uuid4()
    for _ in range(8):
        await add(queue, database)
    assert len(await queue.claim("default", 2, fair=True)) == 2
    for _ in range(2):
        await add(queue, database, of=few)
    assert [job.workspace_id for job in await queue.claim("default", 1, fair=True)] == [few]
    both = await queue.claim("default", 3, fair=True)
    assert sorted(job.workspace_id == few for job in both) == [False, False, True]
    assert len(await queue.claim("default", 10, fair=True)) == 4


async def test_two_fair_claimants_never_get_the_same_job(
    queue: JobQueue, database: Database
) -> None:
    for number in range(12):
        await add(queue, database, of=UUID(int=number % 3))

    claims = await asyncio.gather(*(queue.claim("default", 4, fair=True) for _ in range(5)))

    ids = [job.id for claim in claims for job in claim]
    assert len(ids) == len(set(ids))
    ids += [job.id for job in await queue.claim("default", 12, fair=True)]
    assert len(ids) == len(set(ids)) == 12


async def test_what_is_postponed_costs_no_attempt(
    queue: JobQueue, broker: MemoryBroker, database: Database
) -> None:
    seen, done = list[int](), asyncio.Event()

    async def run(job: ClaimedJob) -> None:
        seen.append(job.attempts)
        if len(seen) < 6:
            raise PostponedError("the model is away", delay=0.01)
        done.set()

    await add(queue, database)
    await run_loop(queue, broker, {"work": Task(run)}, done)
    assert seen == [1] * 6
    assert await states(database) == []


async def test_a_unique_key_waits_once(queue: JobQueue, database: Database) -> None:
    await add(queue, database, unique_key="x")
    await add(queue, database, unique_key="x")
    assert len(await queue.claim("default", 10)) == 1
    await add(queue, database, unique_key="x")
    assert len(await queue.claim("default", 10)) == 1


async def test_a_delayed_job_waits(queue: JobQueue, database: Database) -> None:
    await add(queue, database, delay=timedelta(hours=1))
    assert await queue.claim("default", 10) == []


async def test_a_lease_that_ended_is_taken_over_and_the_old_holder_is_fenced(
    queue: JobQueue, database: Database
) -> None:
    await add(queue, database)
    (old,) = await queue.claim("default", 1)
    assert await queue.claim("default", 1) == []
    async with database.write() as session:
        await session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))

    (new,) = await queue.claim("default", 1)
    await queue.finish(old)
    await queue.bury(old, "late")

    assert new.fence == old.fence + 1
    assert await queue.renew([old]) == set()
    assert await queue.renew([new]) == {new.id}


async def test_the_lease_of_a_dead_local_process_is_void_at_once(
    queue: JobQueue, database: Database
) -> None:
    await add(queue, database)
    await queue.claim("default", 1)
    assert await queue.void_dead_leases() == 0
    async with database.write() as session:
        await session.execute(update(Job).values(lease_process_start=1.0))

    assert await queue.void_dead_leases() == 1
    assert len(await queue.claim("default", 1)) == 1


def test_a_reused_pid_is_not_the_old_process() -> None:
    me = this_process()
    assert not me.is_dead()
    assert Holder(me.host, me.pid, me.process_start - 100).is_dead()
    assert not Holder("another-host", 1, 1.0).is_dead()


async def run_loop(
    queue: JobQueue, broker: MemoryBroker, tasks: dict[str, Task], until: asyncio.Event
) -> None:
    loop = asyncio.create_task(
        JobLoop(queue, "default", tasks, free=lambda running: 4 - running, broker=broker).run()
    )
    await asyncio.wait_for(until.wait(), 15)
    await asyncio.sleep(0.1)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)


async def states(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Job.state)))


async def test_the_loop_runs_a_job_once_and_forgets_it(
    queue: JobQueue, broker: MemoryBroker, database: Database
) -> None:
    ran, done = [], asyncio.Event()

    async def run(job: ClaimedJob) -> None:
        ran.append(job.payload)
        done.set()

    await add(queue, database)
    await run_loop(queue, broker, {"work": Task(run)}, done)

    assert ran == [{"n": 1}]
    assert await states(database) == []


async def test_a_job_that_fails_is_retried_then_buried(
    queue: JobQueue, broker: MemoryBroker, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alwrity.jobs.loop.random.uniform", lambda _low, _high: 0.0)
    attempts, buried = [], asyncio.Event()
    told: list[str] = []

    async def run(job: ClaimedJob) -> None:
        attempts.append(job.attempts)
        raise RuntimeError("the kitchen is closed")

    async def give_up(_job: ClaimedJob, error: str) -> None:
        told.append(error)
        buried.set()

    await add(queue, database)
    await run_loop(queue, broker, {"work": Task(run, buried=give_up)}, buried)

    assert attempts == [1, 2, 3]
    assert told == ["the kitchen is closed"]
    assert await states(database) == ["dead"]


async def test_a_database_that_is_away_is_no_attempt(
    queue: JobQueue, broker: MemoryBroker, database: Database
) -> None:
    tried = asyncio.Event()
    buried: list[str] = []

    async def run(_job: ClaimedJob) -> None:
        tried.set()
        raise UnavailableError("away")

    async def give_up(_job: ClaimedJob, error: str) -> None:
        buried.append(error)

    await add(queue, database)
    await run_loop(queue, broker, {"work": Task(run, buried=give_up, attempts=1)}, tried)

    assert buried == []
    assert await states(database) == ["running"]  # until its lease ends: then it is taken up again


async def test_a_graceful_stop_hands_the_lease_back(
    queue: JobQueue, broker: MemoryBroker, database: Database
) -> None:
    began = asyncio.Event()

    async def run(_job: ClaimedJob) -> None:
        began.set()
        await asyncio.sleep(60)

    await add(queue, database)
    await run_loop(queue, broker, {"work": Task(run)}, began)

    assert await states(database) == ["queued"]
