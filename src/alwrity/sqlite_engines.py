"""The engines over SQLite: many readers beside one writer (WAL), durable at every commit."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from alwrity import sqlite_driver

_PATIENCE_MS = 15_000
# Readers need no transaction: every statement sees one state, and begin and rollback would each
# cost a hop to the connection's thread.
_READING: dict[str, Any] = {
    "isolation_level": "AUTOCOMMIT",
    "skip_autocommit_rollback": True,
    "pool_reset_on_return": None,
}


class SqliteEngines:
    """The engines of one process; connections are opened when they are first needed.

    Args:
        url: The file, with the asynchronous driver.
        options: For all engines.

    Attributes:
        reading: For statements that may take long; in threads.
        glancing: For those that do not; on the spot.
        writing: For transactions of short statements; on the spot, one connection.
        schema: For migrations; in a thread.
        committing: Where the disk is waited for.
    """

    def __init__(self, url: URL, options: dict[str, Any]) -> None:
        on_the_spot = url.set(drivername="sqlite+pysqlite")
        here = {"connect_args": {"check_same_thread": False}, **options}
        self.reading = _in_thread(url, {"pool_size": 4, **_READING, **options})
        self.glancing = create_engine(
            on_the_spot, pool_size=4, max_overflow=-1, **_READING, **here
        )  # fmt: skip
        self.writing = create_engine(on_the_spot, pool_size=1, max_overflow=0, **here)
        self.schema = _in_thread(url, {"pool_size": 1, **options})
        self.committing = ThreadPoolExecutor(1, thread_name_prefix="commit")
        _prepare(self.reading.sync_engine)
        _prepare(self.glancing, patient=False)
        for engine in (self.writing, self.schema.sync_engine):
            _prepare(engine, patient=engine is not self.writing)
            event.listen(engine, "begin", _begin)

    @property
    def all(self) -> list[Engine]:
        """All of them, as SQLAlchemy's events know them."""
        return [self.reading.sync_engine, self.glancing, self.writing, self.schema.sync_engine]

    async def close(self) -> None:
        """Close all connections."""
        await self.reading.dispose()
        await self.schema.dispose()
        self.glancing.dispose()
        self.writing.dispose()
        # The thread that commits stays until nobody refers to it: who comes late is not refused.


def _in_thread(url: URL, options: dict[str, Any]) -> AsyncEngine:
    arguments = {"async_creator_fn": sqlite_driver.connect}
    return create_async_engine(
        url, max_overflow=0, pool_timeout=30, connect_args=arguments, **options
    )


def _prepare(engine: Engine, *, patient: bool = True) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin late and deferred; ours begin as told below.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_PATIENCE_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            f"busy_timeout={_PATIENCE_MS if patient else 0}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
