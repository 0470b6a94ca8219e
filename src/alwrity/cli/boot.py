"""From settings to a runtime over a database that is ready, or one sentence that says why not."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from alwrity import schema
from alwrity.database import Database
from alwrity.errors import SettingsError, UnavailableError
from alwrity.providers import catalogue
from alwrity.providers.lane import Admission
from alwrity.runtime import Runtime
from alwrity.scaling.breaker import BreakerPolicy
from alwrity.settings import Settings


def make_runtime(settings: Settings) -> Runtime:
    """Everything one process owns; opens nothing yet.

    Raises:
        SettingsError: When a model is unknown or its key is missing.
    """
    generation = settings.generation
    provider = catalogue.build(
        catalogue.parse(generation.llm),
        os.environ,
        first_token_timeout=generation.first_token_seconds,
        between_tokens_timeout=generation.between_tokens_seconds,
        admission=Admission(
            generation.admission, most=generation.drafting_slots, queue=generation.queue_bound,
            slow_seconds=generation.first_token_seconds / 3,
        ),
        breaker=BreakerPolicy(
            minimum=generation.breaker_calls, failure_rate=generation.breaker_rate,
            open_seconds=generation.breaker_seconds,
        ),
    )  # fmt: skip
    return Runtime(settings, provider)


def prepare_data_folder(settings: Settings) -> bool:
    """Create the data folder, and see that it can be written.

    Returns:
        Whether it can be; a server whose data is in PostgreSQL does without it.

    Raises:
        SettingsError: When the data would be there and it cannot be written.
    """
    folders = [settings.data_dir]
    if (file := sqlite_file(settings)) is not None:
        folders.append(file.parent)
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as error:
        if not settings.uses_sqlite:
            return False
        raise SettingsError(
            f"The data folder {str(folder)!r} cannot be written ({error.strerror}); make it "
            "writable, or name another by ALWRITY_DATA_DIR."
        ) from None
    return True


def sqlite_file(settings: Settings) -> Path | None:
    """The database's file; None when it is elsewhere."""
    name = make_url(settings.database_url).database if settings.uses_sqlite else None
    return Path(name) if name else None


async def prepare_schema(settings: Settings, database: Database, *, upgrade: bool) -> None:
    """Bring the schema up to date, or see that it is.

    Args:
        settings: For naming the database.
        database: The database.
        upgrade: Whether this process may change it. On a laptop it may; of a fleet's many
            processes none does by itself.

    Raises:
        SettingsError: When it is not what this program needs.
        UnavailableError: When the database does not answer.
    """
    with explained(settings):
        if upgrade:
            await schema.upgrade(database)
            return
        standing = await schema.standing(database)
    if standing is not schema.Standing.CURRENT:
        raise SettingsError(schema.sentence(standing))


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, ready for use without a server: for keys and accounts.

    Raises:
        SettingsError: When it is not what this program needs.
        UnavailableError: When it does not answer.
    """
    prepare_data_folder(settings)
    database = Database(settings)
    try:
        await prepare_schema(settings, database, upgrade=settings.uses_sqlite)
        with explained(settings):
            yield database
    finally:
        await database.close()


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """A database that cannot be used ends in one sentence, without its password.

    Raises:
        SettingsError: When its file cannot be used.
        UnavailableError: When the server does not answer, or not to us.
    """
    try:
        yield
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
        if settings.uses_sqlite:
            raise SettingsError(
                f"The database {str(sqlite_file(settings))!r} cannot be used ({cause}); mend or "
                "move that file, or name another folder by ALWRITY_DATA_DIR."
            ) from error
        url = make_url(settings.database_url)
        raise UnavailableError(
            f"The database {url.database or url.username!r} at {url.host or 'localhost'}:"
            f"{url.port or 5432} cannot be used "
            f"({cause or type(error).__name__}); check DATABASE_URL and that the server runs."
        ) from error
