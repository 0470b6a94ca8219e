"""What an operator does on the machine itself, straight on the database."""

from collections.abc import Collection
from uuid import UUID

from alwrity.auth import ALLOWED, Action, Caller, Role
from alwrity.database import Database
from alwrity.errors import ConflictError, InvalidInputError, NotFoundError
from alwrity.features.accounts import keys, repository, service
from alwrity.features.accounts.laptop import LAPTOP_EMAIL
from alwrity.features.accounts.passwords import Passwords, check_password
from alwrity.features.accounts.schemas import IssuedKey, KeyAnswer, NewMember
from alwrity.models.accounts import Member, User, Workspace


async def create_owner(
    database: Database, email: str, name: str, password: str, workspace_name: str | None = None
) -> Caller:
    """Begin an installation with login, or one more workspace.

    Without a name for a new workspace, the owner joins the one that was used without login, so that
    what was written there is not lost; if there is none, "My workspace" is made.

    Raises:
        InvalidInputError: When the email, name or password cannot be used.
        ConflictError: When they own a workspace already, or have an account with another password.
    """
    email, name = _checked(email, name, password)
    passwords = Passwords()
    try:
        async with database.read() as reading:
            known = await repository.user_by_email(reading, email)
        if known is not None and not await passwords.verify(password, known.password_hash):
            raise ConflictError(
                f"{email!r} has an account already, with another password; give that one, "
                "or use another email."
            )
        hashed = await passwords.hash(password)
    finally:
        passwords.close()
    workspace_id = None if workspace_name else await _laptop_workspace(database)
    async with database.write() as session:
        user = await repository.user_by_email(session, email)
        if user is None:
            user = User(email=email, name=name, password_hash=hashed)
            session.add(user)
            await session.flush()
        places = await repository.memberships(session, user.id)
        owned = [workspace.name for member, workspace in places if member.role == Role.OWNER]
        if owned:
            raise ConflictError(f"{email!r} owns the workspace {owned[0]!r} already; sign in.")
        if workspace_id is None:
            workspace = Workspace(name=workspace_name or "My workspace")
            session.add(workspace)
            await session.flush()
            workspace_id = workspace.id
        member = await repository.member_of_user(session, workspace_id, user.id)
        if member is None:
            member = Member(workspace_id=workspace_id, user_id=user.id)
            session.add(member)
        member.role, member.removed_at = Role.OWNER, None
        await session.flush()
        return Caller(workspace_id, member.id, Role.OWNER)


async def set_password(database: Database, email: str, password: str) -> None:
    """Give somebody who forgot it a new password, and end their sessions.

    Raises:
        InvalidInputError: When the password cannot be used.
        NotFoundError: When nobody has this email.
    """
    email, _name = _checked(email, "-", password)
    passwords = Passwords()
    try:
        hashed = await passwords.hash(password)
    finally:
        passwords.close()
    async with database.write() as session:
        user = await repository.user_by_email(session, email)
        if user is None or email == LAPTOP_EMAIL:
            raise NotFoundError(f"Nobody has the email {email!r}; see GET /api/members.")
        user.password_hash = hashed
        await service.end_all_sessions(session, None, user.id)


async def find_caller(
    database: Database, email: str | None = None, workspace_id: UUID | None = None
) -> Caller:
    """A member, to act for on the command line.

    Args:
        email: Whose; None for the owner of an installation without login.
        workspace_id: Which of theirs; None for the one they joined first.

    Raises:
        NotFoundError: When there is no such member.
    """
    wanted = (email or LAPTOP_EMAIL).strip().lower()
    async with database.read() as session:
        user = await repository.user_by_email(session, wanted)
        places = await repository.memberships(session, user.id) if user else []
    for member, workspace in places:
        if workspace_id in {None, workspace.id}:
            return Caller(workspace.id, member.id, Role(member.role), plan=workspace.plan)
    raise NotFoundError(
        f"No member has the email {wanted!r}; `alwrity accounts create-owner` makes the first."
    )


async def create_key(
    database: Database,
    caller: Caller,
    *,
    name: str,
    scopes: Collection[Action] | None = None,
    expires_in_days: int | None = None,
) -> IssuedKey:
    """Make a key for `caller`.

    Args:
        scopes: What it may do; None for all that the caller may.

    Raises:
        ForbiddenError: When a scope is more than the caller may do.
    """
    wanted = ALLOWED[caller.role] if scopes is None else scopes
    async with database.write() as session:
        return await keys.create(
            session, caller, name=name, scopes=wanted, expires_in_days=expires_in_days
        )


async def list_keys(database: Database, caller: Caller) -> list[KeyAnswer]:
    """The keys of the caller's workspace that are not revoked."""
    async with database.read() as session:
        return await keys.list_all(session, caller)


async def revoke_key(database: Database, caller: Caller, key_id: UUID) -> None:
    """End a key, whatever its version; running servers notice within ten seconds.

    Raises:
        NotFoundError: When there is none.
    """
    async with database.write() as session:
        await keys.revoke(session, None, caller, key_id, if_match="*")


async def _laptop_workspace(database: Database) -> UUID | None:
    try:
        return (await find_caller(database)).workspace_id
    except NotFoundError:
        return None


def _checked(email: str, name: str, password: str) -> tuple[str, str]:
    """The same rules as the API's."""
    check_password(password)
    try:
        new = NewMember.model_validate(
            {"email": email, "name": name, "role": Role.OWNER, "password": password}
        )
    except ValueError:
        raise InvalidInputError(
            f"The email {email!r} or the name {name!r} cannot be used; write them like "
            "'ada@example.com' and 'Ada'."
        ) from None
    return new.email, new.name
