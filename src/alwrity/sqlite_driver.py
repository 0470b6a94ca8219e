"""aiosqlite with one hop to the connection's thread per statement, instead of four.

SQLAlchemy opens a cursor, executes, fetches and closes; aiosqlite sends each to its thread and
back, which costs more than a small statement itself. Here the four are one function in the thread.
What it saves is printed by `make bench ARGS=sqlite_hops`. For statements that may take long; small
ones take no hop at all: `inline_session.py`.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite


class OneHopCursor:
    """What SQLAlchemy's adapter asks of an asynchronous cursor."""

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute and fetch everything."""
        return await self._run(lambda cursor: cursor.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Execute for each of the parameters."""
        return await self._run(lambda cursor: cursor.executemany(sql, parameters))

    async def _run(self, work: Callable[[sqlite3.Cursor], object]) -> Self:
        await self._connection.in_thread(self._in_thread, work)
        return self

    def _in_thread(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        cursor = self._connection.driver.cursor()
        try:
            work(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        """All rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        count = size or self.arraysize
        rows, self._rows = self._rows[:count], self._rows[count:]
        return rows

    async def fetchone(self) -> Any:
        """The next row, or None."""
        return self._rows.pop(0) if self._rows else None

    async def close(self) -> None:
        """Nothing: it was closed in the thread."""


class OneHopConnection(aiosqlite.Connection):
    """A connection whose cursors take one hop."""

    @property
    def driver(self) -> sqlite3.Connection:
        """The connection in the thread."""
        return self._conn

    async def in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a function in the connection's thread."""
        return await self._execute(function, *arguments)  # type: ignore[no-untyped-call]

    def cursor(self) -> OneHopCursor:  # type: ignore[override] # the adapter asks for no more
        """A cursor; costs nothing until it executes."""
        return OneHopCursor(self)


def connect(path: str, **options: Any) -> OneHopConnection:
    """What SQLAlchemy calls for a new connection (`async_creator_fn`)."""
    connection = OneHopConnection(lambda: sqlite3.connect(path, **options), 64)
    # A thread of the program that hangs must not keep the process alive.
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy's own dialect does
    return connection
