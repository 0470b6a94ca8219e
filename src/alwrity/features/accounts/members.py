"""The members of a workspace: owners add, change and remove them."""

from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError

from alwrity.auth import Caller, Role
from alwrity.database import ReadSession, WriteSession
from alwrity.errors import ConflictError, NotFoundError, StaleRevisionError
from alwrity.features.accounts import repository
from alwrity.features.accounts.identification import Identification
from alwrity.features.accounts.locks import lock_workspace
from alwrity.features.accounts.schemas import MemberAnswer, MemberChange, NewMember
from alwrity.features.accounts.versions import matches
from alwrity.models.accounts import Member, User
from alwrity.models.base import now

log = structlog.get_logger(__name__)


async def list_all(session: ReadSession, caller: Caller) -> list[MemberAnswer]:
    """The members, oldest first."""
    rows = await repository.list_members(session, caller.workspace_id)
    return [MemberAnswer.of(member, user, caller) for member, user in rows]


async def get(session: ReadSession, caller: Caller, member_id: UUID) -> MemberAnswer:
    """One member.

    Raises:
        NotFoundError: When there is none, or not here.
    """
    member, user = await _find(session, caller, member_id)
    return MemberAnswer.of(member, user, caller)


async def add(
    session: WriteSession, caller: Caller, new: NewMember, password_hash: str
) -> MemberAnswer:
    """Add somebody, or take somebody back who was removed.

    Who has an account through another workspace is not added: their password would let its
    former owner in here, or ours would let us in there.

    Raises:
        ConflictError: When they are a member already, or known to another workspace.
    """
    await lock_workspace(session, caller.workspace_id)
    user = await repository.user_by_email(session, new.email)
    if user is None:
        user = User(email=new.email, name=new.name, password_hash=password_hash)
        session.add(user)
        await _flush(session, new.email)
        member = Member(workspace_id=caller.workspace_id, user_id=user.id, role=new.role)
        session.add(member)
    else:
        member = await _take_back(session, caller, user, new)
        user.name, user.password_hash = new.name, password_hash
    await _flush(session, new.email)
    session.after_commit(
        lambda: log.info("member_added", member_id=str(member.id), role=new.role.value)
    )
    return MemberAnswer.of(member, user, caller)


async def change(
    session: WriteSession,
    identification: Identification,
    caller: Caller,
    member_id: UUID,
    changed: MemberChange,
    *,
    if_match: str,
) -> MemberAnswer:
    """Change a member's role.

    Raises:
        NotFoundError: When there is none, or not here.
        StaleRevisionError: When somebody changed them in between.
        ConflictError: When nobody would be left to manage the workspace.
    """
    member, user = await _lock(session, caller, member_id, if_match, changed.model_dump())
    if changed.role is not Role.OWNER:
        await _keep_an_owner(session, member)
    member.role = changed.role
    await session.flush()
    session.after_commit(lambda: identification.forget_member(member_id))
    session.after_commit(
        lambda: log.info("member_changed", member_id=str(member_id), role=changed.role.value)
    )
    return MemberAnswer.of(member, user, caller)


async def remove(
    session: WriteSession,
    identification: Identification,
    caller: Caller,
    member_id: UUID,
    *,
    if_match: str,
) -> None:
    """Remove a member and end their sessions and keys; what they wrote stays.

    Raises:
        NotFoundError: When there is none, or not here.
        StaleRevisionError: When somebody changed them in between.
        ConflictError: When nobody would be left to manage the workspace.
    """
    member, _user = await _lock(session, caller, member_id, if_match, {"removed": True})
    await _keep_an_owner(session, member)
    member.removed_at = now()
    await session.flush()
    await repository.end_sessions(session, caller.workspace_id, member_id)
    await repository.revoke_keys(session, caller.workspace_id, member_id, at=member.removed_at)
    session.after_commit(lambda: identification.forget_member(member_id))
    session.after_commit(lambda: log.info("member_removed", member_id=str(member_id)))


async def _find(session: ReadSession, caller: Caller, member_id: UUID) -> tuple[Member, User]:
    found = await repository.find_member(session, caller.workspace_id, member_id)
    if found is None:
        raise NotFoundError(f"There is no member {str(member_id)!r}; GET /api/members lists them.")
    return found[0], found[1]


async def _lock(
    session: WriteSession,
    caller: Caller,
    member_id: UUID,
    if_match: str,
    yours: dict[str, object],
) -> tuple[Member, User]:
    await lock_workspace(session, caller.workspace_id)
    member, user = await _find(session, caller, member_id)
    current = MemberAnswer.of(member, user, caller)
    if not matches(if_match, current.etag):
        raise StaleRevisionError(
            f"This member was changed in between, to {current.etag}; read it again.",
            extra={"current": current.model_dump(mode="json"),
                   "yours": {**yours, "etag": if_match}},
            headers={"ETag": current.etag},
        )  # fmt: skip
    return member, user


async def _keep_an_owner(session: WriteSession, member: Member) -> None:
    if member.role != Role.OWNER:
        return
    if not await repository.count_other_owners(session, member.workspace_id, member.id):
        raise ConflictError(
            "This is the last owner who can sign in, and nobody would be left to manage the "
            "workspace; make somebody else an owner first."
        )


async def _take_back(
    session: WriteSession, caller: Caller, user: User, new: NewMember
) -> Member:  # fmt: skip
    member = await repository.member_of_user(session, caller.workspace_id, user.id)
    if member is not None and member.removed_at is None:
        raise ConflictError(f"{new.email!r} is a member already; change their role instead.")
    if member is None or await repository.memberships(session, user.id):
        raise ConflictError(
            f"{new.email!r} has an account through another workspace of this installation; "
            "use another email here."
        )
    member.removed_at = None
    member.role = new.role
    return member


async def _flush(session: WriteSession, email: str) -> None:
    try:
        await session.flush()
    except IntegrityError:
        raise ConflictError(f"{email!r} was added at the same time; read the list again.") from None
