"""The routes of the desk."""

from fastapi import APIRouter, Response

from alwrity.deps import CanReadContent, CanWriteOwn, IfMatch, Reading, SignedIn, Writing
from alwrity.edge import EdgeRoute, JsonResponse
from alwrity.features.desk import service
from alwrity.features.desk.schemas import Desk, Preferences
from alwrity.problems import documented

router = APIRouter(route_class=EdgeRoute, tags=["desk"])


@router.get("/desk", response_model=Desk, responses=documented(401, 403))
async def look(caller: CanReadContent, session: Reading) -> Response:
    """What is under way, what needs the caller, what finished lately, what they changed last."""
    return JsonResponse(await service.look(session, caller))


@router.get("/me/preferences", responses=documented(401))
async def get_preferences(caller: SignedIn, session: Reading, response: Response) -> Preferences:
    """How the caller likes the pages."""
    found, response.headers["ETag"] = await service.preferences(session, caller)
    return found


@router.put("/me/preferences", responses=documented(401, 403, 409, 412, 422, 428))
async def set_preferences(
    caller: CanWriteOwn, session: Writing, if_match: IfMatch, new: Preferences, response: Response
) -> Preferences:
    """Set them, all at once."""
    response.headers["ETag"] = await service.set_preferences(
        session, caller, new, if_match=if_match
    )
    return new
