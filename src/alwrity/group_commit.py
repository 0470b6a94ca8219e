"""Many small changes, one commit: what waits while a commit runs goes into the next one.

One transaction runs at a time, so what is handed in first is committed first or together with what
follows. When a transaction fails, everything in it is rolled back and each part is tried alone, so
that one bad row fails nobody else's: a part must bear being run again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, Table, insert

from alwrity.database import Database, WriteSession
from alwrity.errors import UnavailableError
from alwrity.models.base import Base
from alwrity.scaling.deadline import lifted

T = TypeVar("T")
Row = tuple[type[Base], dict[str, Any]]
#: A statement of which one object exists (its name for the compiled cache costs more than to
#: execute it) and its parameters; those of one statement run as one.
Change = tuple[Executable, dict[str, Any]]
Work = Callable[[WriteSession], Awaitable[Any]]


class WithdrawnError(Exception):
    """Raised by a work that has changed nothing and leaves its neighbours' transaction intact."""


@dataclass(slots=True)
class _Part:
    changes: list[Change]
    work: Work | None
    done: "asyncio.Future[Any]" = field(init=False)

    def __post_init__(self) -> None:
        self.done = asyncio.get_running_loop().create_future()

    def settle(self, result: Any, error: BaseException | None = None) -> None:
        if self.done.done():
            return
        if isinstance(error, asyncio.CancelledError):
            self.done.cancel()
        elif error is not None:
            self.done.set_exception(error)
        else:
            self.done.set_result(result)


class GroupCommit:
    """Change rows durably; callers that come together share a transaction.

    Nobody waits for company: the first caller commits at once, and those who come meanwhile are
    the next group. A caller who is cancelled while its part runs gets no answer, but the part may
    still be committed.

    Args:
        database: Where the rows are.
        bound: Parts of one transaction at most.
    """

    def __init__(self, database: Database, *, bound: int = 100) -> None:
        self._database = database
        self._bound = bound
        self._waiting: list[_Part] = []
        self._task: asyncio.Task[None] | None = None

    async def insert(self, *rows: Row) -> None:
        """Return once the rows are committed, all or none.

        Raises:
            UnavailableError: When the database is away; nothing was inserted.
        """
        await self._commit_with_others(_Part([inserting(*row) for row in rows], None))

    async def run(self, work: Callable[[WriteSession], Awaitable[T]]) -> T:
        """Return what `work` does once it is committed.

        Raises:
            UnavailableError: When the database is away; nothing was changed.
            WithdrawnError: As `work` raises it.
        """
        return cast("T", await self._commit_with_others(_Part([], work)))

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _commit_with_others(self, part: _Part) -> Any:
        self._waiting.append(part)
        if self._task is None:
            self._task = asyncio.create_task(self._commit_all(), context=lifted())
        return await part.done

    async def _commit_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[: self._bound], self._waiting[self._bound :]
                if wanted := [part for part in group if not part.done.done()]:
                    await self._commit(wanted)
        finally:
            self._task = None

    async def _commit(self, group: list[_Part]) -> None:
        try:
            async with self._database.write() as session:
                await apply(session, [change for part in group for change in part.changes])
                results = [await _perform(part, session) for part in group]
        except (Exception, asyncio.CancelledError) as error:  # handed to whoever waits
            if _is_cancelled() or len(group) == 1 or isinstance(error, UnavailableError):
                for part in group:
                    part.settle(None, error)
                if _is_cancelled():
                    raise
                return
            for part in group:
                await self._commit([part])
            return
        for settle in results:
            settle()


async def _perform(part: _Part, session: WriteSession) -> Callable[[], None]:
    """Run a part's work; gives what to do once it is committed."""
    if part.work is None:
        return lambda: part.settle(None)
    try:
        result = await part.work(session)
    except WithdrawnError as error:
        withdrawn = error
        return lambda: part.settle(None, withdrawn)
    return lambda: part.settle(result)


async def apply(session: WriteSession, changes: Iterable[Change]) -> None:
    """Execute changes, those of one statement together, statements in order of first appearance."""
    batches: dict[int, tuple[Executable, list[dict[str, Any]]]] = {}
    for statement, parameters in changes:
        batches.setdefault(id(statement), (statement, []))[1].append(parameters)
    for statement, rows in batches.values():
        await session.change(statement, rows)


def inserting(table: type[Base], row: dict[str, Any]) -> Change:
    """The change that adds a row; columns that are missing get the model's defaults."""
    return _insert_into(cast("Table", table.__table__), frozenset(row)), row


@cache
def _insert_into(table: Table, _names: frozenset[str]) -> Executable:
    # One for each set of columns: rows that are inserted together must have the same ones.
    return insert(table)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
