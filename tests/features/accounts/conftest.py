from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.support.accounts import Team, make_team, password_settings

from alwrity.database import Database
from alwrity.settings import Settings


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return password_settings(database_url, tmp_path)


@pytest.fixture
async def team(database: Database) -> Team:
    return await make_team(database)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on another machine that sends no Origin: tests say where a page is from."""
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://team.example") as client:
        yield client
