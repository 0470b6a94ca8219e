"""The role x action table, held against every route there is; later ones are covered as they come.

A route counts as let through when it answers anything but 401 and 403: ids here exist nowhere.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from alwrity.auth import ALLOWED, Action, Role
from alwrity.database import Database
from alwrity.settings import Settings
from tests.support.accounts import bearer, make_team, password_settings
from tests.support.routes import Found, routes_of

#: What anybody may call. A new route needs a guard, or a reason to stand here.
PUBLIC = {
    ("GET", "/{place:place}"),
    ("GET", "/api/docs"),
    ("GET", "/api/openapi.json"),
    ("GET", "/assets/docs"),
    ("GET", "/health"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("POST", "/api/session"),
    ("POST", "/api/invitations/open"),
    ("POST", "/api/invitations/accept"),
}


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return password_settings(database_url, tmp_path)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """From another machine."""
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="https://team.example") as client:
        yield client


def guarded(app: FastAPI) -> list[Found]:
    return [route for route in routes_of(app) if route.guarded]


async def call(client: httpx.AsyncClient, route: Found, headers: dict[str, str]) -> int:
    path = re.sub(r"\{number[^}]*\}", "1", route.path)
    path = re.sub(r"\{[^}]+\}", lambda _match: str(uuid4()), path)
    body = None if route.method == "GET" else {}
    fields = {"If-Match": '"1.0"', **headers}
    answer = await client.request(route.method, path, headers=fields, json=body)
    return answer.status_code


async def test_every_route_has_a_guard_or_is_public_on_purpose(app: FastAPI) -> None:
    routes = routes_of(app)

    assert {route.key for route in routes if not route.guarded} == PUBLIC
    assert {("GET", "/api/me"), ("PATCH", "/api/members/{member_id}"), ("GET", "/metrics")} <= {
        route.key for route in routes if route.guarded
    }


async def test_each_role_may_do_what_the_table_says(
    app: FastAPI, database: Database, client: httpx.AsyncClient
) -> None:
    team = await make_team(database)
    wrong = []
    for route in guarded(app):
        for role in Role:
            status = await call(client, route, await team.cookie(role))
            expected = route.action is None or route.action in ALLOWED[role]
            if (status != 403) is not expected or status in {401, 500}:
                wrong.append((role.value, *route.key, status))
    assert not wrong


async def test_a_key_may_do_only_what_its_scopes_say(
    app: FastAPI, database: Database, client: httpx.AsyncClient
) -> None:
    team = await make_team(database)
    wrong = []
    for route in guarded(app):
        if route.action is None:
            continue
        with_it = bearer(await team.key(scopes={route.action}))
        without = bearer(await team.key(scopes=set(Action) - {route.action}))
        statuses = await call(client, route, with_it), await call(client, route, without)
        if statuses[0] in {401, 403, 500} or statuses[1] != 403:
            wrong.append((*route.key, statuses))
    assert not wrong


async def test_nobody_is_let_through_without_a_credential(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    statuses = {route.key: await call(client, route, {}) for route in guarded(app)}

    assert {key: status for key, status in statuses.items() if status != 401} == {}


#: Changes that anybody who is known may make, and only to what is their own.
OWN = {("DELETE", "/api/session"), ("POST", "/api/me/password")}


async def test_no_right_to_read_lets_a_change_through(app: FastAPI) -> None:
    changes = [route for route in guarded(app) if route.method != "GET"]
    weak = {r.key for r in changes if r.action is None or r.action.value.endswith(":read")}

    assert weak == OWN


def test_the_table_is_what_was_decided() -> None:
    for below, above in zip(list(Role)[:-1], list(Role)[1:], strict=True):
        assert ALLOWED[below] < ALLOWED[above]
    readers = ALLOWED[Role.READER] - {Action.OWN_WRITE}
    assert all(action.value.endswith(":read") for action in readers)
    editors_only = {Action.VIEWS_SHARE, Action.VOICES_MANAGE, Action.PROVIDERS_TEST}
    assert not ALLOWED[Role.WRITER] & editors_only
    assert editors_only <= ALLOWED[Role.EDITOR]
    assert Action.MEMBERS_CONTACT not in ALLOWED[Role.READER]
    assert not ALLOWED[Role.WRITER] & {Action.CONTENT_WRITE_ANY, Action.CONTENT_APPROVE}
    for owners_only in (Action.MEMBERS_MANAGE, Action.KEYS_MANAGE, Action.OPERATIONS_READ):
        assert owners_only not in ALLOWED[Role.EDITOR]
    assert ALLOWED[Role.OWNER] == set(Action)
