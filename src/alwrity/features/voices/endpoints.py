"""The routes of voices: everybody reads them, editors change them."""

from uuid import UUID

from fastapi import APIRouter, Response

from alwrity.deps import CanManageVoices, CanReadContent, IfMatch, Reading, Writing
from alwrity.edge import EdgeRoute
from alwrity.features.voices import service
from alwrity.features.voices.schemas import VoiceOut, Voices, VoiceSave
from alwrity.problems import documented

router = APIRouter(prefix="/voices", route_class=EdgeRoute, tags=["voices"])

_CHANGE = documented(401, 403, 404, 409, 412, 422, 428)


@router.get("", responses=documented(401, 403))
async def browse(caller: CanReadContent, session: Reading) -> Voices:
    """The voices of the workspace, by name."""
    return Voices(items=await service.browse(session, caller))


@router.post("", status_code=201, responses=documented(401, 403, 409, 422))
async def create(
    caller: CanManageVoices, session: Writing, new: VoiceSave, response: Response
) -> VoiceOut:
    """Keep a voice, which briefs then name by `voice_id`. Takes an `Idempotency-Key`."""
    voice = await service.create(session, caller, new)
    response.headers["ETag"] = voice.etag
    response.headers["Location"] = f"/api/voices/{voice.id}"
    return voice


@router.get("/{voice_id}", responses=documented(401, 403, 404, 422))
async def show(
    caller: CanReadContent, session: Reading, voice_id: UUID, response: Response
) -> VoiceOut:
    """One voice."""
    voice = await service.show(session, caller, voice_id)
    response.headers["ETag"] = voice.etag
    return voice


@router.put("/{voice_id}", responses=_CHANGE)
async def save(
    *,
    caller: CanManageVoices,
    session: Writing,
    voice_id: UUID,
    if_match: IfMatch,
    new: VoiceSave,
    response: Response,
) -> VoiceOut:
    """Change a voice; what was written with it stays as it is."""
    voice = await service.save(session, caller, voice_id, new, if_match=if_match)
    response.headers["ETag"] = voice.etag
    return voice


@router.delete("/{voice_id}", status_code=204, responses=_CHANGE)
async def delete(
    caller: CanManageVoices, session: Writing, voice_id: UUID, if_match: IfMatch
) -> Response:
    """Forget a voice; briefs that used it keep their copy."""
    await service.delete(session, caller, voice_id, if_match=if_match)
    return Response(status_code=204)
