"""Tags: made on use, named in one aggregate beside a piece."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ScalarSelect, and_, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from alwrity.database import ReadSession, WriteSession
from alwrity.models.base import new_id
from alwrity.models.content import Content, ContentTag, Tag


class _json_array(FunctionElement[Any]):  # noqa: N801 - reads as an SQL function
    """All values of a column as one JSON array; empty, not null, when there is none."""

    type = JSON()
    inherit_cache = True


@compiles(_json_array, "sqlite")
def _sqlite_array(element: _json_array, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


@compiles(_json_array, "postgresql")
def _postgresql_array(element: _json_array, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(json_agg({compiler.process(element.clauses, **options)}), '[]')"


def names_beside_content() -> ScalarSelect[list[str]]:
    """A column for a statement over `content`: the names of its tags, unordered."""
    return (
        select(_json_array(Tag.name))
        .join_from(ContentTag, Tag, _is_its_tag())
        .where(ContentTag.workspace_id == Content.workspace_id, ContentTag.content_id == Content.id)
        .correlate(Content)
        .scalar_subquery()
    )


def tagged(name: str) -> ColumnElement[bool]:
    """The condition on `content` that it has this tag."""
    return exists(
        select(ContentTag.content_id)
        .join_from(ContentTag, Tag, _is_its_tag())
        .where(
            ContentTag.workspace_id == Content.workspace_id,
            ContentTag.content_id == Content.id,
            Tag.name == name,
        )
        .correlate(Content)
    )


async def suggest(
    session: ReadSession, workspace_id: UUID, beginning: str, limit: int
) -> Sequence[str]:
    """Names in use that begin with `beginning`, in order."""
    used = exists().where(ContentTag.workspace_id == Tag.workspace_id, ContentTag.tag_id == Tag.id)
    found = await session.scalars(
        select(Tag.name)
        .where(
            Tag.workspace_id == workspace_id,
            Tag.name.startswith(beginning, autoescape=True),
            used,
        )
        .order_by(Tag.name)
        .limit(limit)
    )
    return found.all()


async def replace(
    session: WriteSession, workspace_id: UUID, content_id: UUID, names: Sequence[str]
) -> None:
    """Give a piece these tags and no others. The caller holds the piece's row."""
    wanted = set(await _ids(session, workspace_id, names))
    present = set(
        await session.scalars(
            select(ContentTag.tag_id).where(
                ContentTag.workspace_id == workspace_id, ContentTag.content_id == content_id
            )
        )
    )
    if gone := present - wanted:
        await session.execute(
            delete(ContentTag).where(
                ContentTag.workspace_id == workspace_id,
                ContentTag.content_id == content_id,
                ContentTag.tag_id.in_(gone),
            )
        )
    session.add_all(
        ContentTag(workspace_id=workspace_id, content_id=content_id, tag_id=tag_id)
        for tag_id in wanted - present
    )
    await session.flush()


async def ensure(session: WriteSession, workspace_id: UUID, names: Collection[str]) -> None:
    """Make the tags that do not exist yet."""
    if not names:
        return
    # Sorted, so that two saves that make the same new tags wait for each other in one order.
    rows = [
        {"workspace_id": workspace_id, "id": new_id(), "name": name} for name in sorted(set(names))
    ]
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert
    await session.execute(
        insert(Tag).values(rows).on_conflict_do_nothing(index_elements=["workspace_id", "name"])
    )


async def _ids(session: WriteSession, workspace_id: UUID, names: Sequence[str]) -> Sequence[UUID]:
    if not names:
        return []
    await ensure(session, workspace_id, names)
    found = await session.scalars(
        select(Tag.id).where(Tag.workspace_id == workspace_id, Tag.name.in_(names))
    )
    return found.all()


def _is_its_tag() -> ColumnElement[bool]:
    return and_(Tag.workspace_id == ContentTag.workspace_id, Tag.id == ContentTag.tag_id)
