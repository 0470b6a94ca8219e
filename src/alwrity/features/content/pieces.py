"""What people do with pieces. Sessions are the caller's; nothing here commits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from alwrity.auth import Action, Caller
from alwrity.database import ReadSession, WriteSession
from alwrity.errors import ConflictError
from alwrity.features.content import (
    changing,
    cursors,
    listing,
    presenting,
    repository,
    revisions,
    search,
    tags,
)
from alwrity.features.content.cleaning import count_words
from alwrity.features.content.etags import etag
from alwrity.features.content.schemas import (
    MAX_DISMISSED,
    ListQuery,
    NewPiece,
    PieceChange,
    PieceSave,
    Status,
)
from alwrity.jobs.queue import JobQueue
from alwrity.models.base import new_id, now
from alwrity.models.content import Content

_PLAIN_FIELDS = ("language", "keyphrase", "meta_description", "slug")


async def show(
    session: ReadSession, workspace_id: UUID, content_id: UUID
) -> tuple[dict[str, Any], str]:
    """A `Piece` and its ETag, in one statement.

    Raises:
        NotFoundError: When it is missing or deleted.
    """
    row = await repository.find(session, workspace_id, content_id)
    if row is None:
        raise revisions.missing_piece(content_id)
    return presenting.piece(row), etag(row["revision"], row["analysis"])


async def browse(session: ReadSession, workspace_id: UUID, query: ListQuery) -> dict[str, Any]:
    """A `PiecePage`.

    Raises:
        InvalidInputError: When the cursor belongs to another list.
    """
    filters = query.model_dump(exclude={"cursor", "limit"})
    scope = cursors.scope_of(workspace_id, "content", filters)
    after = None
    if query.cursor:
        secret = await repository.cursor_secret(session, workspace_id)
        after = cursors.unseal(secret, scope, query.cursor)
    words = search.Words.parse(query.q)
    dialect = session.get_bind().dialect.name
    statement = listing.page_statement(query, words, workspace_id, after, dialect)
    rows = await repository.rows(session, statement)
    page, following = rows[: query.limit], None
    if len(rows) > query.limit:
        secret = await repository.cursor_secret(session, workspace_id)
        following = cursors.seal(secret, scope, (page[-1]["sort_value"], page[-1]["id"]))
    found: Mapping[UUID, str] = {}
    if words is not None:
        found = await search.snippets(session, workspace_id, [row["id"] for row in page], words)
    items = [presenting.item(row, found.get(row["id"])) for row in page]
    return {"items": items, "next_cursor": following}


async def create(
    session: WriteSession,
    jobs: JobQueue,
    caller: Caller,
    new: NewPiece,
    *,
    reason: str = "create",
) -> UUID:
    """Make a piece; the caller is its author. Gives its id."""
    moment = now()
    piece = Content(
        workspace_id=caller.workspace_id,
        id=new_id(),
        author_id=caller.member_id,
        word_count=count_words(new.body),
        revision=1,
        analysis=0,
        created_at=moment,
        updated_at=moment,
        **new.model_dump(exclude={"tags"}),
    )
    session.add(piece)
    await session.flush()
    await revisions.record(session, piece, caller.member_id, reason)
    await tags.replace(session, piece.workspace_id, piece.id, new.tags)
    await changing.request_analysis(session, jobs, piece.workspace_id, piece.id, piece.revision)
    return piece.id


async def save(
    session: WriteSession,
    jobs: JobQueue,
    caller: Caller,
    content_id: UUID,
    *,
    expected: int,
    new: PieceSave | PieceChange,
) -> None:
    """Save a piece, or some of it; what may be refused: `changing.hold_for_change`, `set_text`."""
    given = new.model_dump(exclude_none=True)
    piece = await changing.hold_for_change(session, caller, content_id, expected, given)
    changing.set_text(piece, caller, given.get("title", piece.title), given.get("body", piece.body))
    for name in _PLAIN_FIELDS:
        if name in given:
            setattr(piece, name, given[name])
    await changing.commit_revision(session, jobs, piece, caller.member_id, "save")
    if new.tags is not None:
        await tags.replace(session, piece.workspace_id, piece.id, new.tags)


async def change_status(
    session: WriteSession,
    jobs: JobQueue,
    caller: Caller,
    content_id: UUID,
    *,
    expected: int,
    status: Status,
) -> None:
    """Take a step between draft, review and approved; the same status again changes nothing.

    Raises:
        ForbiddenError: When the step is an approval and the caller may not approve.
        ConflictError: When no step leads there, or a generation is writing the piece.
    """
    if status is Status.APPROVED:
        caller.require(Action.CONTENT_APPROVE)
    piece = await changing.hold_for_change(
        session, caller, content_id, expected, {"status": status}
    )
    if changing.take_step(piece, status):
        await changing.commit_revision(session, jobs, piece, caller.member_id, "status")


async def delete(session: WriteSession, caller: Caller, content_id: UUID, expected: int) -> None:
    """Put a piece into the bin."""
    piece = await changing.hold_for_change(session, caller, content_id, expected)
    piece.deleted_at = now()


async def undelete(session: WriteSession, caller: Caller, content_id: UUID) -> None:
    """Take a piece out of the bin; one that is not in it stays as it is.

    Raises:
        NotFoundError: When there is none.
        ForbiddenError: When it is somebody else's and the caller is no editor.
    """
    piece = await repository.hold(session, caller.workspace_id, content_id)
    if piece is None:
        raise revisions.missing_piece(content_id)
    caller.require_author(piece.author_id)
    piece.deleted_at = None


async def dismiss(
    session: WriteSession, caller: Caller, content_id: UUID, expected: int, ids: list[str]
) -> str:
    """Put findings aside. No new revision, but another ETag: the piece shows these ids.

    Returns:
        The ETag.
    """
    piece = await changing.hold_for_change(
        session, caller, content_id, expected, {"dismissed": ids}
    )
    return _put_aside(piece, ids)


async def change_dismissed(
    session: WriteSession,
    caller: Caller,
    content_id: UUID,
    expected: int,
    *,
    add: list[str],
    remove: list[str],
) -> tuple[list[str], str]:
    """Put findings aside, and take others back, whatever else was put aside meanwhile.

    Returns:
        All that are put aside now, and the ETag.

    Raises:
        ConflictError: When it would be too many.
    """
    piece = await changing.hold_for_change(
        session, caller, content_id, expected, {"add": add, "remove": remove}
    )
    gone = set(remove)
    ids = [id_ for id_ in piece.dismissed if id_ not in gone] + add
    tag = _put_aside(piece, ids)
    return piece.dismissed, tag


def _put_aside(piece: Content, ids: list[str]) -> str:
    chosen = list(dict.fromkeys(ids))
    if len(chosen) > MAX_DISMISSED:
        raise ConflictError(
            f"{len(chosen)} findings would be put aside; {MAX_DISMISSED} can be, take some back."
        )
    if chosen != piece.dismissed:
        piece.dismissed = chosen
        piece.analysis += 1
    return etag(piece.revision, piece.analysis)


async def restore_revision(
    session: WriteSession,
    jobs: JobQueue,
    caller: Caller,
    content_id: UUID,
    *,
    expected: int,
    number: int,
) -> None:
    """Make an older text the newest revision.

    Raises:
        NotFoundError: When there is no such revision.
    """
    piece = await changing.hold_for_change(
        session, caller, content_id, expected, {"number": number}
    )
    older = await revisions.whole(session, caller.workspace_id, content_id, number)
    changing.set_text(piece, caller, older["title"], older["body"])
    await changing.commit_revision(session, jobs, piece, caller.member_id, "restore")
