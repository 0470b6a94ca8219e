"""The statements over pieces: a whole one in one statement, a page, a row to change."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from alwrity.database import ReadSession, WriteSession
from alwrity.features.content import tags
from alwrity.models.accounts import Member, User, Workspace
from alwrity.models.content import Content, Revision, SeoAnalysis

AnySelect = Select[*tuple[Any, ...]]


def author_name(table: type[Content] | type[Revision]) -> ScalarSelect[str]:
    """A column for a statement over `table`: its author's name.

    A subquery, not a join: SQLite would begin with the members and lose the order of the index.
    """
    return (
        select(User.name)
        .join_from(Member, User, User.id == Member.user_id)
        .where(Member.workspace_id == table.workspace_id, Member.id == table.author_id)
        .correlate(table)
        .scalar_subquery()
    )


def _piece_statement() -> AnySelect:
    analysis = aliased(SeoAnalysis)
    newest = (
        select(SeoAnalysis.id)
        .where(
            SeoAnalysis.workspace_id == Content.workspace_id,
            SeoAnalysis.content_id == Content.id,
        )
        .order_by(SeoAnalysis.revision.desc(), SeoAnalysis.id.desc())
        .limit(1)
        .correlate(Content)
        .scalar_subquery()
    )
    return (
        select(
            *(column for column in Content.__table__.c if column.name != "search_key"),
            author_name(Content).label("author_name"),
            tags.names_beside_content().label("tags"),
            analysis.revision.label("analysis_revision"),
            analysis.seo_score.label("analysis_seo_score"),
            analysis.quality_score.label("analysis_quality_score"),
            analysis.engine_version.label("analysis_engine_version"),
            analysis.created_at.label("analysis_created_at"),
        )
        .select_from(Content)
        .outerjoin(
            analysis,
            and_(analysis.workspace_id == Content.workspace_id, analysis.id == newest),
        )
        .where(
            Content.workspace_id == bindparam("workspace_id"),
            Content.id == bindparam("content_id"),
            Content.deleted_at.is_(None),
        )
    )


# One object for all calls: naming a statement for the cache of compiled ones costs more than to
# execute it, and is done once an object.
_PIECE = _piece_statement()


async def find(session: ReadSession, workspace_id: UUID, content_id: UUID) -> RowMapping | None:
    """A piece with its author's name, tags and newest analysis; None when missing or deleted."""
    result = await session.execute(_PIECE, {"workspace_id": workspace_id, "content_id": content_id})
    row: RowMapping | None = result.mappings().one_or_none()
    return row


async def find_row(session: ReadSession, workspace_id: UUID, content_id: UUID) -> Content | None:
    """The piece's own row; None when missing or deleted."""
    row: Content | None = await session.scalar(
        select(Content).where(
            Content.workspace_id == workspace_id,
            Content.id == content_id,
            Content.deleted_at.is_(None),
        )
    )
    return row


async def exists(session: ReadSession, workspace_id: UUID, content_id: UUID) -> bool:
    """Whether there is such a piece, not deleted."""
    found = await session.scalar(
        select(Content.id).where(
            Content.workspace_id == workspace_id,
            Content.id == content_id,
            Content.deleted_at.is_(None),
        )
    )
    return found is not None


async def hold(session: WriteSession, workspace_id: UUID, content_id: UUID) -> Content | None:
    """The piece's own row, deleted or not, that nobody else changes before the commit."""
    row: Content | None = await session.scalar(
        select(Content)
        .where(Content.workspace_id == workspace_id, Content.id == content_id)
        # Rows that refer to the piece may still come in: a generation's log must not wait.
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return row


async def hold_all(
    session: WriteSession, workspace_id: UUID, content_ids: Collection[UUID]
) -> dict[UUID, Content]:
    """The same of several pieces, in one order for everybody, so that two never wait crosswise."""
    found = await session.scalars(
        select(Content)
        .where(Content.workspace_id == workspace_id, Content.id.in_(content_ids))
        .order_by(Content.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in found}


async def authors(session: ReadSession, workspace_id: UUID) -> Sequence[RowMapping]:
    """Who has pieces that are not deleted: `id`, `name`, `pieces`."""
    counted = (
        select(Content.author_id, func.count().label("pieces"))
        .where(Content.workspace_id == workspace_id, Content.deleted_at.is_(None))
        .group_by(Content.author_id)
        .subquery()
    )
    found: Sequence[RowMapping] = (
        await session.execute(
            select(Member.id, User.name, counted.c.pieces)
            .join(counted, counted.c.author_id == Member.id)
            .join(User, User.id == Member.user_id)
            .where(Member.workspace_id == workspace_id)
            .order_by(func.lower(User.name), Member.id)
        )
    ).mappings().all()  # fmt: skip
    return found


async def is_member(session: ReadSession, workspace_id: UUID, member_id: UUID) -> bool:
    """Whether somebody is a member now."""
    found = await session.scalar(
        select(Member.id).where(
            Member.workspace_id == workspace_id,
            Member.id == member_id,
            Member.removed_at.is_(None),
        )
    )
    return found is not None


async def rows(session: ReadSession, statement: AnySelect) -> Sequence[RowMapping]:
    """The rows of a page."""
    found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
    return found


async def cursor_secret(session: ReadSession, workspace_id: UUID) -> str:
    """What signs the workspace's cursors."""
    found = await session.execute(
        select(Workspace.cursor_secret).where(Workspace.id == workspace_id)
    )
    return found.scalar_one()
