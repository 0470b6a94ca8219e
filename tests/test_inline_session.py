"""SQLite on the event loop: what must wait does not stop the rest."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from uuid_utils.compat import uuid4

from alwrity import schema
from alwrity.database import Database
from alwrity.errors import UnavailableError
from alwrity.group_commit import apply, inserting
from alwrity.inline_session import OneWriter
from alwrity.models.content import Tag
from tests.conftest import make_settings


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
async def database(file: Path):
    database = Database(make_settings(f"sqlite:///{file}"))
    await schema.upgrade(database)
    yield database
    await database.close()


def tag() -> dict[str, object]:
    return {"workspace_id": uuid4(), "id": uuid4(), "name": "t"}


async def count(database: Database) -> int:
    async with database.glance() as session:
        return await session.scalar(select(func.count()).select_from(Tag))


async def write(database: Database, rows: int = 1) -> None:
    async with database.write() as session:
        for _ in range(rows):
            await apply(session, [inserting(Tag, tag())])
            await asyncio.sleep(0)


async def test_another_process_that_writes_is_waited_for_while_the_loop_goes_on(
    database: Database, file: Path
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ours = asyncio.create_task(write(database))
    for _ in range(20):
        await asyncio.sleep(0.005)
        assert await count(database) == 0, "reads go on"
    assert not ours.done()
    other.execute("COMMIT")
    other.close()
    await ours
    assert await count(database) == 1


async def test_who_is_cancelled_while_it_commits_leaves_no_half(database: Database) -> None:
    outcomes = set()
    for pauses in range(12):
        before = await count(database)
        task = asyncio.create_task(write(database, rows=2))
        for _ in range(pauses):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        outcomes.add(await count(database) - before)
    assert outcomes == {0, 2}, "cancelled before the commit, and while it ran"
    await write(database)  # the writer is free again


async def test_one_at_a_time_and_nobody_waits_for_ever() -> None:
    writer = OneWriter(0.05)
    async with writer.turn():
        with pytest.raises(PoolTimeoutError):
            async with writer.turn():
                pass
    async with writer.turn():
        pass


async def test_a_write_that_gets_no_turn_is_told_to_try_again(database: Database) -> None:
    database._one_writer = OneWriter(0.05)
    async with database.write():
        with pytest.raises(UnavailableError):
            await write(database)
