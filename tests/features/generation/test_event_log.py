"""The log when a commit fails, or when it is not known whether it did."""

import asyncio
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from tests.support.server import listen

from alwrity.database import WriteSession
from alwrity.features.generation import repository
from alwrity.features.generation.event_log import EventLog
from alwrity.features.generation.log_writer import LogWriter
from alwrity.models.generation import Generation
from alwrity.runtime import Runtime


@pytest.fixture
def log(runtime: Runtime) -> EventLog:
    return EventLog(runtime.commits, runtime.broker, 0.01)


@pytest.fixture
async def writer(
    runtime: Runtime, http: aiohttp.ClientSession, url: str, log: EventLog
) -> LogWriter:
    brief: dict[str, Any] = {"topic": "How bakeries waste less", "words": 50}
    async with http.post("/api/content/generate", json=brief) as answer:
        heard = await listen(url + (await answer.json())["events"])
    async with runtime.database.read() as session:
        row = await session.scalar(select(Generation))
    assert row is not None
    assert heard.last_id is not None
    return log.writer(row.workspace_id, row.id, row.fence, heard.last_id)


async def kinds(runtime: Runtime, writer: LogWriter, after: int) -> list[tuple[int, str]]:
    async with runtime.database.read() as session:
        events = await repository.events_after(
            session, writer.workspace_id, writer.generation_id, after
        )
    return [(event.seq - after, event.type) for event in events]


@pytest.mark.parametrize("error", [RuntimeError, asyncio.CancelledError])
async def test_a_change_that_failed_is_never_told(
    runtime: Runtime, log: EventLog, writer: LogWriter, error: type[BaseException]
) -> None:
    start = writer.seq

    async def work(_session: WriteSession) -> None:
        writer.append("done")
        raise error

    writer.token("kept")
    with pytest.raises(error):
        await log.transaction(writer, work)
    writer.token("later")
    await log.flush()

    assert await kinds(runtime, writer, start) == [(1, "token"), (2, "token")]


async def test_events_whose_commit_was_not_confirmed_are_committed_once(
    runtime: Runtime, log: EventLog, writer: LogWriter
) -> None:
    start = writer.seq
    writer.token("once")
    pending = writer.take()
    writer.give_back(pending)
    await log.flush()

    writer.give_back(pending)  # as after a connection that broke while it committed
    writer.token("more")
    await log.flush()

    assert await kinds(runtime, writer, start) == [(1, "token"), (2, "token")]
    assert not writer.lost


async def test_one_writers_impossible_change_holds_up_nobody(
    runtime: Runtime, log: EventLog, writer: LogWriter
) -> None:
    start = writer.seq
    other = log.writer(writer.workspace_id, writer.generation_id, writer.fence, writer.seq + 100)
    async with log.running():
        other.token("mine")
        other.change((text("INSERT INTO no_such_table VALUES (1)"), {}))
        writer.token("good")
        for _ in range(500):
            if other.lost:
                break
            await asyncio.sleep(0.01)
        with pytest.raises(DBAPIError):
            other.token("more")
        writer.token("still good")
    assert await kinds(runtime, writer, start) == [(1, "token"), (2, "token")]


async def test_what_was_stopped_changes_nothing_any_more(
    runtime: Runtime, log: EventLog, writer: LogWriter
) -> None:
    late = log.writer(writer.workspace_id, writer.generation_id, writer.fence - 1, writer.seq)
    late.change((update(Generation).values(error="late"), {}))
    await log.flush()

    assert late.lost
    async with runtime.database.read() as session:
        assert await session.scalar(select(Generation.error)) is None
