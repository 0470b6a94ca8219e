"""A workspace with people of every role, and a neighbour's; `X-As` says who calls."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Scope
from tests.support.library import People, make_people

from alwrity.auth import Caller
from alwrity.database import Database


@pytest.fixture
async def people(app: FastAPI, database: Database) -> People:
    people = await make_people(database)

    async def identify(scope: Scope) -> Caller | None:
        name = dict(scope["headers"]).get(b"x-as", b"owner").decode()
        return getattr(people, name, None)

    app.state.identification = identify
    return people


@pytest.fixture
async def api(app: FastAPI, people: People) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api") as client:
        yield client
