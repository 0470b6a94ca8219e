"""Taking turns: what a workspace has few of is changed by one at a time."""

from uuid import UUID

from sqlalchemy import select

from alwrity.database import WriteSession
from alwrity.models.accounts import Workspace


async def lock_workspace(session: WriteSession, workspace_id: UUID) -> None:
    """Wait for one's turn to change the workspace's members, voices or views.

    Two owners must not remove each other, and a bound or an order must not be counted twice.
    """
    await session.execute(
        select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True)
    )
