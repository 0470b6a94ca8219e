"""Routes of generations."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from starlette.responses import StreamingResponse

from alwrity.deps import CanGenerate, CanReadContent, CurrentRuntime, CurrentUnit, Reading, Writing
from alwrity.edge import EdgeRoute
from alwrity.errors import InvalidInputError
from alwrity.features.generation import service
from alwrity.features.generation.limits import limit_starts
from alwrity.features.generation.places import Places
from alwrity.features.generation.schemas import (
    Accepted,
    BriefIn,
    BriefOut,
    GenerationOut,
    OutlinePlan,
)
from alwrity.features.generation.sources import check_addresses
from alwrity.features.generation.states import State
from alwrity.features.generation.tail import open_tail
from alwrity.problems import documented


async def get_places(request: Request) -> Places:
    """The application's view of the queue, shared by all who listen."""
    return cast("Places", request.app.state.places)


CurrentPlaces = Annotated[Places, Depends(get_places)]
router = APIRouter(route_class=EdgeRoute, tags=["generation"])


@router.post(
    "/content/generate", status_code=202, responses=documented(401, 403, 409, 413, 422, 429, 503)
)
async def generate(
    brief: BriefIn,
    caller: CanGenerate,
    runtime: CurrentRuntime,
    unit: CurrentUnit,
    response: Response,
    _idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", description="Makes a repetition harmless.")
    ] = None,
) -> Accepted:
    """Start a generation: the piece and the place to listen to exist when this answers."""
    service.check_language(brief, runtime.provider.capabilities)
    await service.admit(runtime, caller)
    await check_addresses(brief, runtime.settings.fetch)
    response.headers.update(await limit_starts(runtime, caller))
    started = await service.start(runtime, unit, caller, brief)
    return Accepted(
        content_id=started.content_id,
        generation_id=started.generation_id,
        state=State.QUEUED,
        events=f"/api/generations/{started.generation_id}/events",
    )


@router.get("/content/{content_id}/brief", responses=documented(401, 403, 404, 422))
async def brief_of_piece(content_id: UUID, caller: CanReadContent, session: Reading) -> BriefOut:
    """What a piece was written from: the brief, the voice as it was, sources and passages."""
    return await service.show_brief(session, caller, content_id)


@router.get("/generations/{generation_id}", responses=documented(401, 403, 404, 422))
async def read(generation_id: UUID, caller: CanReadContent, session: Reading) -> GenerationOut:
    """A generation as it stands, with its place in the queue."""
    return await service.view(session, caller, generation_id)


@router.get(
    "/generations/{generation_id}/events",
    response_class=Response,
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        204: {"description": "It has ended and you have seen its last event."},
        **documented(401, 403, 404, 422),
    },
)
async def events(
    generation_id: UUID,
    caller: CanReadContent,
    runtime: CurrentRuntime,
    places: CurrentPlaces,
    last_event_id: Annotated[
        str | None, Header(description="The last id you have seen; without it, a snapshot.")
    ] = None,
) -> Response:
    """Listen, as server-sent events; resumes behind `Last-Event-ID` without a lost character."""
    chunks = await open_tail(runtime, places, caller, generation_id, _seq(last_event_id))
    if chunks is None:
        return Response(status_code=204)
    return StreamingResponse(
        chunks,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.post(
    "/generations/{generation_id}/outline", responses=documented(401, 403, 404, 409, 422, 503)
)
async def confirm_outline(
    generation_id: UUID,
    plan: OutlinePlan,
    caller: CanGenerate,
    runtime: CurrentRuntime,
    session: Writing,
) -> GenerationOut:
    """Go on with the outline as you have edited it."""
    await service.confirm_outline(runtime, session, caller, generation_id, plan)
    return await service.view(session, caller, generation_id)


@router.post(
    "/generations/{generation_id}/stop", responses=documented(401, 403, 404, 409, 422, 503)
)
async def stop(
    generation_id: UUID, caller: CanGenerate, runtime: CurrentRuntime, session: Writing
) -> GenerationOut:
    """Stop for good, at once; what was written stays in the piece."""
    await service.stop(runtime, session, caller, generation_id)
    return await service.view(session, caller, generation_id)


@router.post(
    "/generations/{generation_id}/resume", responses=documented(401, 403, 404, 409, 422, 503)
)
async def resume(
    generation_id: UUID, caller: CanGenerate, runtime: CurrentRuntime, session: Writing
) -> GenerationOut:
    """Go on with a stopped or failed generation."""
    await service.resume(runtime, session, caller, generation_id)
    return await service.view(session, caller, generation_id)


def _seq(value: str | None) -> int | None:
    if value is None or not value.strip():
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise InvalidInputError(f"Last-Event-ID is {value!r}; send the id of an event you got.")
    return int(value)
