"""Routes of proposals for a selection."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from starlette.responses import StreamingResponse

from alwrity.deps import CanGenerate, CanReadContent, CurrentRuntime, Reading, Writing
from alwrity.edge import EdgeRoute
from alwrity.features.generation import rewrites
from alwrity.features.generation.schemas import RewriteIn, RewriteOut
from alwrity.problems import documented

router = APIRouter(
    prefix="/content/{content_id}/rewrites", route_class=EdgeRoute, tags=["generation"]
)


@router.post(
    "",
    status_code=201,
    response_model=RewriteOut,
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        **documented(401, 403, 404, 409, 422, 502, 503),
    },
)
async def propose(
    content_id: UUID,
    wish: RewriteIn,
    caller: CanGenerate,
    runtime: CurrentRuntime,
    revision: Annotated[
        int, Query(ge=1, le=2**31 - 1, description="The revision you selected in.")
    ],
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Rewrite, shorten, expand, change the tone of, or continue a selection.

    With `Accept: text/event-stream` the proposal streams in; else it comes as one answer.
    """
    selection = await rewrites.select_text(runtime, caller, content_id, revision, wish)
    if "text/event-stream" in accept:
        return StreamingResponse(
            rewrites.propose_streamed(runtime, selection),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    out = await rewrites.propose(runtime, selection)
    return Response(out.model_dump_json(), 201, media_type="application/json")


@router.get("/{rewrite_id}", responses=documented(401, 403, 404, 422))
async def read(
    content_id: UUID, rewrite_id: UUID, caller: CanReadContent, session: Reading
) -> RewriteOut:
    """A proposal."""
    return await rewrites.view(session, caller, content_id, rewrite_id)


@router.post("/{rewrite_id}/apply", responses=documented(401, 403, 404, 409, 412, 422, 503))
async def apply(
    content_id: UUID,
    rewrite_id: UUID,
    caller: CanGenerate,
    runtime: CurrentRuntime,
    session: Writing,
) -> RewriteOut:
    """Put the proposal into the piece; refused when the piece has changed since."""
    return await rewrites.settle(session, runtime.jobs, caller, content_id, rewrite_id, apply=True)


@router.post("/{rewrite_id}/discard", responses=documented(401, 403, 404, 409, 422, 503))
async def discard(
    content_id: UUID,
    rewrite_id: UUID,
    caller: CanGenerate,
    runtime: CurrentRuntime,
    session: Writing,
) -> RewriteOut:
    """Put the proposal aside."""
    return await rewrites.settle(session, runtime.jobs, caller, content_id, rewrite_id, apply=False)
