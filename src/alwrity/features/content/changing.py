"""The rules that every change of a piece follows, whoever asks for it."""

from typing import Any
from uuid import UUID

from alwrity.auth import Action, Caller
from alwrity.database import WriteSession
from alwrity.errors import ConflictError, InvalidInputError, StaleRevisionError
from alwrity.features.content import presenting, repository, revisions
from alwrity.features.content.cleaning import MAX_BODY, count_words
from alwrity.features.content.etags import etag
from alwrity.features.content.schemas import Status
from alwrity.jobs.queue import JobQueue
from alwrity.models.base import now
from alwrity.models.content import Content

STEPS: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.REVIEW}),
    Status.REVIEW: frozenset({Status.DRAFT, Status.APPROVED}),
    Status.APPROVED: frozenset({Status.DRAFT}),
}


async def hold_for_change(
    session: WriteSession,
    caller: Caller,
    content_id: UUID,
    expected: int,
    yours: dict[str, Any] | None = None,
) -> Content:
    """The piece, held until the commit, if this caller may change this version of it.

    Args:
        session: The transaction.
        caller: Who asks.
        content_id: Which piece.
        expected: The revision that the caller read.
        yours: What they would save, for the answer when somebody else was faster.

    Raises:
        NotFoundError: When it is missing or deleted.
        ForbiddenError: When it is somebody else's and the caller is no editor.
        StaleRevisionError: When it was saved since; `extra` holds both versions.
    """
    piece = await repository.hold(session, caller.workspace_id, content_id)
    if piece is None or piece.deleted_at is not None:
        raise revisions.missing_piece(content_id)
    caller.require_author(piece.author_id)
    if piece.revision != expected:
        row = await repository.find(session, caller.workspace_id, content_id)
        raise StaleRevisionError(
            f"You changed revision {expected}, but the piece is at revision {piece.revision}; "
            "read it again and merge.",
            extra={
                "current": presenting.piece(row) if row is not None else None,
                "yours": {"revision": expected, **(yours or {})},
            },
            headers={"ETag": etag(piece.revision, piece.analysis)},
        )
    return piece


def require_idle(piece: Content) -> None:
    """Let nobody else write while a generation does.

    Raises:
        ConflictError: When one does.
    """
    if piece.generation_id is not None:
        raise ConflictError(
            f"The generation {str(piece.generation_id)!r} is writing this piece; stop it, or wait "
            "until it is done."
        )


def take_step(piece: Content, status: Status) -> bool:
    """Give the piece another status; the same again changes nothing.

    Returns:
        Whether it has changed.

    Raises:
        ConflictError: When no step leads there, or a generation is writing the piece.
    """
    if piece.status == status:
        return False
    present = Status(piece.status)
    if status not in STEPS[present]:
        steps = " or ".join(repr(step.value) for step in sorted(STEPS[present]))
        raise ConflictError(
            f"A piece in {present.value!r} cannot become {status.value!r}; it can become {steps}."
        )
    require_idle(piece)
    piece.status = status
    return True


def set_text(piece: Content, caller: Caller, title: str, body: str) -> None:
    """Give the piece another title and body; what was approved is approved no more.

    Raises:
        ConflictError: When the body changes under a generation.
        InvalidInputError: When the body is too long.
    """
    if (title, body) == (piece.title, piece.body):
        return
    if body != piece.body:
        require_idle(piece)
        if len(body) > MAX_BODY:
            raise InvalidInputError(
                f"The body would have {len(body)} characters; {MAX_BODY} are allowed."
            )
        piece.word_count = count_words(body)
    piece.title, piece.body = title, body
    if piece.status == Status.APPROVED and not caller.may(Action.CONTENT_APPROVE):
        piece.status = Status.DRAFT


async def commit_revision(
    session: WriteSession, jobs: JobQueue, piece: Content, author_id: UUID, reason: str
) -> None:
    """Number the piece's next revision, keep it, and have it analysed."""
    await number_revision(session, piece, author_id, reason)
    await request_analysis(session, jobs, piece.workspace_id, piece.id, piece.revision)


async def number_revision(
    session: WriteSession, piece: Content, author_id: UUID, reason: str
) -> None:
    """Number the piece's next revision and keep it."""
    piece.revision += 1
    piece.updated_at = now()
    await revisions.record(session, piece, author_id, reason)


async def request_analysis(
    session: WriteSession, jobs: JobQueue, workspace_id: UUID, content_id: UUID, revision: int
) -> None:
    """Have the piece analysed after the commit; by name, since `seo` stands above.

    While such a job waits, this adds none: the job analyses whatever revision it then finds.
    """
    await jobs.enqueue(
        session,
        "seo.analyse",
        workspace_id,
        {"content_id": str(content_id), "revision": revision},
        unique_key=f"seo.analyse:{content_id}",
    )
