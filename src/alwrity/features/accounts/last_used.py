"""When keys were last used: noted beside the requests, at most once a minute for each key."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from alwrity.database import Database
from alwrity.errors import AlwrityError
from alwrity.features.accounts import repository
from alwrity.scaling.deadline import lifted

log = structlog.get_logger(__name__)

EVERY = timedelta(minutes=1)
_PATIENCE_SECONDS = 5.0


class LastUsed:
    """Saves in a task of its own, best effort: a failure is logged, and no request waits.

    Args:
        database: Where the keys are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[tuple[UUID, UUID], datetime] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, workspace_id: UUID, key_id: UUID, *, at: datetime) -> None:
        """Have it saved soon."""
        self._waiting[workspace_id, key_id] = at
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._save(), context=lifted())

    async def close(self) -> None:
        """Let the save that is under way finish, within bounds."""
        if self._task is None:
            return
        _done, pending = await asyncio.wait({self._task}, timeout=_PATIENCE_SECONDS)
        for task in pending:
            task.cancel()

    async def _save(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, {}
            try:
                async with self._database.write() as session:
                    for (workspace_id, key_id), at in batch.items():
                        await repository.note_used(
                            session, workspace_id, key_id, at=at, unless_after=at - EVERY
                        )
            except (AlwrityError, SQLAlchemyError) as error:
                log.warning("last_use_not_saved", keys=len(batch), error=type(error).__name__)
