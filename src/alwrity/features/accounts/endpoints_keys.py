"""The routes of API keys."""

from uuid import UUID

from fastapi import APIRouter, Response

from alwrity.deps import CanManageKeys, IfMatch, Reading, Writing
from alwrity.edge import EdgeRoute
from alwrity.features.accounts import keys
from alwrity.features.accounts.dependencies import CurrentIdentification
from alwrity.features.accounts.schemas import IssuedKey, KeyAnswer, KeysAnswer, NewKey
from alwrity.problems import documented

router = APIRouter(prefix="/keys", route_class=EdgeRoute)


@router.get("", responses=documented(401, 403))
async def list_keys(caller: CanManageKeys, session: Reading) -> KeysAnswer:
    """The keys of the workspace that are not revoked, oldest first."""
    return KeysAnswer(items=await keys.list_all(session, caller))


@router.post("", status_code=201, responses=documented(401, 403, 409, 422))
async def create_key(
    caller: CanManageKeys, new: NewKey, response: Response, session: Writing
) -> IssuedKey:
    """Make a key; its token is shown in this answer and never again."""
    key = await keys.create(
        session, caller, name=new.name, scopes=new.scopes, expires_in_days=new.expires_in_days
    )
    response.headers["ETag"] = key.etag
    response.headers["Location"] = f"/api/keys/{key.id}"
    response.headers["Cache-Control"] = "no-store"
    return key


@router.get("/{key_id}", responses=documented(401, 403, 404, 422))
async def get_key(
    caller: CanManageKeys, key_id: UUID, response: Response, session: Reading
) -> KeyAnswer:
    """One key."""
    key = await keys.get(session, caller, key_id)
    response.headers["ETag"] = key.etag
    return key


@router.delete("/{key_id}", status_code=204, responses=documented(401, 403, 404, 412, 422, 428))
async def revoke_key(
    caller: CanManageKeys,
    key_id: UUID,
    if_match: IfMatch,
    session: Writing,
    identification: CurrentIdentification,
) -> Response:
    """Revoke a key: at once on this server, within ten seconds on all others."""
    await keys.revoke(session, identification, caller, key_id, if_match=if_match)
    return Response(status_code=204)
