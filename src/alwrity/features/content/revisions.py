"""Revisions: kept for every change, autosaves of one author within ten minutes in one row."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only

from alwrity.database import ReadSession, WriteSession
from alwrity.errors import NotFoundError
from alwrity.features.content import cursors, presenting, repository
from alwrity.models.base import now
from alwrity.models.content import Content, Revision

COALESCE = timedelta(minutes=10)
_COALESCED = "save"
_WITHOUT_TEXT = (Revision.number, Revision.author_id, Revision.reason, Revision.created_at)


async def record(session: WriteSession, piece: Content, author_id: UUID, reason: str) -> None:
    """Keep the piece as it is now, under its present number. The caller holds its row."""
    row = await _latest(session, piece) if reason == _COALESCED else None
    if row is not None and _continues(row, author_id):
        row.number = piece.revision
        row.title = piece.title
        row.body = piece.body
        row.updated_at = piece.updated_at
    else:
        session.add(
            Revision(
                workspace_id=piece.workspace_id,
                content_id=piece.id,
                number=piece.revision,
                author_id=author_id,
                reason=reason,
                title=piece.title,
                body=piece.body,
                created_at=piece.updated_at,
                updated_at=piece.updated_at,
            )
        )
    await session.flush()


async def page(
    session: ReadSession, workspace_id: UUID, content_id: UUID, cursor: str, limit: int
) -> dict[str, Any]:
    """A `RevisionPage`, newest first.

    Raises:
        NotFoundError: When the piece is missing or deleted.
        InvalidInputError: When the cursor belongs to another list.
    """
    if not await repository.exists(session, workspace_id, content_id):
        raise missing_piece(content_id)
    scope = cursors.scope_of(workspace_id, "revisions", {"content_id": str(content_id)})
    statement = _items(workspace_id, content_id).order_by(Revision.number.desc())
    if cursor:
        secret = await repository.cursor_secret(session, workspace_id)
        number, _ = cursors.unseal(secret, scope, cursor)
        statement = statement.where(Revision.number < number)
    rows = await repository.rows(session, statement.limit(limit + 1))
    following = None
    if len(rows) > limit:
        secret = await repository.cursor_secret(session, workspace_id)
        last = rows[limit - 1]
        following = cursors.seal(secret, scope, (last["number"], content_id))
    items = [presenting.revision(row) for row in rows[:limit]]
    return {"items": items, "next_cursor": following}


async def whole(
    session: ReadSession, workspace_id: UUID, content_id: UUID, number: int
) -> dict[str, Any]:
    """A `WholeRevision`.

    Raises:
        NotFoundError: When the piece or the revision is missing, or the piece is deleted.
    """
    rows = await repository.rows(
        session,
        _items(workspace_id, content_id)
        .add_columns(Revision.body)
        .join(
            Content,
            (Content.workspace_id == Revision.workspace_id) & (Content.id == Revision.content_id),
        )
        .where(Revision.number == number, Content.deleted_at.is_(None)),
    )
    if not rows:
        raise NotFoundError(
            f"There is no revision {number} of {str(content_id)!r}; its list of revisions says "
            "which there are (autosaves are folded into the latest)."
        )
    return presenting.revision(rows[0])


def compare(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """A `Comparison` of two `WholeRevision`s; bounded to a second or so."""
    from alwrity.features.content.diffing import diff  # noqa: PLC0415 - only this route compares

    return {
        "from_number": before["number"],
        "to_number": after["number"],
        "title": diff(before["title"], after["title"]),
        "body": diff(before["body"], after["body"]),
    }


def missing_piece(content_id: UUID) -> NotFoundError:
    """There is no such piece, or none that this caller may know of."""
    return NotFoundError(f"There is no piece {str(content_id)!r}; it may be in the bin.")


def _items(workspace_id: UUID, content_id: UUID) -> repository.AnySelect:
    return select(
        Revision.number,
        Revision.reason,
        Revision.author_id,
        repository.author_name(Revision).label("author_name"),
        Revision.title,
        Revision.created_at,
        Revision.updated_at,
    ).where(Revision.workspace_id == workspace_id, Revision.content_id == content_id)


async def _latest(session: WriteSession, piece: Content) -> Revision | None:
    row: Revision | None = await session.scalar(
        select(Revision)
        .where(Revision.workspace_id == piece.workspace_id, Revision.content_id == piece.id)
        .order_by(Revision.number.desc())
        .limit(1)
        .options(load_only(*_WITHOUT_TEXT))
    )
    return row


def _continues(row: Revision, author_id: UUID) -> bool:
    recent = row.created_at > now() - COALESCE
    return row.reason == _COALESCED and row.author_id == author_id and recent
