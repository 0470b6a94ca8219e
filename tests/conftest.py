"""Real databases for the tests: SQLite files and a PostgreSQL server from the wheel."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest
from fastapi import FastAPI

from alwrity import schema
from alwrity.app import create_app
from alwrity.database import Database
from alwrity.features.accounts import passwords
from alwrity.models.base import Base
from alwrity.providers.protocol import Provider
from alwrity.runtime import Runtime
from alwrity.settings import DatabaseSettings, Settings
from tests.support.accounts import CHEAP_HASHER
from tests.support.plain_logs import plain_logs
from tests.support.postgres import PostgresServer
from tests.support.redis import RedisServer
from tests.support.scripted import ScriptedProvider

# A loaded machine is slow, not wrong: no test asserts a time, and neither does hypothesis.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def make_settings(url: str, **parts: object) -> Settings:
    return Settings.load(database=DatabaseSettings(DATABASE_URL=url), **parts)


def migrate(url: str) -> None:
    async def run() -> None:
        database = Database(make_settings(url))
        await schema.upgrade(database)
        await database.close()

    asyncio.run(run())


plain_logs()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    try:
        server.execute("CREATE DATABASE test")
        migrate(server.url("test"))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()


@pytest.fixture
def redis_server(shared_redis: RedisServer) -> RedisServer:
    """An empty Redis; a test that kills or freezes one starts its own."""
    shared_redis.empty()
    return shared_redis


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    # Emptying costs a tenth of copying a template; a transaction left open by a test would block.
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    server.execute(f"SET lock_timeout = '10s'; TRUNCATE {tables} CASCADE", "test")
    return server.url("test")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return make_settings(database_url, data_dir=tmp_path)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 is slow on purpose; what it guards is tested where it is."""
    monkeypatch.setattr(passwords, "default_hasher", lambda: CHEAP_HASHER)


@pytest.fixture
def provider() -> Provider:
    return ScriptedProvider()


@pytest.fixture
async def runtime(settings: Settings, provider: Provider) -> AsyncIterator[Runtime]:
    runtime = Runtime(settings, provider)
    yield runtime
    await runtime.close()


@pytest.fixture
async def app(runtime: Runtime) -> AsyncIterator[FastAPI]:
    app = create_app(runtime)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the application in this process; for streams use a real server."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
