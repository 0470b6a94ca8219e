"""Signing in and out, one's own profile and password."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from alwrity.auth import Action, Caller, Credential, Role
from alwrity.database import Database, ReadSession, WriteSession
from alwrity.edge import UnitOfWork
from alwrity.errors import ConflictError, InvalidInputError, UnauthenticatedError
from alwrity.features.accounts import repository
from alwrity.features.accounts.identification import Identification
from alwrity.features.accounts.passwords import Passwords, check_password
from alwrity.features.accounts.schemas import (
    Me,
    PasswordChange,
    SignIn,
    UserAnswer,
    WorkspaceAnswer,
)
from alwrity.models.accounts import Member, Session, User
from alwrity.models.base import new_id, now
from alwrity.settings import AuthMode

log = structlog.get_logger(__name__)


async def sign_in(
    unit: UnitOfWork, database: Database, passwords: Passwords, wanted: SignIn, *, hours: int
) -> tuple[Credential, Caller]:
    """Begin a session.

    The transaction begins after the slow hash: on SQLite it would hold up every writer.

    Args:
        hours: Until the session ends.

    Returns:
        The session's credential, and who it stands for.

    Raises:
        UnauthenticatedError: When the pair is wrong, or no workspace is open to it.
    """
    async with database.read() as reading:
        user = await repository.user_by_email(reading, wanted.email)
    password = wanted.password.get_secret_value()
    fits = await passwords.verify(password, user.password_hash if user else None)
    if user is None or user.password_hash is None or not fits:
        raise UnauthenticatedError("The email and the password do not belong together; try again.")
    renewed = None
    if passwords.is_outdated(user.password_hash):
        renewed = await passwords.hash(password)
    session = await unit.session()
    fresh = await session.get_one(User, user.id)
    if fresh.password_hash != user.password_hash:
        raise UnauthenticatedError("The password was changed at this moment; use the new one.")
    if renewed is not None:
        fresh.password_hash = renewed
    member, plan = await _choose(session, user, wanted.workspace_id)
    return await begin_session(session, member, plan, hours=hours)


async def begin_session(
    session: WriteSession, member: Member, plan: str, *, hours: int
) -> tuple[Credential, Caller]:
    """Sign a member in who has shown who they are.

    Args:
        hours: Until the session ends.

    Returns:
        The session's credential, and who it stands for.
    """
    credential = Credential.issue("s", member.workspace_id, new_id())
    moment = now()
    await repository.end_sessions(session, member.workspace_id, member.id, expired_at=moment)
    session.add(
        Session(
            workspace_id=member.workspace_id,
            id=credential.row_id,
            member_id=member.id,
            token_hash=credential.secret_hash,
            expires_at=moment + timedelta(hours=hours),
        )
    )
    session.after_commit(lambda: log.info("signed_in", member_id=str(member.id)))
    return credential, Caller(member.workspace_id, member.id, Role(member.role), plan=plan)


async def _choose(
    session: ReadSession, user: User, workspace_id: UUID | None
) -> tuple[Member, str]:
    places = await repository.memberships(session, user.id)
    for member, workspace in places:
        if workspace_id in {None, workspace.id}:
            return member, workspace.plan
    if places:
        raise UnauthenticatedError(
            f"You are not a member of the workspace {str(workspace_id)!r}; leave workspace_id out."
        )
    raise UnauthenticatedError("You are not a member of any workspace any more; ask an owner.")


async def sign_out(
    session: WriteSession, identification: Identification, caller: Caller, session_id: UUID
) -> None:
    """End the caller's session."""
    await repository.end_session(session, caller.workspace_id, session_id)
    session.after_commit(lambda: identification.forget_credential(session_id))


async def describe(session: ReadSession, caller: Caller, mode: AuthMode) -> Me:
    """Who is calling, and what they may do.

    Raises:
        UnauthenticatedError: When the caller was removed a moment ago.
    """
    found = await repository.find_member(session, caller.workspace_id, caller.member_id)
    if found is None:
        raise UnauthenticatedError("You were removed from this workspace; ask an owner.")
    member, user = found
    places = [workspace for _member, workspace in await repository.memberships(session, user.id)]
    here = next(workspace for workspace in places if workspace.id == caller.workspace_id)
    return Me(
        user=UserAnswer(id=user.id, email=user.email, name=user.name),
        member_id=member.id,
        workspace=WorkspaceAnswer.of(here),
        workspaces=[WorkspaceAnswer.of(workspace) for workspace in places],
        role=caller.role,
        permissions=[action for action in Action if caller.may(action)],
        auth=mode,
    )


async def change_password(
    unit: UnitOfWork,
    database: Database,
    passwords: Passwords,
    *,
    identification: Identification,
    caller: Caller,
    change: PasswordChange,
    session_id: UUID,
) -> None:
    """Change one's own password and end all other sessions, in every workspace.

    Raises:
        InvalidInputError: When the current password is wrong or the new one cannot serve.
        ConflictError: When it was changed elsewhere at the same time.
    """
    fresh = change.new.get_secret_value()
    check_password(fresh)
    async with database.read() as reading:
        found = await repository.find_member(reading, caller.workspace_id, caller.member_id)
    stored = found[1].password_hash if found else None
    if found is None or not await passwords.verify(change.current.get_secret_value(), stored):
        raise InvalidInputError("The current password is wrong; nothing was changed.")
    hashed = await passwords.hash(fresh)
    session = await unit.session()
    user = await session.get_one(User, found[1].id, with_for_update=True)
    if user.password_hash != stored:
        raise ConflictError("The password was changed at the same time; sign in with the new one.")
    user.password_hash = hashed
    await end_all_sessions(session, identification, user.id, except_id=session_id)
    session.after_commit(lambda: log.info("password_changed", member_id=str(caller.member_id)))


async def end_all_sessions(
    session: WriteSession,
    identification: Identification | None,
    user_id: UUID,
    *,
    except_id: UUID | None = None,
) -> None:
    """End a person's sessions in every workspace."""
    for member, _workspace in await repository.memberships(session, user_id):
        await repository.end_sessions(session, member.workspace_id, member.id, except_id=except_id)
        if identification is not None:
            session.after_commit(partial(identification.forget_member, member.id))
