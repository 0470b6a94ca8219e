"""The routes of invitations: owners make and revoke them, whoever has a link accepts it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from alwrity.deps import CanManageMembers, CurrentRuntime, CurrentUnit, IfMatch, Reading, Writing
from alwrity.edge import SecretRoute
from alwrity.features.accounts import invitations
from alwrity.features.accounts.dependencies import (
    CurrentPasswords,
    count_try,
    require_login,
)
from alwrity.features.accounts.invitation_schemas import (
    Acceptance,
    InvitationAnswer,
    InvitationsAnswer,
    IssuedInvitation,
    NewInvitation,
    OpenedInvitation,
    ShownToken,
)
from alwrity.features.accounts.schemas import Me
from alwrity.features.accounts.signing_in import address_of, signed_in
from alwrity.problems import documented
from alwrity.runtime import Runtime

router = APIRouter(prefix="/invitations", route_class=SecretRoute)


@router.get("", responses=documented(401, 403))
async def list_invitations(caller: CanManageMembers, session: Reading) -> InvitationsAnswer:
    """The invitations that are neither used nor revoked, newest first."""
    return InvitationsAnswer(items=await invitations.list_all(session, caller))


@router.post("", status_code=201, responses=documented(401, 403, 409, 422))
async def invite(
    caller: CanManageMembers,
    new: NewInvitation,
    runtime: CurrentRuntime,
    response: Response,
    session: Writing,
) -> IssuedInvitation:
    """Invite somebody: the answer holds the link, this once. It is good for seven days."""
    require_login(runtime)
    invitation = await invitations.create(session, caller, new)
    response.headers["ETag"] = invitation.etag
    response.headers["Location"] = f"/api/invitations/{invitation.id}"
    response.headers["Cache-Control"] = "no-store"
    return invitation


@router.post("/open", responses=documented(403, 404, 409, 422, 429))
async def look(
    shown: ShownToken, request: Request, runtime: CurrentRuntime, session: Reading
) -> OpenedInvitation:
    """What an invitation is for, shown to whoever has its link."""
    require_login(runtime)
    await _count_try(runtime, request)
    return await invitations.look(session, shown.token.get_secret_value())


@router.post("/accept", status_code=201, responses=documented(401, 403, 404, 409, 422, 429, 503))
async def accept(
    *,
    wanted: Acceptance,
    request: Request,
    response: Response,
    runtime: CurrentRuntime,
    unit: CurrentUnit,
    passwords: CurrentPasswords,
) -> Me:
    """Become a member by a link, once: the answer sets the session's cookie."""
    require_login(runtime)
    limits = await _count_try(runtime, request)
    hours = runtime.settings.accounts.session_hours
    return await signed_in(
        invitations.accept(unit, runtime.database, passwords, wanted, hours=hours),
        limits, runtime=runtime, unit=unit, response=response,
    )  # fmt: skip


@router.get("/{invitation_id}", responses=documented(401, 403, 404, 422))
async def show_invitation(
    caller: CanManageMembers, invitation_id: UUID, response: Response, session: Reading
) -> InvitationAnswer:
    """One invitation."""
    invitation = await invitations.get(session, caller, invitation_id)
    response.headers["ETag"] = invitation.etag
    return invitation


@router.delete(
    "/{invitation_id}", status_code=204, responses=documented(401, 403, 404, 412, 422, 428)
)
async def revoke_invitation(
    caller: CanManageMembers, invitation_id: UUID, if_match: IfMatch, session: Writing
) -> Response:
    """Make a link stop working, at once."""
    await invitations.revoke(session, caller, invitation_id, if_match=if_match)
    return Response(status_code=204)


async def _count_try(runtime: Runtime, request: Request) -> dict[str, str]:
    return await count_try(runtime, f"invitation:{address_of(request)}")
