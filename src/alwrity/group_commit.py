"""Many small inserts, one commit: what waits while a commit runs goes into the next one."""

import asyncio
from collections import defaultdict
from typing import Any

from sqlalchemy import insert

from alwrity.database import Database
from alwrity.models.base import Base

Row = tuple[type[Base], dict[str, Any]]


class GroupCommit:
    """Insert rows durably; callers that come together share a transaction.

    Nobody waits for company: the first caller commits at once, and those who come meanwhile are
    the next group.

    Args:
        database: Where the rows go.
        bound: Rows of one transaction at most.
    """

    def __init__(self, database: Database, *, bound: int = 500) -> None:
        self._database = database
        self._bound = bound
        self._waiting: list[tuple[list[Row], asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def insert(self, *rows: Row) -> None:
        """Return once the rows are committed, all or none.

        Raises:
            UnavailableError: When the database is away; nothing was inserted.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((list(rows), done))
        if self._task is None:
            self._task = asyncio.create_task(self._commit_all())
        await done

    async def _commit_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[: self._bound], self._waiting[self._bound :]
                await self._commit(group)
        finally:
            self._task = None

    async def _commit(self, group: list[tuple[list[Row], asyncio.Future[None]]]) -> None:
        try:
            await self._insert([row for rows, _ in group for row in rows])
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the row
            if len(group) == 1:
                _settle(group[0][1], error)
                return
            # One bad row must not fail its neighbours: each on its own now.
            for single in group:
                await self._commit([single])
            return
        for _, done in group:
            _settle(done, None)

    async def _insert(self, rows: list[Row]) -> None:
        tables: defaultdict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        for table, row in rows:
            tables[table].append(row)
        async with self._database.write() as session:
            for table, values in tables.items():
                await session.execute(insert(table), values)


def _settle(done: asyncio.Future[None], error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
