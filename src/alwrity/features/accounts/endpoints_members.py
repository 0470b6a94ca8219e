"""The routes of members."""

from uuid import UUID

from fastapi import APIRouter, Response

from alwrity.deps import CanManageMembers, CanReadMembers, CurrentUnit, IfMatch, Reading, Writing
from alwrity.edge import SecretRoute
from alwrity.features.accounts import members
from alwrity.features.accounts.dependencies import CurrentIdentification, CurrentPasswords
from alwrity.features.accounts.passwords import check_password
from alwrity.features.accounts.schemas import MemberAnswer, MemberChange, MembersAnswer, NewMember
from alwrity.problems import documented

router = APIRouter(prefix="/members", route_class=SecretRoute)


@router.get("", responses=documented(401, 403))
async def list_members(caller: CanReadMembers, session: Reading) -> MembersAnswer:
    """The members of the workspace, oldest first."""
    return MembersAnswer(items=await members.list_all(session, caller))


@router.post("", status_code=201, responses=documented(401, 403, 409, 422, 503))
async def add_member(
    caller: CanManageMembers,
    new: NewMember,
    response: Response,
    unit: CurrentUnit,
    passwords: CurrentPasswords,
) -> MemberAnswer:
    """Add somebody with a password to begin with."""
    password = new.password.get_secret_value()
    check_password(password)
    # Hashed before the transaction begins: it is slow.
    hashed = await passwords.hash(password)
    member = await members.add(await unit.session(), caller, new, hashed)
    response.headers["ETag"] = member.etag
    response.headers["Location"] = f"/api/members/{member.id}"
    return member


@router.get("/{member_id}", responses=documented(401, 403, 404, 422))
async def get_member(
    caller: CanReadMembers, member_id: UUID, response: Response, session: Reading
) -> MemberAnswer:
    """One member."""
    member = await members.get(session, caller, member_id)
    response.headers["ETag"] = member.etag
    return member


@router.patch("/{member_id}", responses=documented(401, 403, 404, 409, 412, 422, 428))
async def change_member(
    *,
    caller: CanManageMembers,
    member_id: UUID,
    changed: MemberChange,
    if_match: IfMatch,
    response: Response,
    session: Writing,
    identification: CurrentIdentification,
) -> MemberAnswer:
    """Give a member another role; never to the last owner."""
    member = await members.change(
        session, identification, caller, member_id, changed, if_match=if_match
    )
    response.headers["ETag"] = member.etag
    return member


@router.delete(
    "/{member_id}", status_code=204, responses=documented(401, 403, 404, 409, 412, 422, 428)
)
async def remove_member(
    caller: CanManageMembers,
    member_id: UUID,
    if_match: IfMatch,
    session: Writing,
    identification: CurrentIdentification,
) -> Response:
    """Remove a member: their sessions and keys end, what they wrote stays; never the last owner."""
    await members.remove(session, identification, caller, member_id, if_match=if_match)
    return Response(status_code=204)
