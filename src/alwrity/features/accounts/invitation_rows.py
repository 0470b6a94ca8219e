"""The SQL of invitations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, select, update

from alwrity.database import ReadSession, WriteSession
from alwrity.models.accounts import Invitation, Member, User, Workspace


def _pending(workspace_id: UUID) -> ColumnElement[bool]:
    return and_(
        Invitation.workspace_id == workspace_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )


async def list_pending(session: ReadSession, workspace_id: UUID) -> Sequence[Invitation]:
    """Those neither used nor revoked, newest first."""
    found = await session.scalars(
        select(Invitation).where(_pending(workspace_id)).order_by(Invitation.id.desc())
    )
    return found.all()


async def find_pending(session: ReadSession, workspace_id: UUID, id_: UUID) -> Invitation | None:
    """One that is neither used nor revoked."""
    return await session.scalar(
        select(Invitation).where(_pending(workspace_id), Invitation.id == id_)
    )


async def count_open(session: ReadSession, workspace_id: UUID, at: datetime) -> int:
    """How many could be used now."""
    found = await session.scalar(
        select(func.count())
        .select_from(Invitation)
        .where(_pending(workspace_id), Invitation.expires_at > at)
    )
    return found or 0


async def revoke_for(session: WriteSession, workspace_id: UUID, email: str, at: datetime) -> None:
    """Revoke the earlier ones for an email."""
    await session.execute(
        update(Invitation)
        .where(_pending(workspace_id), Invitation.email == email)
        .values(revoked_at=at)
        .execution_options(synchronize_session=False)
    )


async def find_with_inviter(
    session: ReadSession, workspace_id: UUID, id_: UUID
) -> Row[Invitation, Workspace, User, Member] | None:
    """An invitation, used or not, with where to, and who invites."""
    found = await session.execute(
        select(Invitation, Workspace, User, Member)
        .join(Workspace, Workspace.id == Invitation.workspace_id)
        .join(
            Member,
            and_(Member.workspace_id == Invitation.workspace_id, Member.id == Invitation.member_id),
        )
        .join(User, User.id == Member.user_id)
        .where(Invitation.workspace_id == workspace_id, Invitation.id == id_)
        .execution_options(populate_existing=True)
    )
    return found.first()
