"""Settings → engines and sessions. Read and write sessions are different types.

SQLite: one writer at a time (`BEGIN IMMEDIATE` on a pool of one), many readers beside it (WAL).
PostgreSQL: one pool for both; the replicas of a fleet come behind `read()` later.
"""

import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from typing import Any, Protocol, cast

import orjson
import structlog
from sqlalchemy import URL, Engine, Executable, Result, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from alwrity.errors import SettingsError, UnavailableError
from alwrity.inline_session import InlineGlance, InlineSession, OneWriter
from alwrity.scaling.deadline import check, within_deadline
from alwrity.settings import Settings
from alwrity.sqlite_engines import SqliteEngines

log = structlog.get_logger(__name__)

_LAST_PORT = 65_535
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
#: Parameters of PostgreSQL's driver that are texts; it trips over the others in a URL.
_PARAMETERS = frozenset({
    "gsslib", "host", "krbsrvname", "passfile", "password", "port", "prepared_statement_cache_size",
    "service", "servicefile", "ssl", "target_session_attrs", "user",
})  # fmt: skip
#: What stands in other programs' URLs, and where this driver looks for it.
_INSTEAD = {
    "sslrootcert": "set PGSSLROOTCERT instead",
    "sslcert": "set PGSSLCERT instead",
    "sslkey": "set PGSSLKEY instead",
    "sslcrl": "set PGSSLCRL instead",
}
_UNREADABLE = (
    "DATABASE_URL cannot be read; write postgresql://user:password@host:5432/name, with the "
    "password's special characters percent-encoded (@ as %40)."
)


def _dump(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


_KEPT: dict[str, Any] = {"expire_on_commit": False}
_READING: dict[str, Any] = {"autoflush": False, **_KEPT}
# Takes dataclasses as they are, which the standard library's does not.
_JSON: dict[str, Any] = {"json_serializer": _dump, "json_deserializer": orjson.loads}


class Glance(Protocol):
    """What reads a few rows by their keys: columns, never entities. A `ReadSession` is one too."""

    async def execute(self, statement: Any, params: Any = None) -> Result[*tuple[Any, ...]]:
        """The rows of a statement."""

    async def scalar(self, statement: Any, params: Any = None) -> Any:
        """The first column of the first row, or None."""

    async def scalars(self, statement: Any, params: Any = None) -> Any:
        """The first column of each row."""

    def get_bind(self) -> Any:
        """Where the statements run; its `dialect` tells the kind of database."""


class ReadSession(AsyncSession):
    """A session that only reads."""


class WriteSession(ReadSession):
    """A session that may also write: one transaction, committed once, at the edge."""

    async def change(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute a change for each row; all have the same names."""
        await self.execute(statement, rows)

    def after_commit(self, callback: Callable[[], Any]) -> None:
        """Call `callback` once the transaction is durable; never when it was rolled back."""
        self.info.setdefault("after_commit", []).append(callback)

    def after_rollback(self, callback: Callable[[], Any]) -> None:
        """Call `callback` when the transaction came to nothing, or nobody knows whether it did."""
        self.info.setdefault("after_rollback", []).append(callback)

    def run_after_commit(self) -> None:
        """Call what waits for the commit, in order."""
        for callback in self.info.pop("after_commit", []):
            callback()

    def run_after_rollback(self) -> None:
        """Call what waits for the opposite, the latest first."""
        for callback in reversed(self.info.pop("after_rollback", [])):
            callback()


class InlineWriteSession(InlineSession, WriteSession):
    """A `WriteSession` on SQLite."""


class Database:
    """The engines of one process.

    Args:
        settings: Where the data is; pools are opened lazily.
    """

    def __init__(self, settings: Settings) -> None:
        self.is_sqlite = settings.uses_sqlite
        url = _readable(settings.database_url)
        self._engines: SqliteEngines | None = None
        self._one_writer = OneWriter(30)
        self._reads: Callable[[], ReadSession]
        self._glances: Callable[[], AbstractAsyncContextManager[Glance]]
        self._writes: Callable[[], WriteSession]
        if self.is_sqlite:
            self._engines = engines = SqliteEngines(url, _JSON)
            self._engine = engines.schema
            self._reads = partial(ReadSession, engines.reading, **_READING)
            self._glances = partial(InlineGlance, engines.glancing)
            self._writes = partial(
                InlineWriteSession, engines.writing, committing=engines.committing, **_KEPT
            )
        else:
            self._engine = create_async_engine(
                url,
                **_JSON,
                pool_size=settings.database.pool_size,
                max_overflow=0,
                pool_timeout=settings.database.pool_timeout,
                pool_recycle=3600,
                pool_pre_ping=True,
                connect_args={"timeout": 10, "command_timeout": 60},
            )
            self._reads = partial(ReadSession, self._engine, **_READING)
            self._glances = cast("Callable[[], AbstractAsyncContextManager[Glance]]", self._reads)
            self._writes = partial(WriteSession, self._engine, **_KEPT)

    @property
    def engine(self) -> AsyncEngine:
        """The engine of the schema."""
        return self._engine

    @property
    def sync_engines(self) -> list[Engine]:
        """All engines as SQLAlchemy's events know them."""
        if self._engines is None:
            return [self._engine.sync_engine]
        return self._engines.all

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadSession]:
        """A session for reading.

        Raises:
            UnavailableError: When the database is away or no connection came free in time.
            DeadlineError: When the request's time is over.
        """
        with _translated():
            async with self._in_time(), self._reads() as session:
                yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Glance]:
        """For reading a few columns by their keys, and nothing that could take long.

        On SQLite its statements run on the event loop: `inline_session` tells why.

        Raises:
            UnavailableError: When the database is away or no connection came free in time.
            DeadlineError: When the request's time is over.
        """
        with _translated():
            async with self._in_time(), self._glances() as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[WriteSession]:
        """A transaction: committed when the block ends, rolled back when it raises.

        On SQLite its statements run on the event loop, but wait for locks and the disk elsewhere.

        Raises:
            UnavailableError: When the database is away or no connection came free in time.
            DeadlineError: When the request's time is over.
        """
        with _translated():
            async with self._begun() as session:
                try:
                    async with self._in_time():
                        yield session
                    await session.commit()  # once begun it is waited for: nobody could tell else
                except BaseException:  # a cancellation too
                    session.run_after_rollback()
                    raise
            session.run_after_commit()

    def _in_time(self) -> AbstractAsyncContextManager[None]:
        """Under the request's deadline: on PostgreSQL the driver cancels what runs at its end.

        On SQLite, whose statements nobody can cancel from outside, it is looked at before.

        Raises:
            DeadlineError: It is over.
        """
        if self.is_sqlite:
            check()
            return nullcontext()
        return within_deadline()

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[WriteSession]:
        if not self.is_sqlite:
            async with self._writes() as session:
                yield session
            return
        async with self._one_writer.turn(), self._writes() as session:
            await cast("InlineWriteSession", session).begin_when_free()
            yield session

    async def ping(self) -> None:
        """Answer a trivial query.

        Raises:
            UnavailableError: When the database does not.
        """
        # A glance: on SQLite it does not queue behind the long reads, and health must not.
        async with self.glance() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()
        if self._engines is not None:
            await self._engines.close()


class _translated:  # noqa: N801 - reads as a statement
    """Turns a database that is away into one sentence for the caller, with the cause in the log."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        away = isinstance(error, PoolTimeoutError | ConnectionError) or (
            isinstance(error, DBAPIError) and (error.connection_invalidated or _is_away(error))
        )
        if away:
            log.error("database_unavailable", error=type(error).__name__, cause=str(error)[:300])
            raise UnavailableError(
                "The database does not answer at the moment; nothing was changed, try again.",
                headers={"Retry-After": "2"},
            ) from error


def _is_away(error: DBAPIError) -> bool:
    # The driver's own error, whose class tells what its words do not, stands behind the adapter's.
    cause = f"{error.orig} {type(getattr(error.orig, '__cause__', None)).__name__}"
    return any(
        word in cause
        for word in ("database is locked", "unable to open database", "readonly database",
                     "disk I/O error", "database or disk is full", "TimeoutError",
                     "CannotConnectNow", "TooManyConnections", "the database system is",
                     "InvalidCatalogName", "InvalidPassword", "InvalidAuthorization")
    )  # fmt: skip


def _readable(written: str) -> URL:
    """The URL as the drivers understand it.

    Raises:
        SettingsError: When it is none; never shows it, since it holds a password.
    """
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise SettingsError(_UNREADABLE) from None
    if url.get_backend_name() == "sqlite":
        file = url.database or ":memory:"
        if file.startswith((":memory:", "file:")) or url.query.get("mode") == "memory":
            raise SettingsError(
                "DATABASE_URL names a database in memory, which several connections cannot share; "
                "write sqlite:///FILE."
            )
        return url
    if "@" in (url.host or ""):  # what stands before it is the end of the password
        raise SettingsError(_UNREADABLE)
    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise SettingsError(f"DATABASE_URL has the port {url.port}; use one of 1 to {_LAST_PORT}.")
    if "sslmode" in url.query:  # as all other programs call what this driver calls ssl
        mode = url.query["sslmode"]
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return _with_known_parameters(url)


def _with_known_parameters(url: URL) -> URL:
    """The same URL.

    Raises:
        SettingsError: When a parameter, or its value, is none that may stand in it.
    """
    unknown = sorted(set(url.query) - _PARAMETERS)
    if unknown:
        remedy = _INSTEAD.get(unknown[0], "leave it out")
        raise SettingsError(
            f"DATABASE_URL has the parameter {unknown[0]!r}, which cannot be used there; {remedy}."
        )
    mode = url.query.get("ssl")
    if mode is not None and mode not in _SSL_MODES:
        raise SettingsError(
            f"DATABASE_URL has the sslmode {mode!r}; use one of {', '.join(_SSL_MODES)}."
        )
    return url


def sqlite_has_fts5() -> bool:
    """Whether this Python's SQLite can search full texts."""
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    return "ENABLE_FTS5" in options
