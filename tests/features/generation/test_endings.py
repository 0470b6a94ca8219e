"""Generations that are taken over together and end together, in one commit."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
import structlog
from sqlalchemy import func, select, update
from tests.support.server import listen, serving

from alwrity.database import InlineWriteSession, WriteSession
from alwrity.errors import NotFoundError
from alwrity.features.generation import repository
from alwrity.features.generation.endings import Ending
from alwrity.features.generation.event_log import EventLog
from alwrity.features.generation.log_writer import FenceLostError, LogWriter, Text
from alwrity.features.generation.takeover import Run, TakeOvers
from alwrity.features.seo.service import analyse_draft
from alwrity.jobs.queue import ClaimedJob
from alwrity.models.content import Brief, Content, Revision, SeoAnalysis
from alwrity.models.generation import Generation, Section
from alwrity.models.jobs import Job
from alwrity.providers.metering import Metered
from alwrity.runtime import Runtime

BODY = "# Bread\n\nYesterday's loaves are sold for half the price.\n"
Take = Callable[[list[ClaimedJob]], Awaitable[list[Run | None]]]


@pytest.fixture
async def url(runtime: Runtime) -> AsyncIterator[str]:
    async with serving(runtime, worker=False) as url:
        yield url


@pytest.fixture
async def jobs(runtime: Runtime, http: aiohttp.ClientSession) -> list[ClaimedJob]:
    """Three generations that this process may write."""
    for number in range(3):
        brief = {"topic": f"Bread of yesterday {number}", "template": "social_post", "words": 50}
        async with http.post("/api/content/generate", json=brief) as answer:
            assert answer.status == 202, await answer.text()
    claimed = list(await runtime.jobs.claim(repository.QUEUE, 10))
    assert len(claimed) == 3
    return claimed


@pytest.fixture
def take(runtime: Runtime) -> Take:
    take_overs = TakeOvers(runtime.commits)

    async def together(jobs: list[ClaimedJob]) -> list[Run | None]:
        meter = Metered(runtime.provider)
        taking = (take_overs.take(job, meter, time.monotonic()) for job in jobs)
        return list(await asyncio.gather(*taking))

    return together


@pytest.fixture
def log(runtime: Runtime) -> EventLog:
    return EventLog(runtime.commits, runtime.broker, 0.01)


@pytest.fixture
async def runs(jobs: list[ClaimedJob], take: Take) -> list[Run]:
    return [run for run in await take(jobs) if run is not None]


@pytest.fixture
def _quiet() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


async def ending(log: EventLog, run: Run) -> tuple[LogWriter, "asyncio.Task[None]"]:
    """A generation that has written everything and waits for its last commit."""
    writer = log.writer(run.workspace_id, run.generation_id, run.fence, run.seq)
    run.text = BODY
    run.finished.append(Section(position=0, text=BODY, cut_off=False, provider="fake"))
    writer.append("section", position=0, heading="", text=BODY)
    writer.set(state="analysing")
    writer.keep(Text(run.content_id, "Bread", BODY))
    analysis = await analyse_draft(BODY, "bread", "Bread", "en")
    task = asyncio.create_task(writer.end(Ending(run, "Bread", analysis, demo=False)))
    await asyncio.sleep(0)
    return writer, task


async def raise_fence(runtime: Runtime, run: Run) -> None:
    async with runtime.database.write() as session:
        await session.execute(
            update(Generation).where(Generation.id == run.generation_id).values(
                fence=Generation.fence + 1, state="stopped"
            )
        )  # fmt: skip


async def of(runtime: Runtime, model: Any, *where: Any) -> Any:
    async with runtime.database.read() as session:
        return await session.scalar(select(model).where(*where))


async def count(runtime: Runtime, model: Any, *where: Any) -> int:
    async with runtime.database.read() as session:
        return await session.scalar(select(func.count()).select_from(model).where(*where)) or 0


async def kinds(runtime: Runtime, run: Run) -> list[str]:
    async with runtime.database.read() as session:
        events = await repository.events_after(session, run.workspace_id, run.generation_id, 0)
    return [event.type for event in events]


async def assert_done(runtime: Runtime, run: Run) -> None:
    """Everything that the end changes was changed once."""
    piece = await of(runtime, Content, Content.id == run.content_id)
    generation = await of(runtime, Generation, Generation.id == run.generation_id)
    analysis = await of(runtime, SeoAnalysis, SeoAnalysis.content_id == run.content_id)
    assert (piece.body, piece.title, piece.generation_id) == (BODY, "Bread", None)
    assert (piece.analysis, piece.seo_score) == (1, analysis.seo_score)
    assert piece.word_count > 0
    assert analysis.revision == piece.revision
    assert generation.state == "done"
    assert generation.ended_at >= piece.updated_at
    assert await count(runtime, Revision, Revision.content_id == run.content_id) == 1
    assert await count(runtime, SeoAnalysis, SeoAnalysis.content_id == run.content_id) == 1
    assert await count(runtime, Job, Job.id == run.job.id) == 0
    assert await kinds(runtime, run) == ["section", "done"]


async def test_those_that_end_together_are_told_with_their_own_revisions(
    runtime: Runtime, url: str, log: EventLog, runs: list[Run]
) -> None:
    tasks = [(await ending(log, run))[1] for run in runs]
    await log.flush()
    await asyncio.gather(*tasks)

    for run in runs:
        await assert_done(runtime, run)
        heard = await listen(f"{url}/api/generations/{run.generation_id}/events")
        piece = await of(runtime, Content, Content.id == run.content_id)
        told = heard.of("done")[0]
        assert (told["revision"], told["content_id"]) == (piece.revision, str(run.content_id))
        assert told["seo_score"] == piece.seo_score
        assert heard.text == BODY
    compactions = await count(runtime, Job, Job.name == repository.COMPACT)
    assert compactions == len(runs)


async def test_one_that_was_stopped_does_not_end_and_the_others_do(
    runtime: Runtime, log: EventLog, runs: list[Run]
) -> None:
    tasks = [(await ending(log, run))[1] for run in runs]
    await raise_fence(runtime, runs[1])
    await log.flush()
    ended = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(each) for each in ended] == [type(None), FenceLostError, type(None)]
    await assert_done(runtime, runs[0])
    await assert_done(runtime, runs[2])
    assert (await of(runtime, Generation, Generation.id == runs[1].generation_id)).state == (
        "stopped"
    )
    assert (await of(runtime, Content, Content.id == runs[1].content_id)).body == ""
    assert await kinds(runtime, runs[1]) == []
    assert await count(runtime, Job, Job.id == runs[1].job.id) == 1


@pytest.mark.usefixtures("_quiet")
async def test_one_that_cannot_end_holds_up_nobody(
    runtime: Runtime, log: EventLog, runs: list[Run]
) -> None:
    runs[1].content_id = uuid4()
    async with log.running():
        tasks = [(await ending(log, run))[1] for run in runs]
        ended = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(each) for each in ended] == [type(None), NotFoundError, type(None)]
    await assert_done(runtime, runs[0])
    await assert_done(runtime, runs[2])
    assert await kinds(runtime, runs[1]) == []


@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("committed", [False, True])
async def test_ends_wait_for_a_database_that_is_away_and_happen_once(
    runtime: Runtime, log: EventLog, runs: list[Run], monkeypatch: pytest.MonkeyPatch,
    committed: bool,
) -> None:  # fmt: skip
    broke: list[bool] = []
    for kind in (InlineWriteSession, WriteSession):
        commit = kind.commit

        async def breaking(session: Any, commit: Any = commit) -> None:
            if broke:
                await commit(session)
                return
            broke.append(True)
            if committed:
                await commit(session)
            raise ConnectionError("the connection broke")

        monkeypatch.setattr(kind, "commit", breaking)
    async with log.running():
        tasks = [(await ending(log, run))[1] for run in runs]
        await asyncio.gather(*tasks)

    assert broke
    for run in runs:
        await assert_done(runtime, run)


async def test_who_is_cancelled_before_the_commit_does_not_end(
    runtime: Runtime, log: EventLog, runs: list[Run]
) -> None:
    _, task = await ending(log, runs[0])
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await log.flush()

    generation = await of(runtime, Generation, Generation.id == runs[0].generation_id)
    piece = await of(runtime, Content, Content.id == runs[0].content_id)
    assert (generation.state, generation.ended_at) == ("analysing", None)
    assert (piece.body, piece.generation_id) == (BODY, runs[0].generation_id)
    assert await kinds(runtime, runs[0]) == ["section"]


async def test_a_job_that_was_lost_is_not_taken_over_with_the_others(
    runtime: Runtime, jobs: list[ClaimedJob], take: Take
) -> None:
    async with runtime.database.write() as session:
        await session.execute(update(Job).where(Job.id == jobs[1].id).values(fence=Job.fence + 1))
    runs = await take(jobs)

    assert [run is not None for run in runs] == [True, False, True]
    for job, run in zip(jobs, runs, strict=True):
        generation_id = UUID(job.payload["generation_id"])
        generation = await of(runtime, Generation, Generation.id == generation_id)
        assert generation.fence == (0 if run is None else run.fence)
        assert (generation.started_at is None) == (run is None)


async def test_a_brief_that_cannot_be_read_holds_up_nobody(
    runtime: Runtime, jobs: list[ClaimedJob], take: Take
) -> None:
    broken = await of(runtime, Generation, Generation.id == UUID(jobs[1].payload["generation_id"]))
    async with runtime.database.write() as session:
        await session.execute(update(Brief).where(Brief.id == broken.brief_id).values(data={}))
    assert await take([jobs[0]]) != [None]
    with pytest.raises(ValueError, match="topic"):
        await take([jobs[1], jobs[2]])
    third = await of(runtime, Generation, Generation.id == UUID(jobs[2].payload["generation_id"]))
    while third.fence == 0:  # it is tried by itself behind the one that failed
        await asyncio.sleep(0.01)
        third = await of(runtime, Generation, Generation.id == third.id)
