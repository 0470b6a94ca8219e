"""A stranger is told that they are one, before anything about what they sent."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from alwrity.auth import ALLOWED, Role
from alwrity.database import Database
from alwrity.settings import Settings
from tests.support.accounts import bearer, make_team, password_settings
from tests.support.openapi import Operation, operations
from tests.support.routes import routes_of

BODIES = (b"{", b"\xff\xfe", b"[1]", b"{}", b'"\\ud800"', b"")
FIELDS: tuple[dict[str, str], ...] = (
    {"Content-Type": "application/json"},
    {"Content-Type": "text/csv", "If-Match": "nonsense"},
    {"Content-Type": "application/json", "Idempotency-Key": "x" * 300},
)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return password_settings(database_url, tmp_path)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://team.example") as client:
        yield client


def changes(app: FastAPI) -> list[Operation]:
    """Every documented change that has a guard; which have none is told by `test_roles`."""
    guarded = {route.key for route in routes_of(app) if route.guarded}
    return [
        operation
        for operation in operations(app.openapi())
        if operation.method != "GET" and (operation.method, operation.path) in guarded
    ]


async def statuses(
    client: httpx.AsyncClient, operation: Operation, headers: dict[str, str]
) -> set[int]:
    """Of all malformed requests."""
    path = re.sub(r"\{[^}]+\}", "nonsense", operation.path)
    return {
        (
            await client.request(
                operation.method, path, content=body, headers={**fields, **headers}
            )
        ).status_code
        for body in BODIES
        for fields in FIELDS
    }


@pytest.mark.parametrize(
    ("headers", "what"),
    [
        ({}, "nothing"),
        ({"Authorization": "Bearer alw_k_nonsense"}, "no key"),
        ({"Cookie": "alwrity_session=nonsense", "Sec-Fetch-Site": "same-origin"}, "no session"),
    ],
)
async def test_a_malformed_change_by_a_stranger_is_401(
    app: FastAPI, client: httpx.AsyncClient, headers: dict[str, str], what: str
) -> None:
    told = {
        (operation.method, operation.path): await statuses(client, operation, headers)
        for operation in changes(app)
    }

    assert len(told) > 10
    assert {key: found for key, found in told.items() if found != {401}} == {}, what


async def test_a_malformed_change_by_a_role_that_may_not_make_it_is_403(
    app: FastAPI, client: httpx.AsyncClient, database: Database
) -> None:
    team = await make_team(database)
    headers = bearer(await team.key(Role.READER))
    actions = {route.key: route.action for route in routes_of(app)}
    forbidden = [
        operation
        for operation in changes(app)
        if (action := actions[operation.method, operation.path]) is not None
        and action not in ALLOWED[Role.READER]
    ]
    told = {
        (operation.method, operation.path): await statuses(client, operation, headers)
        for operation in forbidden
    }

    assert len(told) > 10
    assert {key: found for key, found in told.items() if found != {403}} == {}
