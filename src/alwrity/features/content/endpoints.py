"""The library over HTTP."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from pydantic import Field

from alwrity.database import ReadSession
from alwrity.deps import (
    CanReadContent,
    CanWriteContent,
    CurrentRuntime,
    IfMatch,
    Reading,
    Writing,
)
from alwrity.edge import EdgeRoute, JsonResponse
from alwrity.features.content import bulk, files, pieces, repository, tags
from alwrity.features.content.bulk_schemas import BulkChange, BulkOutcome
from alwrity.features.content.cleaning import MAX_TAG, clean_line
from alwrity.features.content.etags import expected_revision, is_current
from alwrity.features.content.schemas import (
    Dismissal,
    DismissalChange,
    Dismissed,
    ImportedFile,
    ImportOutcome,
    ListQuery,
    NewPiece,
    Piece,
    PieceChange,
    PiecePage,
    PieceSave,
    TagsInUse,
    WritingAuthors,
)
from alwrity.problems import documented

router = APIRouter(
    prefix="/content", route_class=EdgeRoute, tags=["library"], default_response_class=JsonResponse
)

_READ = documented(401, 403, 404, 422)
_CHANGE = documented(401, 403, 404, 409, 412, 422, 428)
_NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "You have this version."}}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_OBJECT = {"schema": {"type": "object"}}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A file.",
        "content": {
            **dict.fromkeys(("text/markdown", "text/html", "text/plain"), _BYTES),
            "application/json": _OBJECT,
        },
    }
}


@router.get("", response_model=PiecePage, responses=documented(401, 403, 422))
async def browse(
    caller: CanReadContent, session: Reading, query: Annotated[ListQuery, Query()]
) -> Response:
    """List pieces by keyset pages; `next_cursor` leads to the next one."""
    return JsonResponse(await pieces.browse(session, caller.workspace_id, query))


@router.post("", status_code=201, response_model=Piece, responses=documented(401, 403, 409, 422))
async def create(
    caller: CanWriteContent, runtime: CurrentRuntime, session: Writing, new: NewPiece
) -> Response:
    """Make a piece. Takes an `Idempotency-Key`."""
    content_id = await pieces.create(session, runtime.jobs, caller, new)
    response = await _piece(session, caller.workspace_id, content_id)
    response.status_code = 201
    response.headers["Location"] = f"/api/content/{content_id}"
    return response


@router.get("/tags", response_model=TagsInUse, responses=documented(401, 403, 422))
async def suggest_tags(
    caller: CanReadContent,
    session: Reading,
    prefix: Annotated[str, Query(max_length=MAX_TAG)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response:
    """List tags in use, in order, with how many pieces have them."""
    beginning = clean_line(prefix.replace("\x00", " ")).lower()
    return JsonResponse(
        {"items": await tags.suggest(session, caller.workspace_id, beginning, limit)}
    )


@router.get("/authors", response_model=WritingAuthors, responses=documented(401, 403))
async def list_authors(caller: CanReadContent, session: Reading) -> Response:
    """List who has pieces, by name, with how many; for filters."""
    rows = await repository.authors(session, caller.workspace_id)
    return JsonResponse({"items": [dict(row) for row in rows]})


@router.post("/bulk", response_model=BulkOutcome, responses=documented(401, 403, 409, 422))
async def change_many(
    caller: CanWriteContent, runtime: CurrentRuntime, session: Writing, wanted: BulkChange
) -> Response:
    """Change up to 200 pieces in one transaction; each is changed or refused by itself.

    Takes an `Idempotency-Key`. `undo` holds the requests that take it back, to be sent in order.
    """
    return JsonResponse(await bulk.apply(session, runtime.jobs, caller, wanted))


@router.post(
    "/import", response_model=list[ImportOutcome], responses=documented(401, 403, 409, 413, 422)
)
async def bring_in(
    caller: CanWriteContent,
    runtime: CurrentRuntime,
    session: Writing,
    given: Annotated[list[ImportedFile], Field(min_length=1, max_length=100)],
) -> Response:
    """Make pieces of Markdown files; each succeeds or fails alone. Takes an `Idempotency-Key`."""
    return JsonResponse(await files.bring_in(session, runtime.jobs, caller, given))


@router.get("/{content_id}", response_model=Piece, responses={**_READ, **_NOT_MODIFIED})
async def show(
    caller: CanReadContent,
    session: Reading,
    content_id: UUID,
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Response:
    """Give a piece whole."""
    return await _piece(session, caller.workspace_id, content_id, if_none_match)


@router.put("/{content_id}", response_model=Piece, responses=_CHANGE)
async def save(
    caller: CanWriteContent,
    runtime: CurrentRuntime,
    session: Writing,
    *,
    content_id: UUID,
    if_match: IfMatch,
    new: PieceSave,
) -> Response:
    """Save a piece whole; one author's saves within ten minutes share a revision in the history."""
    expected = expected_revision(if_match)
    await pieces.save(session, runtime.jobs, caller, content_id, expected=expected, new=new)
    return await _piece(session, caller.workspace_id, content_id)


@router.patch("/{content_id}", response_model=Piece, responses=_CHANGE)
async def change(
    caller: CanWriteContent,
    runtime: CurrentRuntime,
    session: Writing,
    *,
    content_id: UUID,
    if_match: IfMatch,
    change: PieceChange,
) -> Response:
    """Save some fields, or take a step between draft, review and approved (takes an editor)."""
    expected = expected_revision(if_match)
    if change.status is not None:
        await pieces.change_status(
            session, runtime.jobs, caller, content_id, expected=expected, status=change.status
        )
    else:
        await pieces.save(session, runtime.jobs, caller, content_id, expected=expected, new=change)
    return await _piece(session, caller.workspace_id, content_id)


@router.delete("/{content_id}", status_code=204, response_class=Response, responses=_CHANGE)
async def delete(
    caller: CanWriteContent, session: Writing, content_id: UUID, if_match: IfMatch
) -> Response:
    """Put a piece into the bin."""
    await pieces.delete(session, caller, content_id, expected_revision(if_match))
    return Response(status_code=204)


@router.post("/{content_id}/restore", response_model=Piece, responses=_READ)
async def undelete(caller: CanWriteContent, session: Writing, content_id: UUID) -> Response:
    """Take a piece out of the bin."""
    await pieces.undelete(session, caller, content_id)
    return await _piece(session, caller.workspace_id, content_id)


@router.put("/{content_id}/dismissed", status_code=204, response_class=Response, responses=_CHANGE)
async def dismiss(
    caller: CanWriteContent,
    session: Writing,
    content_id: UUID,
    if_match: IfMatch,
    dismissal: Dismissal,
) -> Response:
    """Say which findings are put aside; makes no revision, but another ETag."""
    expected = expected_revision(if_match)
    tag = await pieces.dismiss(session, caller, content_id, expected, dismissal.ids)
    return Response(status_code=204, headers={"ETag": tag})


@router.patch("/{content_id}/dismissed", response_model=Dismissed, responses=_CHANGE)
async def change_dismissed(
    caller: CanWriteContent,
    session: Writing,
    content_id: UUID,
    if_match: IfMatch,
    change: DismissalChange,
) -> Response:
    """Put single findings aside, or take them back; the others stay as they are."""
    expected = expected_revision(if_match)
    ids, tag = await pieces.change_dismissed(
        session, caller, content_id, expected, add=change.add, remove=change.remove
    )
    return JsonResponse({"ids": ids}, headers={"ETag": tag})


@router.get("/{content_id}/export", response_class=Response, responses={**_READ, **_FILES})
async def export(
    caller: CanReadContent,
    runtime: CurrentRuntime,
    content_id: UUID,
    form: Annotated[files.Format, Query(alias="format")] = files.Format.MARKDOWN,
) -> Response:
    """Give a piece as a file."""
    async with runtime.database.read() as session:
        piece, _ = await pieces.show(session, caller.workspace_id, content_id)
    # No session is held meanwhile.
    file = await asyncio.to_thread(files.export, piece, form)
    headers = {"Content-Disposition": file.disposition, "X-Content-Type-Options": "nosniff"}
    return Response(file.content, headers=headers, media_type=file.media_type)


async def _piece(
    session: ReadSession, workspace_id: UUID, content_id: UUID, if_none_match: str | None = None
) -> Response:
    piece, tag = await pieces.show(session, workspace_id, content_id)
    # Only the caller's own cache may keep it, and asks each time.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if is_current(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    return JsonResponse(piece, headers=headers)
