"""The SQL of accounts. Everything but users is found by its workspace first."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, or_, select, update

from alwrity.auth import Role
from alwrity.database import ReadSession, WriteSession
from alwrity.models.accounts import ApiKey, Member, Session, User, Workspace


class Grant(NamedTuple):
    """What a session or key gives, and what may have ended it."""

    secret_hash: str
    member_id: UUID
    role: str
    plan: str
    scopes: list[str] | None
    expires_at: datetime | None
    revoked_at: datetime | None
    removed_at: datetime | None
    last_used_at: datetime | None


async def find_session(session: ReadSession, workspace_id: UUID, id_: UUID) -> Grant | None:
    """The session with its member and workspace, in one statement."""
    found = await session.execute(
        select(Session.token_hash, Session.expires_at, Member, Workspace.plan)
        .join(
            Member,
            and_(Member.workspace_id == Session.workspace_id, Member.id == Session.member_id),
        )
        .join(Workspace, Workspace.id == Session.workspace_id)
        .where(Session.workspace_id == workspace_id, Session.id == id_)
    )
    row = found.first()
    if row is None:
        return None
    token_hash, expires_at, member, plan = row
    return Grant(
        token_hash, member.id, member.role, plan, None, expires_at, None, member.removed_at, None
    )


async def find_key(session: ReadSession, workspace_id: UUID, id_: UUID) -> Grant | None:
    """The key with its member and workspace, in one statement."""
    found = await session.execute(
        select(ApiKey, Member, Workspace.plan)
        .join(
            Member,
            and_(Member.workspace_id == ApiKey.workspace_id, Member.id == ApiKey.member_id),
        )
        .join(Workspace, Workspace.id == ApiKey.workspace_id)
        .where(ApiKey.workspace_id == workspace_id, ApiKey.id == id_)
    )
    row = found.first()
    if row is None:
        return None
    key, member, plan = row
    return Grant(
        key.secret_hash, member.id, member.role, plan, key.scopes, key.expires_at, key.revoked_at,
        member.removed_at, key.last_used_at,
    )  # fmt: skip


async def note_used(
    session: WriteSession, workspace_id: UUID, key_id: UUID, *, at: datetime, unless_after: datetime
) -> None:
    """Save when a key was used, unless another process did so a moment ago."""
    await session.execute(
        update(ApiKey)
        .where(
            ApiKey.workspace_id == workspace_id,
            ApiKey.id == key_id,
            or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at <= unless_after),
        )
        .values(last_used_at=at)
        .execution_options(synchronize_session=False)
    )


async def user_by_email(session: ReadSession, email: str) -> User | None:
    """The user who signs in with `email`, in lower case."""
    return await session.scalar(select(User).where(User.email == email))


async def memberships(session: ReadSession, user_id: UUID) -> Sequence[Row[Member, Workspace]]:
    """Where a user is a member now, oldest first."""
    found = await session.execute(
        select(Member, Workspace)
        .join(Workspace, Workspace.id == Member.workspace_id)
        .where(Member.user_id == user_id, Member.removed_at.is_(None))
        .order_by(Member.created_at, Member.id)
    )
    return found.all()


async def list_members(session: ReadSession, workspace_id: UUID) -> Sequence[Row[Member, User]]:
    """The members of a workspace, oldest first."""
    found = await session.execute(
        select(Member, User)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == workspace_id, Member.removed_at.is_(None))
        .order_by(Member.created_at, Member.id)
    )
    return found.all()


async def find_member(
    session: ReadSession, workspace_id: UUID, id_: UUID
) -> Row[Member, User] | None:
    """A member who is one now."""
    found = await session.execute(
        select(Member, User)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == workspace_id, Member.id == id_, Member.removed_at.is_(None))
    )
    return found.first()


async def member_of_user(
    session: ReadSession, workspace_id: UUID, user_id: UUID
) -> Member | None:  # fmt: skip
    """The row of a user in a workspace, removed or not."""
    return await session.scalar(
        select(Member).where(Member.workspace_id == workspace_id, Member.user_id == user_id)
    )


async def count_other_owners(session: ReadSession, workspace_id: UUID, member_id: UUID) -> int:
    """Owners beside this one who have a password, so could sign in."""
    count = await session.scalar(
        select(func.count())
        .select_from(Member)
        .join(User, User.id == Member.user_id)
        .where(
            Member.workspace_id == workspace_id,
            Member.role == Role.OWNER,
            Member.removed_at.is_(None),
            Member.id != member_id,
            User.password_hash.is_not(None),
        )
    )
    return count or 0


async def get_workspace(session: ReadSession, workspace_id: UUID) -> Workspace:
    """The caller's workspace."""
    return await session.get_one(Workspace, workspace_id)


async def end_session(session: WriteSession, workspace_id: UUID, id_: UUID) -> None:
    """Sign out."""
    await session.execute(
        delete(Session)
        .where(Session.workspace_id == workspace_id, Session.id == id_)
        .execution_options(synchronize_session=False)
    )


async def end_sessions(
    session: WriteSession,
    workspace_id: UUID,
    member_id: UUID,
    *,
    except_id: UUID | None = None,
    expired_at: datetime | None = None,
) -> None:
    """End a member's sessions.

    Args:
        except_id: One that goes on.
        expired_at: Only those that had expired by then.
    """
    statement = delete(Session).where(
        Session.workspace_id == workspace_id, Session.member_id == member_id
    )
    if except_id is not None:
        statement = statement.where(Session.id != except_id)
    if expired_at is not None:
        statement = statement.where(Session.expires_at <= expired_at)
    await session.execute(statement.execution_options(synchronize_session=False))


async def revoke_keys(
    session: WriteSession, workspace_id: UUID, member_id: UUID, *, at: datetime
) -> None:
    """Revoke all keys of a member."""
    await session.execute(
        update(ApiKey)
        .where(
            ApiKey.workspace_id == workspace_id,
            ApiKey.member_id == member_id,
            ApiKey.revoked_at.is_(None),
        )
        .values(revoked_at=at)
        .execution_options(synchronize_session=False)
    )


async def list_keys(session: ReadSession, workspace_id: UUID) -> Sequence[ApiKey]:
    """The keys that are not revoked, oldest first."""
    found = await session.scalars(
        select(ApiKey)
        .where(ApiKey.workspace_id == workspace_id, ApiKey.revoked_at.is_(None))
        .order_by(ApiKey.created_at, ApiKey.id)
    )
    return found.all()


async def find_live_key(session: ReadSession, workspace_id: UUID, id_: UUID) -> ApiKey | None:
    """A key that is not revoked."""
    return await session.scalar(
        select(ApiKey).where(
            ApiKey.workspace_id == workspace_id, ApiKey.id == id_, ApiKey.revoked_at.is_(None)
        )
    )
