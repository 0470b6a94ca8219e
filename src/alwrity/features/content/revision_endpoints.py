"""A piece's history over HTTP."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from alwrity.deps import CanReadContent, CanWriteContent, CurrentRuntime, IfMatch, Reading, Writing
from alwrity.edge import EdgeRoute, JsonResponse
from alwrity.features.content import pieces, revisions
from alwrity.features.content.cursors import MAX_LENGTH
from alwrity.features.content.etags import expected_revision
from alwrity.features.content.schemas import Comparison, Piece, RevisionPage, WholeRevision
from alwrity.problems import documented

router = APIRouter(
    prefix="/content/{content_id}",
    route_class=EdgeRoute,
    tags=["library"],
    default_response_class=JsonResponse,
)

_MAX_NUMBER = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=_MAX_NUMBER)]
_READ = documented(401, 403, 404, 422)


@router.get("/revisions", response_model=RevisionPage, responses=_READ)
async def browse(
    caller: CanReadContent,
    session: Reading,
    content_id: UUID,
    cursor: Annotated[str, Query(max_length=MAX_LENGTH)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Response:
    """List a piece's revisions, newest first."""
    return JsonResponse(
        await revisions.page(session, caller.workspace_id, content_id, cursor, limit)
    )


@router.get("/revisions/{number}", response_model=WholeRevision, responses=_READ)
async def show(
    caller: CanReadContent, session: Reading, content_id: UUID, number: Number
) -> Response:
    """Give a piece as it was."""
    return JsonResponse(await revisions.whole(session, caller.workspace_id, content_id, number))


@router.get("/diff", response_model=Comparison, responses=_READ)
async def compare(
    caller: CanReadContent,
    runtime: CurrentRuntime,
    content_id: UUID,
    older: Annotated[int, Query(alias="from", ge=1, le=_MAX_NUMBER)],
    newer: Annotated[int, Query(alias="to", ge=1, le=_MAX_NUMBER)],
) -> Response:
    """Say what changed between any two revisions, by words."""
    async with runtime.database.read() as session:
        before = await revisions.whole(session, caller.workspace_id, content_id, older)
        after = await revisions.whole(session, caller.workspace_id, content_id, newer)
    # Long texts take up to a second: in a thread, and no session is held meanwhile.
    return JsonResponse(await asyncio.to_thread(revisions.compare, before, after))


@router.post(
    "/revisions/{number}/restore",
    response_model=Piece,
    responses=documented(401, 403, 404, 409, 412, 422, 428),
)
async def restore(
    caller: CanWriteContent,
    runtime: CurrentRuntime,
    session: Writing,
    *,
    content_id: UUID,
    number: Number,
    if_match: IfMatch,
) -> Response:
    """Make an older text the newest revision."""
    expected = expected_revision(if_match)
    await pieces.restore_revision(
        session, runtime.jobs, caller, content_id, expected=expected, number=number
    )
    piece, tag = await pieces.show(session, caller.workspace_id, content_id)
    return JsonResponse(piece, headers={"ETag": tag, "Cache-Control": "private, no-cache"})
