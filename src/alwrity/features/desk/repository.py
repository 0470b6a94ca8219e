"""The rows of the desk."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, select

from alwrity.database import ReadSession, WriteSession
from alwrity.features.generation.states import State
from alwrity.models.accounts import Member, MemberPreferences, User
from alwrity.models.content import Content
from alwrity.models.generation import Generation

AnySelect = Select[*tuple[Any, ...]]

_PIECE = (
    Content.id.label("content_id"),
    Content.title,
    Content.status,
    Content.author_id,
    Content.word_count,
    Content.seo_score,
    Content.quality_score,
    Content.revision,
    Content.updated_at,
)
_GENERATION = (
    Generation.id.label("generation_id"),
    Generation.state,
    Generation.error,
    Generation.created_at,
    Generation.ended_at,
)


async def generations(
    session: ReadSession,
    workspace_id: UUID,
    author_id: UUID,
    states: Collection[State],
    *,
    since: datetime | None = None,
    limit: int,
) -> Sequence[RowMapping]:
    """An author's generations in these states with their pieces, newest first.

    Args:
        since: When they were begun at the earliest.
        limit: Most rows.
    """
    statement = (
        _with_author(select(*_GENERATION, *_PIECE))
        .join(
            Generation,
            and_(
                Generation.workspace_id == Content.workspace_id,
                Generation.content_id == Content.id,
            ),
        )
        .where(
            Generation.workspace_id == workspace_id,
            Generation.author_id == author_id,
            Generation.state.in_(sorted(states)),
            Content.deleted_at.is_(None),
        )
        .order_by(Generation.created_at.desc(), Generation.id.desc())
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(Generation.created_at >= since)
    found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
    return found


async def pieces(
    session: ReadSession,
    workspace_id: UUID,
    *conditions: ColumnElement[bool],
    oldest_first: bool = False,
    limit: int,
) -> Sequence[RowMapping]:
    """Pieces that are not deleted, by when they changed."""
    when, row_id = Content.updated_at, Content.id
    statement = (
        _with_author(select(*_PIECE))
        .where(Content.workspace_id == workspace_id, Content.deleted_at.is_(None), *conditions)
        .order_by(*((when, row_id) if oldest_first else (when.desc(), row_id.desc())))
        .limit(limit)
    )
    found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
    return found


async def preferences(
    session: ReadSession, workspace_id: UUID, member_id: UUID
) -> MemberPreferences | None:
    """What a member has set."""
    return await session.get(MemberPreferences, (workspace_id, member_id))


async def lock_member(session: WriteSession, workspace_id: UUID, member_id: UUID) -> None:
    """Let one change of a member's preferences run at a time."""
    await session.execute(
        select(Member.id)
        .where(Member.workspace_id == workspace_id, Member.id == member_id)
        .with_for_update(key_share=True)
    )


def _with_author(statement: AnySelect) -> AnySelect:
    return (
        statement.add_columns(User.name.label("author_name"))
        .select_from(Content)
        .join(
            Member,
            and_(Member.workspace_id == Content.workspace_id, Member.id == Content.author_id),
        )
        .join(User, User.id == Member.user_id)
    )
