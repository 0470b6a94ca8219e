"""Compiled once, a change does to the rows what the toolkit does with it."""

from typing import Any

import pytest
from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from alwrity.auth import Caller
from alwrity.database import Database
from alwrity.features.accounts.laptop import ensure_owner
from alwrity.features.content.service import started_piece
from alwrity.group_commit import inserting
from alwrity.models.base import new_id
from alwrity.models.content import Content, Tag

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_CONTENT: Any = Content.__table__
_TAG: Any = Tag.__table__


@pytest.fixture
async def caller(database: Database) -> Caller:
    return await ensure_owner(database)


def piece(caller: Caller) -> tuple[Any, dict[str, Any]]:
    table, row = started_piece(
        workspace_id=caller.workspace_id, author_id=caller.member_id, title="Bread",
        language="en", keyphrase="", brief_id=new_id(), generation_id=new_id(),
        content_id=new_id(),
    )  # fmt: skip
    return inserting(table, {**row, "brief_id": None, "generation_id": None})


async def rows_of(database: Database, table: Table) -> list[dict[str, Any]]:
    async with database.read() as session:
        return [dict(row) for row in (await session.execute(select(table))).mappings()]


async def test_defaults_and_forms_of_values_are_the_models(
    database: Database, caller: Caller
) -> None:
    statement, row = piece(caller)
    async with database.write() as session:
        await session.change(statement, [row])
        await session.execute(*piece(caller))
    rows = await rows_of(database, _CONTENT)
    ours, theirs = sorted(rows, key=lambda found: found["id"] != row["id"])
    moving = {"id", "created_at", "updated_at", "search_key"}
    assert {k: v for k, v in ours.items() if k not in moving} == {
        k: v for k, v in theirs.items() if k not in moving
    }
    assert type(ours["created_at"]) is type(theirs["created_at"])
    # A default that looks at its row.
    assert ours["search_key"] != theirs["search_key"]


async def test_constants_stand_beside_parameters(database: Database, caller: Caller) -> None:
    renamed = (
        update(_TAG)
        .where(_TAG.c.id == bindparam("of_tag"), _TAG.c.name == "old")
        .values(name=bindparam("new_name"))
    )
    tags = [{"workspace_id": caller.workspace_id, "id": new_id(), "name": name}
            for name in ("old", "other")]  # fmt: skip
    async with database.write() as session:
        await session.change(insert(_TAG), tags)
        await session.change(renamed, [{"of_tag": tag["id"], "new_name": "new"} for tag in tags])
    assert {row["name"] for row in await rows_of(database, _TAG)} == {"new", "other"}


async def test_what_the_session_holds_is_written_first(database: Database, caller: Caller) -> None:
    async with database.write() as session:
        session.add(Tag(workspace_id=caller.workspace_id, name="held"))
        await session.change(update(_TAG).values(name=bindparam("all")), [{"all": "changed"}])
    assert [row["name"] for row in await rows_of(database, _TAG)] == ["changed"]


async def test_errors_are_the_toolkits_and_nothing_stays(
    database: Database, caller: Caller
) -> None:
    tag = {"workspace_id": caller.workspace_id, "id": new_id(), "name": "twice"}

    async def both() -> None:
        async with database.write() as session:
            await session.change(insert(_TAG), [tag])
            await session.change(insert(_TAG), [tag])

    with pytest.raises(IntegrityError):
        await both()
    assert await rows_of(database, _TAG) == []


async def test_a_change_that_answers_is_left_to_the_toolkit(database: Database) -> None:
    statement = update(_TAG).values(name=bindparam("all")).returning(_TAG.c.id)
    async with database.write() as session:
        await session.change(statement, [{"all": "x"}])
