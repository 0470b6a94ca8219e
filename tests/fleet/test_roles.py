"""A graceful stop in the middle of a generation, and roles in processes of their own."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.conftest import make_settings
from tests.support.processes import Killable, alive, server
from tests.support.witness import Witness, brief_of, judge

from alwrity.database import Database
from alwrity.features.generation.repository import RUN
from alwrity.jobs.queue import LEASE
from alwrity.models.jobs import Job


async def job_of(database: Database) -> Job | None:
    async with database.read() as session:
        return await session.scalar(select(Job).where(Job.name == RUN))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_graceful_stop_hands_the_lease_back(
    database_url: str, database: Database, tmp_path: Path, model: Killable, tokens: int
) -> None:
    llm = f"openai:fake@{model.url}/v1"
    machine = server(tmp_path, DATABASE_URL=database_url, ALWRITY_LLM=llm)
    async with alive(machine), asyncio.TaskGroup() as clients:
        witness = await Witness.start(machine.url, **brief_of("graceful"))
        listening = clients.create_task(witness.listen())
        await witness.more("token")

        assert await machine.terminate(seconds=10) == 0, machine.output

        job = await job_of(database)
        assert job is not None
        assert (job.state, job.lease_until) == ("queued", None)
        assert not listening.done()
        await machine.start()
        # Were the lease still held, nothing would come before it ends.
        await witness.more("token", seconds=LEASE.total_seconds() / 2)
        await listening
        await judge([witness], database, tokens)


async def test_web_and_worker_share_an_empty_file(
    tmp_path: Path, model: Killable, tokens: int
) -> None:
    llm = f"vllm:fake@{model.url}/v1"
    web = server(tmp_path, "web", role="web", ALWRITY_LLM=llm)
    worker = server(tmp_path, "worker", role="worker", ALWRITY_LLM=llm)
    async with alive(web, worker):  # both at once: each finds a database without a schema
        witness = await Witness.start(web.url, **brief_of("two processes"))
        await witness.listen()
        database = Database(make_settings(f"sqlite:///{tmp_path / 'alwrity.db'}"))
        try:
            await judge([witness], database, tokens)
        finally:
            await database.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_another_worker_takes_over_from_one_that_was_killed(
    database_url: str, database: Database, tmp_path: Path, model: Killable, tokens: int
) -> None:
    given = {"DATABASE_URL": database_url, "ALWRITY_LLM": f"openai:fake@{model.url}/v1"}
    web = server(tmp_path, "web", role="web", **given)
    workers = [server(tmp_path, f"worker{i}", role="worker", **given) for i in range(2)]
    async with alive(web, *workers), asyncio.TaskGroup() as clients:
        witness = await Witness.start(web.url, **brief_of("two workers"))
        listening = clients.create_task(witness.listen())
        await witness.more("token")
        job = await job_of(database)
        assert job is not None
        holder = next(worker for worker in workers if worker.pid == job.lease_pid)

        await holder.kill()

        await listening
        await judge([witness], database, tokens)
