"""Bring the schema up to date, and say when it is not what this program expects."""

from enum import StrEnum
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from alwrity.database import Database
from alwrity.errors import SettingsError
from alwrity.models import accounts, content, generation, jobs, usage
from alwrity.models.base import Base

#: Naming them here is what registers their tables with the metadata.
FAMILIES = (accounts, content, generation, jobs, usage)

_MIGRATIONS = Path(__file__).parent / "migrations"
# One migration at a time, however many servers start at once: a PostgreSQL advisory lock.
_UPGRADE_LOCK = 0x616C7772


class Standing(StrEnum):
    """How the database's schema stands to what this program needs."""

    CURRENT = "current"
    EMPTY = "empty"
    OLDER = "older"
    NEWER = "newer"


async def upgrade(database: Database) -> tuple[str | None, str]:
    """Apply what is missing; safe to call from many processes at once.

    Returns:
        The schema's version before and after.

    Raises:
        SettingsError: When the database was written by a newer program, or cannot be written.
    """
    async with database.engine.connect() as connection:
        result: tuple[str | None, str] = await connection.run_sync(_upgrade)
        await connection.commit()
    return result


async def check(database: Database) -> list[str]:
    """What differs between the database and the models; empty when nothing does."""
    async with database.engine.connect() as connection:
        differences: list[str] = await connection.run_sync(_differences)
        await connection.rollback()
    return differences


async def version(database: Database) -> tuple[str | None, str]:
    """The version in the database, and the one that this program needs."""
    async with database.engine.connect() as connection:
        found = await connection.run_sync(_current)
        await connection.rollback()
    return found, _head()


async def standing(database: Database) -> Standing:
    """Whether the database is of this program's version; changes nothing."""
    found, head = await version(database)
    if found == head:
        return Standing.CURRENT
    if found is None:
        return Standing.EMPTY
    return Standing.OLDER if found in _known() else Standing.NEWER


def sentence(standing: Standing) -> str:
    """What a person is told of it."""
    return {
        Standing.CURRENT: "The database has the schema that this version of ALwrity needs.",
        Standing.EMPTY: "The database is empty; run: alwrity db upgrade",
        Standing.OLDER: "The database has the schema of an older version of ALwrity; "
        "run: alwrity db upgrade",
        Standing.NEWER: "The database was written by a newer version of ALwrity; install that, "
        "or restore an older backup.",
    }[standing]


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Base.metadata
    config.attributes["include_object"] = _ours
    return config


def _ours(_item: object, name: str | None, _kind: str, reflected: bool, _other: object) -> bool:
    """Full-text tables and columns are the migrations' alone; the models do not know them."""
    if name is None:
        return True
    search = name in {"search", "idx_content_search"} or name.startswith("content_fts")
    return not (reflected and search)


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return ScriptDirectory.from_config(config)


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _head() -> str:
    head = _scripts().get_current_head()
    assert head is not None  # noqa: S101 - the package ships at least one migration
    return head


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    before = _current(connection)
    head = _head()
    if before is not None and before not in _known():
        raise SettingsError(
            f"The database has schema {before!r}, which this version of ALwrity does not know: "
            "it was written by a newer one; install that, or restore an older backup."
        )
    if before != head:
        command.upgrade(_config(connection), "head")
    return before, head


def _differences(connection: Connection) -> list[str]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_object": _ours}
    )
    rows: list[Any] = list(compare_metadata(context, Base.metadata))
    return [str(row) for row in rows]
