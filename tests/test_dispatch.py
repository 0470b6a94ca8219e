"""The index of routes, held against the framework's own router: the same answer to everything."""

import re
from random import Random
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from alwrity.dispatch import Dispatch
from alwrity.runtime import Runtime
from tests.support.routes import Found, routes_of

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_SEGMENTS = (
    "api", "content", "generate", "tags", "bulk", "rewrites", "events", "generations", "views",
    "health", "ready", "assets", "docs", "openapi.json", "", "..", "%2F", "ü", "1", "import",
)  # fmt: skip


def dispatch_of(app: FastAPI) -> Dispatch:
    dispatch = app.router.middleware_stack
    assert isinstance(dispatch, Dispatch)
    return dispatch


def filled(route: Found) -> str:
    """A path of the route: ids that exist nowhere."""
    path = re.sub(r"\{number[^}]*\}", "1", route.path)
    return re.sub(r"\{[^}]+\}", lambda _match: str(uuid4()), path)


async def both(app: FastAPI, method: str, path: str) -> tuple[httpx.Response, httpx.Response]:
    """The answer by the index, and that by the router alone."""
    dispatch = dispatch_of(app)
    answers = []
    for stack in (dispatch, dispatch.router):
        app.router.middleware_stack = stack
        app.middleware_stack = None
        try:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as by:
                answers.append(await by.request(method, path, headers={"X-Request-ID": "same"}))
        finally:
            app.router.middleware_stack = dispatch
            app.middleware_stack = None
    first, second = answers
    return first, second


def without_nonce(text: str) -> str:
    """Pages carry a new one each time, and their length is that of the compressed text."""
    nonced = re.search(r"nonce[-=][\"']?([\w-]{22})", text)
    kept = text.replace(nonced[1], "") if nonced else text
    return re.sub(r"'content-length': '\d+'", "", kept)


def assert_same(first: httpx.Response, second: httpx.Response) -> None:
    path = first.request.url.path
    assert first.status_code == second.status_code, path
    if path not in {"/health", "/metrics"}:  # which tell the time, and count
        assert without_nonce(str(first.headers)) == without_nonce(str(second.headers))
        assert without_nonce(first.text) == without_nonce(second.text)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_route_answers_as_by_the_router(app: FastAPI) -> None:
    for route in routes_of(app):
        for method in {route.method, "HEAD", "PUT"} - {"DELETE"}:
            if route.path != "/{place:place}":
                assert_same(*await both(app, method, filled(route)))
                assert_same(*await both(app, method, filled(route) + "/"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_any_path_answers_as_by_the_router(app: FastAPI) -> None:
    rolled = Random(20261124)
    for _ in range(200):
        segments = rolled.choices(_SEGMENTS, k=rolled.randrange(6))
        assert_same(*await both(app, rolled.choice(_METHODS), "/" + "/".join(segments)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_api_takes_the_short_way(app: FastAPI, runtime: Runtime) -> None:
    async def nobody(*_: object) -> None:
        raise AssertionError("asked the router")

    dispatch_of(app).router = nobody
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in ("/api/me", "/api/content", "/health/live", f"/api/content/{uuid4()}"):
            assert (await client.get(path)).status_code in {200, 404}
        assert (await client.post("/api/content", json={"title": "t"})).status_code == 201
        # Metrics know routes by their whole templates.
        assert 'endpoint="/api/content/{content_id}"' in (await client.get("/metrics")).text
