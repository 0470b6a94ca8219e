"""SQLite where it is called: sessions whose small statements take no hop to a thread.

A hop and back, with what makes it awaitable, costs several times what reading a row by its key
does (`make bench ARGS=sqlite_hops`). So the statements of a transaction run on the event loop, and
hold up the rest for as long as they take: tens of microseconds. What may wait does not: the disk at
a commit is waited for in a thread, and a lock that another process holds by asking again.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from typing import Any, Self, cast

from sqlalchemy import Delete, Engine, Executable, Insert, Update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession

from alwrity.prepared import Prepared, can_prepare

# As many as there are statements and sets of names in the program.
_prepared: dict[tuple[Executable, tuple[str, ...]], Prepared] = {}
_PATIENCE_SECONDS = 15.0
_ASK_AGAIN_SECONDS = 0.005


class InlineSession(AsyncSession):
    """A session over a synchronous engine; whatever it does not define here works as well.

    Args:
        engine: One whose statements are short.
        committing: Where the disk is waited for.
        options: As a session takes them.
    """

    def __init__(self, engine: Engine, committing: Executor, **options: Any) -> None:
        super().__init__(**options)
        self.sync_session.bind = engine
        self._committing = committing

    async def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As a session does."""
        return self.sync_session.execute(statement, params, **options)

    async def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As a session does."""
        return self.sync_session.scalar(statement, params, **options)

    async def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As a session does."""
        return self.sync_session.scalars(statement, params, **options)

    async def change(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute a change for each row; all have the same names.

        Args:
            statement: One of which one object exists: it is compiled once.
            rows: Its parameters.
        """
        if not can_prepare(statement):
            self.sync_session.execute(statement, rows)
            return
        # A session that executes writes out first what it holds.
        self.sync_session.flush()
        key = (statement, tuple(rows[0]))
        prepared = _prepared.get(key)
        if prepared is None:
            change = cast("Insert | Update | Delete", statement)
            dialect = self.sync_session.get_bind().dialect
            prepared = _prepared[key] = Prepared(change, dialect, rows[0])
        prepared.run(self.sync_session.connection(), rows)

    async def flush(self, objects: Any = None) -> None:
        """As a session does."""
        self.sync_session.flush(objects)

    async def commit(self) -> None:
        """Make it durable; a caller who is cancelled meanwhile is so once it is."""
        self.sync_session.flush()
        loop = asyncio.get_running_loop()
        commit = loop.run_in_executor(self._committing, self.sync_session.commit)
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            await asyncio.wait([commit])
            raise

    async def close(self) -> None:
        """Undo what is not committed, and give the connection back."""
        self.sync_session.close()

    async def begin_when_free(self) -> None:
        """Begin, as soon as no other process writes.

        Raises:
            OperationalError: When another did for a quarter of a minute.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self.sync_session.connection()
            except OperationalError as error:
                self.sync_session.close()
                if "locked" not in str(error.orig) or time.monotonic() > deadline:
                    raise
            else:
                return
            await asyncio.sleep(_ASK_AGAIN_SECONDS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.sync_session.close()


class InlineGlance:
    """Reads on the spot and without the objects of a session, which cost more than the statement.

    Args:
        engine: One whose statements are short and see the newest committed state.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def execute(self, statement: Any, params: Any = None) -> Any:
        """As a session does, of columns."""
        return self._connection.execute(statement, params)

    async def scalar(self, statement: Any, params: Any = None) -> Any:
        """As a session does, of a column."""
        return self._connection.scalar(statement, params)

    async def scalars(self, statement: Any, params: Any = None) -> Any:
        """As a session does, of a column."""
        return self._connection.scalars(statement, params)

    def get_bind(self) -> Engine:
        """Where the statements run."""
        return self._engine

    async def __aenter__(self) -> Self:
        self._connection = self._engine.connect()
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._connection.close()


class OneWriter:
    """Lets one task of this process write at a time.

    Args:
        patience: Seconds to wait for one's turn.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One's turn.

        Raises:
            PoolTimeoutError: When it did not come in time.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._lock.acquire()
        except TimeoutError:
            raise PoolTimeoutError(f"no turn to write in {self._patience:g} s") from None
        try:
            yield
        finally:
            self._lock.release()
