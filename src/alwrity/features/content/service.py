"""What a generation, a rewrite and the analysis do with pieces: the door for features above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, select, tuple_, update

from alwrity.auth import Caller
from alwrity.database import Glance, ReadSession, WriteSession
from alwrity.errors import InvalidInputError
from alwrity.features.content import changing, repository, revisions
from alwrity.features.content.cleaning import count_words
from alwrity.group_commit import Change, apply, inserting
from alwrity.group_commit import Row as NewRow
from alwrity.models.base import now
from alwrity.models.content import Content, Revision

_CONTENT = cast("Table", Content.__table__)
_CHECKPOINT = (
    update(_CONTENT)
    .where(
        _CONTENT.c.workspace_id == bindparam("of_workspace"),
        _CONTENT.c.id == bindparam("of_content"),
    )
    .values(
        title=bindparam("new_title"),
        body=bindparam("new_body"),
        word_count=bindparam("new_word_count"),
        revision=_CONTENT.c.revision + 1,
        updated_at=bindparam("new_updated_at"),
    )
)
_COMPLETE = _CHECKPOINT.values(generation_id=None).returning(_CONTENT.c.revision)
_ANALYSED = _CHECKPOINT.values(
    generation_id=None,
    seo_score=bindparam("new_seo_score"),
    quality_score=bindparam("new_quality_score"),
    analysis=_CONTENT.c.analysis + 1,
)
_KEY = tuple_(_CONTENT.c.workspace_id, _CONTENT.c.id)
_REVISIONS = select(_CONTENT.c.id, _CONTENT.c.revision).where(
    _KEY.in_(bindparam("keys", expanding=True))
)
_GLANCE = select(
    *(_CONTENT.c[name] for name in ("author_id", "generation_id", "revision", "language", "body"))
).where(
    _CONTENT.c.workspace_id == bindparam("of_workspace"),
    _CONTENT.c.id == bindparam("of_content"),
    _CONTENT.c.deleted_at.is_(None),
)
_SCORE = (
    update(_CONTENT)
    .where(
        _CONTENT.c.workspace_id == bindparam("of_workspace"),
        _CONTENT.c.id == bindparam("of_content"),
        _CONTENT.c.revision == bindparam("of_revision"),
    )
    .values(
        seo_score=bindparam("new_seo_score"),
        quality_score=bindparam("new_quality_score"),
        analysis=_CONTENT.c.analysis + 1,
    )
    .returning(_CONTENT.c.id)
)


@dataclass(frozen=True, slots=True)
class Written:
    """A piece that a generation has written and analysed."""

    workspace_id: UUID
    content_id: UUID
    author_id: UUID
    title: str
    body: str
    seo_score: int | None
    quality_score: int | None


def started_piece(
    *,
    workspace_id: UUID,
    author_id: UUID,
    title: str,
    language: str,
    keyphrase: str,
    brief_id: UUID,
    generation_id: UUID,
    content_id: UUID,
) -> NewRow:
    """The empty piece that a generation will write; its body is locked until `complete`."""
    moment = now()
    return Content, {
        "workspace_id": workspace_id,
        "id": content_id,
        "author_id": author_id,
        "title": title,
        "body": "",
        "language": language,
        "keyphrase": keyphrase,
        "brief_id": brief_id,
        "generation_id": generation_id,
        "created_at": moment,
        "updated_at": moment,
    }


def checkpoint(workspace_id: UUID, content_id: UUID, title: str, body: str) -> Change:
    """Keep what a generation has written so far, deleted meanwhile or not; no revision row."""
    return _CHECKPOINT, {
        "of_workspace": workspace_id,
        "of_content": content_id,
        "new_title": title,
        "new_body": body,
        "new_word_count": count_words(body),
        "new_updated_at": now(),
    }


async def complete(
    session: WriteSession,
    *,
    workspace_id: UUID,
    content_id: UUID,
    author_id: UUID,
    title: str,
    body: str,
) -> int:
    """Keep what a generation has written in the end and let people edit it.

    Returns:
        The revision.

    Raises:
        NotFoundError: When there is no such piece.
    """
    _, values = checkpoint(workspace_id, content_id, title, body)
    revision = await session.scalar(_COMPLETE, values)
    if revision is None:
        raise revisions.missing_piece(content_id)
    row = _revision(workspace_id, content_id, author_id, revision, values)
    await apply(session, [inserting(*row)])
    return int(revision)


async def complete_all(session: WriteSession, pieces: Sequence[Written]) -> list[int]:
    """The same for many, with the scores of what was written.

    Returns:
        Their revisions.

    Raises:
        NotFoundError: When one of them is not there.
    """
    values = [
        {**checkpoint(piece.workspace_id, piece.content_id, piece.title, piece.body)[1],
         "new_seo_score": piece.seo_score, "new_quality_score": piece.quality_score}
        for piece in pieces
    ]  # fmt: skip
    await apply(session, [(_ANALYSED, row) for row in values])
    keys = [(piece.workspace_id, piece.content_id) for piece in pieces]
    found = {row.id: row.revision for row in await session.execute(_REVISIONS, {"keys": keys})}
    for piece in pieces:
        if piece.content_id not in found:
            raise revisions.missing_piece(piece.content_id)
    numbers: list[int] = [found[piece.content_id] for piece in pieces]
    await apply(session, [
        inserting(*_revision(piece.workspace_id, piece.content_id, piece.author_id, number, row))
        for piece, number, row in zip(pieces, numbers, values, strict=True)
    ])  # fmt: skip
    return numbers


def _revision(
    workspace_id: UUID, content_id: UUID, author_id: UUID, number: int, values: dict[str, Any]
) -> NewRow:
    moment = values["new_updated_at"]
    return Revision, {
        "workspace_id": workspace_id, "content_id": content_id, "number": number,
        "author_id": author_id, "reason": "generation", "title": values["new_title"],
        "body": values["new_body"], "created_at": moment, "updated_at": moment,
    }  # fmt: skip


async def record_analysis(
    session: WriteSession,
    *,
    workspace_id: UUID,
    content_id: UUID,
    revision: int,
    seo_score: int | None,
    quality_score: int | None,
) -> bool:
    """Set the scores, if the piece is still at the revision that was analysed.

    Returns:
        Whether it was.
    """
    found = await session.scalar(
        _SCORE,
        {"of_workspace": workspace_id, "of_content": content_id, "of_revision": revision,
         "new_seo_score": seo_score, "new_quality_score": quality_score},
    )  # fmt: skip
    return found is not None


async def get_piece(session: ReadSession, *, workspace_id: UUID, content_id: UUID) -> Content:
    """The piece's row.

    Raises:
        NotFoundError: When it is missing or deleted.
    """
    piece = await repository.find_row(session, workspace_id, content_id)
    if piece is None:
        raise revisions.missing_piece(content_id)
    return piece


async def glance_at(session: Glance, workspace_id: UUID, content_id: UUID) -> Row[Any]:
    """Author, generation, revision, language and body of a piece, for what needs no more.

    Raises:
        NotFoundError: When it is missing or deleted.
    """
    key = {"of_workspace": workspace_id, "of_content": content_id}
    piece = (await session.execute(_GLANCE, key)).one_or_none()
    if piece is None:
        raise revisions.missing_piece(content_id)
    return piece


async def apply_edit(
    session: WriteSession,
    *,
    caller: Caller,
    content_id: UUID,
    expected_revision: int,
    start: int,
    end: int,
    replacement: str,
) -> int:
    """Replace a stretch of the body; `changing.request_analysis` is the caller's to ask for.

    Args:
        session: The transaction.
        caller: Who asks.
        content_id: Which piece.
        expected_revision: The revision that the offsets point into.
        start: Where the stretch begins, in UTF-16 units.
        end: Where it ends, in UTF-16 units, itself excluded.
        replacement: What stands there afterwards.

    Returns:
        The new revision.

    Raises:
        StaleRevisionError: When the piece was saved since.
        ConflictError: When a generation is writing it.
        InvalidInputError: When the offsets do not lie in the text or cut a character.
    """
    yours = {"start": start, "end": end, "replacement": replacement}
    piece = await changing.hold_for_change(session, caller, content_id, expected_revision, yours)
    body = splice(piece.body, start, end, replacement)
    changing.require_idle(piece)
    changing.set_text(piece, caller, piece.title, body)
    await changing.number_revision(session, piece, caller.member_id, "edit")
    return piece.revision


def splice(body: str, start: int, end: int, replacement: str) -> str:
    """`body` with the UTF-16 units from `start` to `end` replaced.

    Raises:
        InvalidInputError: When they do not lie in the text or cut a character.
    """
    units = body.encode("utf-16-le")
    if not 0 <= start <= end <= len(units) // 2:
        raise InvalidInputError(
            f"The stretch {start} to {end} does not lie in the text of {len(units) // 2} UTF-16 "
            "units; take the offsets from the same revision."
        )
    try:
        before = units[: 2 * start].decode("utf-16-le")
        after = units[2 * end :].decode("utf-16-le")
    except UnicodeDecodeError:
        raise InvalidInputError(
            f"The stretch {start} to {end} cuts a character in two; take the offsets anew."
        ) from None
    return f"{before}{replacement}{after}"
