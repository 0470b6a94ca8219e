"""One change of many pieces in one transaction; each piece is changed, or refused by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from alwrity.auth import Action, Caller
from alwrity.database import WriteSession
from alwrity.errors import AlwrityError, ConflictError, InvalidInputError
from alwrity.features.content import changing, repository, revisions, tags
from alwrity.features.content.bulk_schemas import BulkAction, BulkChange
from alwrity.features.content.schemas import MAX_TAGS, Status
from alwrity.jobs.queue import JobQueue
from alwrity.models.base import now
from alwrity.models.content import Content


@dataclass(slots=True)
class _Work:
    """One request on its way.

    Attributes:
        undo: Pieces by what takes their change back: steps, each the fields of a request.
    """

    session: WriteSession
    jobs: JobQueue
    caller: Caller
    wanted: BulkChange
    tag_id: UUID | None = None
    tags: Mapping[UUID, set[UUID]] = field(default_factory=dict)
    retagged: list[UUID] = field(default_factory=list)
    undo: dict[tuple[tuple[tuple[str, Any], ...], ...], list[UUID]] = field(default_factory=dict)

    def undone_by(self, piece: Content, *steps: Mapping[str, Any]) -> None:
        key = tuple(tuple(step.items()) for step in steps)
        self.undo.setdefault(key, []).append(piece.id)


async def apply(
    session: WriteSession, jobs: JobQueue, caller: Caller, wanted: BulkChange
) -> dict[str, Any]:
    """A `BulkOutcome`.

    Raises:
        ForbiddenError: When the caller may do this to no piece at all.
        InvalidInputError: When the author to be is no member.
    """
    work = _Work(session, jobs, caller, wanted)
    await _prepare(work)
    held = await repository.hold_all(session, caller.workspace_id, wanted.ids)
    if work.tag_id is not None:
        work.tags = await tags.ids_by_piece(session, caller.workspace_id, held)
    rows = [await _row(work, held.get(id_), id_) for id_ in wanted.ids]
    await _write_tags(work)
    await session.flush()
    outcomes = [row["outcome"] for row in rows]
    return {
        "changed": outcomes.count("changed"),
        "refused": outcomes.count("refused"),
        "rows": rows,
        "undo": _requests(work),
    }


async def _prepare(work: _Work) -> None:
    session, caller, wanted = work.session, work.caller, work.wanted
    if wanted.action is BulkAction.ASSIGN:
        caller.require(Action.CONTENT_WRITE_ANY)
        assert wanted.author_id is not None  # noqa: S101 - the schema's rule
        if not await repository.is_member(session, caller.workspace_id, wanted.author_id):
            raise InvalidInputError(
                f"There is no member {str(wanted.author_id)!r}; GET /api/members lists them."
            )
    if wanted.status is Status.APPROVED:
        caller.require(Action.CONTENT_APPROVE)
    if wanted.tag is not None:
        if wanted.action is BulkAction.TAG:
            await tags.ensure(session, caller.workspace_id, [wanted.tag])
        work.tag_id = await tags.find(session, caller.workspace_id, wanted.tag)


async def _row(work: _Work, piece: Content | None, content_id: UUID) -> dict[str, Any]:
    try:
        binned = piece is not None and piece.deleted_at is not None
        if piece is None or (binned and work.wanted.action is not BulkAction.RESTORE):
            raise revisions.missing_piece(content_id)
        work.caller.require_author(piece.author_id)
        changed = await _change(work, piece)
    except AlwrityError as error:
        return {"id": content_id, "outcome": "refused", "error": error.detail}
    return {"id": content_id, "outcome": "changed" if changed else "unchanged", "error": None}


async def _change(work: _Work, piece: Content) -> bool:
    """Change one piece, or raise before anything is changed."""
    match work.wanted.action:
        case BulkAction.STATUS:
            changed = await _take_step(work, piece)
        case BulkAction.TAG | BulkAction.UNTAG:
            changed = _retag(work, piece)
        case BulkAction.ASSIGN:
            changed = _assign(work, piece)
        case BulkAction.DELETE:
            piece.deleted_at, changed = now(), True
            work.undone_by(piece, {"action": BulkAction.RESTORE})
        case BulkAction.RESTORE:
            changed, piece.deleted_at = piece.deleted_at is not None, None
            if changed:
                work.undone_by(piece, {"action": BulkAction.DELETE})
    return changed


async def _take_step(work: _Work, piece: Content) -> bool:
    before, status = Status(piece.status), work.wanted.status
    assert status is not None  # noqa: S101 - the schema's rule
    if not changing.take_step(piece, status):
        return False
    await changing.commit_revision(work.session, work.jobs, piece, work.caller.member_id, "status")
    way = _way(status, before)
    if Status.APPROVED not in way or work.caller.may(Action.CONTENT_APPROVE):
        work.undone_by(piece, *({"action": BulkAction.STATUS, "status": step} for step in way))
    return True


def _way(here: Status, there: Status) -> Sequence[Status]:
    """The steps from one status to another."""
    if there in changing.STEPS[here]:
        return (there,)
    between = next(s for s in sorted(changing.STEPS[here]) if there in changing.STEPS[s])
    return (between, there)


def _retag(work: _Work, piece: Content) -> bool:
    present = work.tags.get(piece.id, set())
    adding = work.wanted.action is BulkAction.TAG
    if (work.tag_id in present) is adding:
        return False
    if adding and len(present) >= MAX_TAGS:
        raise ConflictError(f"The piece has {len(present)} tags, the most there can be.")
    work.retagged.append(piece.id)
    back = BulkAction.UNTAG if adding else BulkAction.TAG
    work.undone_by(piece, {"action": back, "tag": work.wanted.tag})
    _show_change(piece)
    return True


async def _write_tags(work: _Work) -> None:
    if work.tag_id is None or not work.retagged:
        return
    write = tags.put_on if work.wanted.action is BulkAction.TAG else tags.take_off
    await write(work.session, work.caller.workspace_id, work.retagged, work.tag_id)


def _assign(work: _Work, piece: Content) -> bool:
    author_id = work.wanted.author_id
    assert author_id is not None  # noqa: S101 - the schema's rule
    if piece.author_id == author_id:
        return False
    work.undone_by(piece, {"action": BulkAction.ASSIGN, "author_id": piece.author_id})
    piece.author_id = author_id
    _show_change(piece)
    return True


def _show_change(piece: Content) -> None:
    # No text changed, so no revision; but the piece shows something else, so another ETag.
    piece.analysis += 1
    piece.updated_at = now()


def _requests(work: _Work) -> list[dict[str, Any]]:
    nothing = {"status": None, "tag": None, "author_id": None}
    return [
        {**nothing, **dict(step), "ids": ids} for steps, ids in work.undo.items() for step in steps
    ]
