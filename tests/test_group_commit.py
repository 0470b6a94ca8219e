import asyncio
from functools import partial
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from alwrity.database import Database, WriteSession
from alwrity.group_commit import GroupCommit, WithdrawnError, apply, inserting
from alwrity.models.content import Tag

WORKSPACE = uuid4()


def tag(name: str) -> dict[str, object]:
    return {"workspace_id": WORKSPACE, "id": uuid4(), "name": name}


async def test_all_who_come_together_are_committed(database: Database) -> None:
    commits = GroupCommit(database)

    await asyncio.gather(*(commits.insert((Tag, tag(f"t{n}"))) for n in range(50)))

    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Tag)) == 50


async def test_one_bad_row_fails_alone(database: Database) -> None:
    commits = GroupCommit(database)
    await commits.insert((Tag, tag("taken")))

    results = await asyncio.gather(
        commits.insert((Tag, tag("first"))),
        commits.insert((Tag, tag("taken"))),
        commits.insert((Tag, tag("second"))),
        return_exceptions=True,
    )

    assert results[0] is None
    assert results[2] is None
    assert isinstance(results[1], IntegrityError)
    async with database.read() as session:
        names = set(await session.scalars(select(Tag.name)))
    assert names == {"taken", "first", "second"}


async def test_works_that_come_together_share_a_commit_and_fail_alone(database: Database) -> None:
    commits = GroupCommit(database)
    rolled_back: list[str] = []

    async def work(name: str, session: WriteSession) -> str:
        session.after_rollback(lambda: rolled_back.append(name))
        await apply(session, [inserting(Tag, tag(name))])
        if name == "bad":
            raise ValueError(name)
        return name

    results = await asyncio.gather(
        *(commits.run(partial(work, name)) for name in ("a", "bad", "b")), return_exceptions=True
    )

    assert (results[0], results[2]) == ("a", "b")
    assert isinstance(results[1], ValueError)
    assert set(rolled_back) == {"a", "bad"}, "the first try was undone"
    async with database.read() as session:
        assert set(await session.scalars(select(Tag.name))) == {"a", "b"}


async def test_who_withdraws_leaves_the_others_alone(database: Database) -> None:
    commits = GroupCommit(database)
    tries: list[str] = []

    async def work(session: WriteSession) -> None:
        tries.append("work")
        await apply(session, [inserting(Tag, tag("kept"))])

    async def withdraw(_session: WriteSession) -> None:
        raise WithdrawnError

    results = await asyncio.gather(commits.run(work), commits.run(withdraw), return_exceptions=True)

    assert isinstance(results[1], WithdrawnError)
    assert tries == ["work"]
    async with database.read() as session:
        assert list(await session.scalars(select(Tag.name))) == ["kept"]


async def test_who_is_cancelled_while_waiting_changes_nothing(database: Database) -> None:
    commits = GroupCommit(database)
    first = asyncio.create_task(commits.insert((Tag, tag("first"))))
    second = asyncio.create_task(commits.insert((Tag, tag("second"))))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    await commits.settle()

    async with database.read() as session:
        assert set(await session.scalars(select(Tag.name))) == {"first"}
    assert second.cancelled()
