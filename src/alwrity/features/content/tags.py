"""Tags: made on use, named in one aggregate beside a piece."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ScalarSelect, Select, and_, delete, exists, func, select
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
) -> list[dict[str, Any]]:
    """`TagInUse`s whose names begin with `beginning`, in order.

    All pieces of a tag are counted in the index alone, and then those in the bin, which are few,
    are taken off: looking at every piece took seconds.
    """
    used = exists().where(ContentTag.workspace_id == Tag.workspace_id, ContentTag.tag_id == Tag.id)
    rows = await session.execute(
        select(Tag.id, Tag.name)
        .where(
            Tag.workspace_id == workspace_id,
            Tag.name.startswith(beginning, autoescape=True),
            used,
        )
        .order_by(Tag.name)
        .limit(limit)
    )
    found = [(tag_id, name) for tag_id, name in rows]
    all_of = await _counts(
        session,
        select(ContentTag.tag_id, func.count())
        .where(
            ContentTag.workspace_id == workspace_id,
            ContentTag.tag_id.in_([tag_id for tag_id, _ in found]),
        )
        .group_by(ContentTag.tag_id),
    )
    # Grouped by an expression, which no index is in the order of: else SQLite would walk all tags
    # in that order instead of beginning with the bin.
    tag_id_ = func.coalesce(ContentTag.tag_id, ContentTag.tag_id).label("tag_id")
    bin_ids = select(Content.id).where(
        Content.workspace_id == workspace_id, Content.deleted_at.is_not(None)
    )
    in_bin = await _counts(
        session,
        select(tag_id_, func.count())
        .where(ContentTag.workspace_id == workspace_id, ContentTag.content_id.in_(bin_ids))
        .group_by(tag_id_),
    )
    return [
        {"name": name, "pieces": all_of.get(tag_id, 0) - in_bin.get(tag_id, 0)}
        for tag_id, name in found
    ]


async def _counts(session: ReadSession, statement: Select[UUID, int]) -> dict[UUID, int]:
    return {row[0]: row[1] for row in await session.execute(statement)}


async def put_on(
    session: WriteSession, workspace_id: UUID, content_ids: Collection[UUID], tag_id: UUID
) -> None:
    """Give pieces a tag that they do not have. The caller holds their rows."""
    session.add_all(
        ContentTag(workspace_id=workspace_id, content_id=content_id, tag_id=tag_id)
        for content_id in content_ids
    )
    await session.flush()


async def take_off(
    session: WriteSession, workspace_id: UUID, content_ids: Collection[UUID], tag_id: UUID
) -> None:
    """Take a tag from pieces. The caller holds their rows."""
    await session.execute(
        delete(ContentTag)
        .where(
            ContentTag.workspace_id == workspace_id,
            ContentTag.tag_id == tag_id,
            ContentTag.content_id.in_(content_ids),
        )
        .execution_options(synchronize_session=False)
    )


async def ids_by_piece(
    session: ReadSession, workspace_id: UUID, content_ids: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    """The ids of the tags of each piece that has some."""
    rows = await session.execute(
        select(ContentTag.content_id, ContentTag.tag_id).where(
            ContentTag.workspace_id == workspace_id, ContentTag.content_id.in_(content_ids)
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for content_id, tag_id in rows:
        found.setdefault(content_id, set()).add(tag_id)
    return found


async def find(session: ReadSession, workspace_id: UUID, name: str) -> UUID | None:
    """The id of a tag."""
    return await session.scalar(
        select(Tag.id).where(Tag.workspace_id == workspace_id, Tag.name == name)
    )


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
