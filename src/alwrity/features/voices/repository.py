"""The rows of voices."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from alwrity.database import ReadSession
from alwrity.models.content import Voice


async def list_all(session: ReadSession, workspace_id: UUID) -> Sequence[Voice]:
    """The voices of a workspace, by name."""
    found = await session.scalars(
        select(Voice)
        .where(Voice.workspace_id == workspace_id)
        .order_by(func.lower(Voice.name), Voice.id)
    )
    return found.all()


async def find(session: ReadSession, workspace_id: UUID, voice_id: UUID) -> Voice | None:
    """One voice."""
    return await session.get(Voice, (workspace_id, voice_id))


async def count(session: ReadSession, workspace_id: UUID) -> int:
    """How many there are."""
    found = await session.scalar(
        select(func.count()).select_from(Voice).where(Voice.workspace_id == workspace_id)
    )
    return found or 0
