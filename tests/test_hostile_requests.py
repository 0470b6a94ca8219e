"""What no client sends by accident is refused in a sentence by every route, on both databases."""

import copy
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi import FastAPI

from alwrity.database import Database
from alwrity.settings import GenerationSettings, Settings
from tests.support.accounts import bearer, password_settings
from tests.support.asgi import Answer, exchange
from tests.support.openapi import Operation, Sampler, operations
from tests.support.worlds import PLAIN, REVISION, World, make_world

MEGABYTE = 1_000_000
#: JSON texts, since some of them are nothing that an encoder would write.
VALUES = (
    '"\\u0000"', '"a\\u0000b words"', '"\\ud800"', '"a\\udfff words"', '"\\u202e\\u0007 words"',
    '""', '"   "', '"%s"' % ("x" * MEGABYTE), "9" * 30, "-1", "1e400", "-0.5", "9" * 5000, "NaN",
    "null", "true", "[]", "{}", "[" * 5000 + "]" * 5000, '{"\\ud800": 1}',
)  # fmt: skip
QUERY = (
    "%00",
    "%ff%fe",
    "%ED%A0%80",
    "9" * 30,
    "-1",
    "1e400",
    "x" * 5000,
    "%5B",
    "",
    "%F0%9F%92%A9",
)
SEGMENTS = ("%00", "%ff", "9" * 30, "-1", "..", "%2e%2e", "x" * 2000, "%F0%9F%92%A9", "[", "?")
FIELDS = (b"\x00", b"\xff\xfe", b"", b" ", b"x" * 5000, b"\"'", b"9" * 400, b"\xc2\xb2", b"*", b"[")
EVERYWHERE = {
    "accept", "content-type", "content-length", "cookie", "origin", "referer", "x-request-id",
    "host", "range", "expect",
}  # fmt: skip
BODIES: tuple[bytes, ...] = (
    b"", b"{", b"\xff\xfe", b"\xef\xbb\xbf{}", b"{}", b"[]", b"null", b'"x"',
    b'{"\xed\xa0\x80": 1}', b"[" * 100_000, b'{"a": 1, "a": 2}', b"\x00",
)  # fmt: skip


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return password_settings(database_url, tmp_path).model_copy(
        update={"generation": GenerationSettings(generate_limit="1000000/minute")}
    )


class Sender:
    """Sends as the owner of a workspace, and looks at every answer."""

    def __init__(self, app: FastAPI, world: World, headers: dict[str, bytes]) -> None:
        self.app = app
        self.world = world
        self.headers = headers
        self.document = app.openapi()
        self.operations = list(operations(self.document))

    def path(self, operation: Operation) -> str:
        path = operation.path.format(**self.world.ids, **PLAIN)
        return f"{path}?" + "&".join(f"{name}={REVISION}" for name in operation.required_query)

    def body(self, operation: Operation) -> Any:
        sampler = Sampler(self.document, self.world.ids, optional=True)
        return None if operation.body is None else sampler.sample(operation.body)

    async def send(
        self,
        operation: Operation,
        target: str,
        headers: dict[str, bytes] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        given = self.headers | {"if-match": f'"{REVISION}.0"'.encode(), **(headers or {})}
        if body is None:
            sampled = self.body(operation)
            body = b"" if sampled is None else json.dumps(sampled).encode()
        if body:
            given.setdefault("content-type", b"application/json")
        answer = await exchange(self.app, operation.method, target, given, body)
        sent = f"{operation.method} {target[:200]} {headers} {body[:200]!r}"
        assert answer.status < 500, sent
        if answer.status >= 400:
            assert answer.media_type == "application/problem+json", sent
            problem = json.loads(answer.body)
            assert problem["status"] == answer.status, sent
            assert {"type", "title", "detail"} <= set(problem), sent
            assert len(answer.body) < 20_000, sent
        return answer


@pytest.fixture
async def sender(app: FastAPI, database: Database) -> AsyncIterator[Sender]:
    world = await make_world(database, "target")
    headers = {k.lower(): v.encode() for k, v in bearer(await world.team.key()).items()}
    with structlog.testing.capture_logs():
        yield Sender(app, world, headers)


def spoiled(body: Any, value: str) -> Iterator[bytes]:
    """`body` with one leaf after the other replaced by the JSON text `value`."""
    mark = "here-goes-the-value"
    for path in _leaves(body):
        changed = copy.deepcopy(body)
        inside = changed
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = mark
        yield json.dumps(changed).replace(json.dumps(mark), value).encode()


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, (*path, key))
    if path:
        yield path


async def test_bodies(sender: Sender) -> None:
    for operation in sender.operations:
        target = sender.path(operation)
        for body in BODIES:
            await sender.send(operation, target, body=body)
        if operation.body is None:
            continue
        for value in VALUES:
            for body in spoiled(sender.body(operation), value):
                await sender.send(operation, target, body=body)


async def test_queries(sender: Sender) -> None:
    for operation in sender.operations:
        described = sender.document["paths"][operation.path][operation.method.lower()]
        names = [p["name"] for p in described.get("parameters", []) if p["in"] == "query"]
        for name in [*names, "%00"]:
            for value in QUERY:
                await sender.send(operation, f"{sender.path(operation)}&{name}={value}")


async def test_paths(sender: Sender) -> None:
    ids = {**sender.world.ids, **PLAIN}
    for operation in sender.operations:
        for name in operation.path_params:
            for segment in SEGMENTS:
                target = operation.path.format(**(ids | {name: segment}))
                await sender.send(operation, target, {"idempotency-key": b"k"})


async def test_headers(sender: Sender) -> None:
    for operation in sender.operations:
        described = sender.document["paths"][operation.path][operation.method.lower()]
        names = {p["name"].lower() for p in described.get("parameters", []) if p["in"] == "header"}
        if operation.path in {"/api/me", "/api/content"}:
            names |= EVERYWHERE
        if operation.method != "GET":
            names.add("idempotency-key")
        for name in sorted(names):
            for value in FIELDS:
                await sender.send(operation, sender.path(operation), {name: value})


REFUSED = (
    ("GET", "/api/nothing", 404),
    ("GET", "/nothing%00", 404),
    ("GET", "/assets/docs/nothing", 404),
    ("GET", "/assets/docs/%2e%2e/%2e%2e/secret", 404),
    ("GET", "/assets/docs/%00", 404),
    ("POST", "/assets/docs/favicon-32x32.png", 405),
    ("DELETE", "/api/content", 405),
    ("TRACE", "/api/content", 405),
    ("OPTIONS", "/api/content", 405),
    ("SURPRISE", "/api/content", 405),
    ("POST", "/health", 405),
)


async def test_what_the_framework_refuses_is_a_problem_document_too(sender: Sender) -> None:
    for method, target, status in REFUSED:
        operation = Operation(method, target, (), (), {}, None, streams=False)
        assert (await sender.send(operation, target)).status == status, (method, target)


async def test_a_host_that_is_no_name_breaks_nothing(sender: Sender) -> None:
    for target in ("/api/nothing", "/api/content/", "/api/me", "/"):
        operation = Operation("GET", target, (), (), {}, None, streams=False)
        for host in (b"[", b"\xff", b"", b"a b", b"http://x/", b"a#b", b"x" * 5000):
            await sender.send(operation, target, {"host": host})


@pytest.mark.parametrize("told", [{}, {"idempotency-key": b"k"}])
async def test_a_body_without_length_is_counted_as_it_comes(
    sender: Sender, settings: Settings, told: dict[str, bytes]
) -> None:
    piece = b" " * 100_000
    pieces = (piece for _ in range(settings.server.max_body_bytes // len(piece) + 1))

    answer = await exchange(
        sender.app, "POST", "/api/content",
        {**sender.headers, "content-type": b"application/json", **told}, pieces,
    )  # fmt: skip

    assert answer.status == 413
    assert json.loads(answer.body)["title"] == "Request too large"
