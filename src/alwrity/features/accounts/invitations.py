"""Invitations: an owner makes a link, whoever has it becomes a member once.

The link proves nothing about a mailbox: owners send it themselves. So who has an account on this
server already must show its password; the link alone never changes it.
"""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError

from alwrity.auth import ALLOWED, Action, Caller, Credential, Role
from alwrity.database import Database, ReadSession, WriteSession
from alwrity.edge import UnitOfWork
from alwrity.errors import ConflictError, NotFoundError, UnauthenticatedError
from alwrity.features.accounts import invitation_rows, repository, service
from alwrity.features.accounts.invitation_schemas import (
    DAYS,
    MOST,
    Acceptance,
    InvitationAnswer,
    IssuedInvitation,
    NewInvitation,
    OpenedInvitation,
)
from alwrity.features.accounts.locks import lock_workspace
from alwrity.features.accounts.passwords import Passwords, check_password
from alwrity.features.accounts.versions import require_current
from alwrity.models.accounts import Invitation, Member, User, Workspace
from alwrity.models.base import new_id, now

log = structlog.get_logger(__name__)


async def list_all(session: ReadSession, caller: Caller) -> list[InvitationAnswer]:
    """The invitations neither used nor revoked, newest first."""
    rows = await invitation_rows.list_pending(session, caller.workspace_id)
    return [InvitationAnswer.of(row) for row in rows]


async def get(session: ReadSession, caller: Caller, invitation_id: UUID) -> InvitationAnswer:
    """One invitation.

    Raises:
        NotFoundError: When there is none, or not here, or it was used or revoked.
    """
    return InvitationAnswer.of(await _find(session, caller, invitation_id))


async def create(session: WriteSession, caller: Caller, new: NewInvitation) -> IssuedInvitation:
    """Invite somebody; an earlier link for the same email stops working.

    Raises:
        ConflictError: When they are a member already, or too many invitations are open.
    """
    await lock_workspace(session, caller.workspace_id)
    user = await repository.user_by_email(session, new.email)
    if user is not None and await _is_member(session, caller.workspace_id, user):
        raise ConflictError(f"{new.email!r} is a member already; change their role instead.")
    moment = now()
    await invitation_rows.revoke_for(session, caller.workspace_id, new.email, moment)
    count = await invitation_rows.count_open(session, caller.workspace_id, moment)
    if count >= MOST:
        raise ConflictError(f"{count} invitations are open, the most there can be; revoke some.")
    credential = Credential.issue("i", caller.workspace_id, new_id())
    row = Invitation(
        workspace_id=caller.workspace_id,
        id=credential.row_id,
        member_id=caller.member_id,
        email=new.email,
        role=new.role,
        token_hash=credential.secret_hash,
        created_at=moment,
        expires_at=moment + timedelta(days=DAYS),
    )
    session.add(row)
    await session.flush()
    session.after_commit(
        lambda: log.info("invitation_created", invitation_id=str(row.id), role=new.role.value)
    )
    return IssuedInvitation.of(row, token=credential.token, path=f"/invitation#{credential.token}")


async def revoke(
    session: WriteSession, caller: Caller, invitation_id: UUID, *, if_match: str
) -> None:
    """Make a link stop working.

    Raises:
        NotFoundError: When there is none, or not here, or it was used or revoked already.
        StaleRevisionError: When it is not the version that the caller read.
    """
    await lock_workspace(session, caller.workspace_id)
    row = await _find(session, caller, invitation_id)
    current = InvitationAnswer.of(row)
    require_current(
        "invitation", if_match, current.etag,
        current=current.model_dump(mode="json"), yours={"revoked": True},
    )  # fmt: skip
    row.revoked_at = now()
    await session.flush()
    session.after_commit(lambda: log.info("invitation_revoked", invitation_id=str(invitation_id)))


async def look(session: ReadSession, token: str) -> OpenedInvitation:
    """What the invited one is shown before they accept.

    Raises:
        NotFoundError: When there is no such invitation.
        ConflictError: When it cannot be used any more.
    """
    invitation, workspace, inviter = await _usable(session, token)
    user = await repository.user_by_email(session, invitation.email)
    known = user is not None and bool(await repository.memberships(session, user.id))
    return OpenedInvitation(
        workspace=workspace.name,
        invited_by=inviter.name,
        email=invitation.email,
        role=Role(invitation.role),
        expires_at=invitation.expires_at,
        has_account=known,
    )


async def accept(
    unit: UnitOfWork, database: Database, passwords: Passwords, wanted: Acceptance, *, hours: int
) -> tuple[Credential, Caller]:
    """Become a member and sign in. The transaction begins after the slow hash.

    Args:
        hours: Until the session ends.

    Raises:
        InvalidInputError: When the password cannot serve.
        NotFoundError: When there is no such invitation.
        ConflictError: When it cannot be used any more, or they are a member already.
        UnauthenticatedError: When they have an account and this is not its password.
    """
    token, password = wanted.token.get_secret_value(), wanted.password.get_secret_value()
    check_password(password)
    async with database.read() as reading:
        invitation, _, _ = await _usable(reading, token)
        user = await repository.user_by_email(reading, invitation.email)
        known = user is not None and bool(await repository.memberships(reading, user.id))
    stored = user.password_hash if user and known else None
    if known:
        if not await passwords.verify(password, stored):
            raise UnauthenticatedError(
                f"{invitation.email!r} has an account on this server, and this is not its "
                "password; give that one."
            )
        hashed = stored
    else:
        hashed = await passwords.hash(password)
    session = await unit.session()
    await lock_workspace(session, invitation.workspace_id)
    # Again, now that nobody else can use or revoke it.
    invitation, workspace, _ = await _usable(session, token)
    user = await repository.user_by_email(session, invitation.email)
    known_now = user is not None and bool(await repository.memberships(session, user.id))
    if known_now is not known or (user and known and user.password_hash != stored):
        raise ConflictError("This account was changed at this moment; try again.")
    member = await _join(session, invitation, user, wanted, hashed, known=known)
    invitation.accepted_at = now()
    await session.flush()
    session.after_commit(lambda: log.info("invitation_accepted", member_id=str(member.id)))
    return await service.begin_session(session, member, workspace.plan, hours=hours)


async def _join(
    session: WriteSession,
    invitation: Invitation,
    user: User | None,
    wanted: Acceptance,
    hashed: str | None,
    *,
    known: bool,
) -> Member:
    try:
        if user is None:
            user = User(email=invitation.email, name=wanted.name, password_hash=hashed)
            session.add(user)
            await session.flush()
        elif not known:
            user.name, user.password_hash = wanted.name, hashed
        member = await repository.member_of_user(session, invitation.workspace_id, user.id)
        if member is None:
            member = Member(workspace_id=invitation.workspace_id, user_id=user.id)
            session.add(member)
        elif member.removed_at is None:
            raise ConflictError(f"{invitation.email!r} is a member already; sign in instead.")
        member.role, member.removed_at = invitation.role, None
        await session.flush()
    except IntegrityError:
        raise ConflictError(
            f"{invitation.email!r} was added at the same time; sign in instead."
        ) from None
    return member


async def _usable(session: ReadSession, token: str) -> tuple[Invitation, Workspace, User]:
    credential = Credential.parse(token)
    found = None
    if credential is not None and credential.kind == "i":
        found = await invitation_rows.find_with_inviter(
            session, credential.workspace_id, credential.row_id
        )
    if credential is None or found is None or not credential.matches(found[0].token_hash):
        raise NotFoundError("There is no such invitation; ask who invited you for the whole link.")
    invitation, workspace, user, inviter = found
    if invitation.accepted_at is not None:
        raise ConflictError("This invitation was used already; sign in instead.")
    if invitation.revoked_at is not None:
        raise ConflictError("This invitation was revoked; ask who invited you for a new one.")
    if invitation.expires_at <= now():
        raise ConflictError(
            f"This invitation was good for {DAYS} days and has expired; ask for a new one."
        )
    # Who may not invite any more, did not mean to let anybody in later either.
    if inviter.removed_at or Action.MEMBERS_MANAGE not in ALLOWED[Role(inviter.role)]:
        raise ConflictError(f"{user.name!r} invites nobody any more; ask an owner for a new one.")
    return invitation, workspace, user


async def _is_member(session: ReadSession, workspace_id: UUID, user: User) -> bool:
    member = await repository.member_of_user(session, workspace_id, user.id)
    return member is not None and member.removed_at is None


async def _find(session: ReadSession, caller: Caller, invitation_id: UUID) -> Invitation:
    row = await invitation_rows.find_pending(session, caller.workspace_id, invitation_id)
    if row is None:
        raise NotFoundError(
            f"There is no invitation {str(invitation_id)!r}; GET /api/invitations lists them."
        )
    return row
