import asyncio
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from alwrity.database import Database
from alwrity.group_commit import GroupCommit
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
