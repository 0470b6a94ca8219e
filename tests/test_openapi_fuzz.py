"""Every operation keeps to the OpenAPI document, whatever is sent to it and whoever sends it.

`ALWRITY_FUZZ_EXAMPLES=500 pytest tests/test_openapi_fuzz.py` looks longer; the default is short and
always the same, so that it never fails by chance.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
import requests
import schemathesis
import structlog
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from alwrity.app import create_app
from alwrity.auth import Role
from alwrity.features.accounts.laptop import LaptopIdentification
from alwrity.runtime import Runtime
from alwrity.settings import AccountSettings, AuthMode, GenerationSettings, Settings
from tests.conftest import make_settings
from tests.support.asgi import exchange
from tests.support.scripted import ScriptedProvider
from tests.support.worlds import PLAIN, World, make_world

EXAMPLES = int(os.environ.get("ALWRITY_FUZZ_EXAMPLES", "15"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Answers that a proxy or a client library would make of the same bytes are none of ours.
_UNSENDABLE = (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL, UnicodeError)


def _document() -> dict[str, Any]:
    """Of an application that is never started: its operations are the names of the tests."""
    return create_app(Runtime(make_settings("sqlite:///unopened.db"), ScriptedProvider())).openapi()


SCHEMA = schemathesis.openapi.from_dict(_document())
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@dataclass
class Target:
    """An application, and what is in its database."""

    app: FastAPI
    world: World
    credential: dict[str, bytes]

    async def known(self, operation: Any) -> dict[str, dict[str, str]]:
        """Path parameters that lead somewhere, and the version that is there."""
        names = [parameter.name for parameter in operation.path_parameters]
        ids = {name: {**self.world.ids, **PLAIN}[name] for name in names}
        known = {"path_parameters": ids} if ids else {}
        if names and any(p.name.lower() == "if-match" for p in operation.headers):
            before, _, _ = operation.path.partition("{")
            found = await exchange(self.app, "GET", before + ids[names[0]], self.credential)
            known["headers"] = {"If-Match": found.headers.get("etag", '"7.0"')}
        return known

    async def send(self, case: Any) -> Response | None:
        """Send a case; None when no client could."""
        try:
            sent = requests.Request(**case.as_transport_kwargs("http://localhost")).prepare()
        except _UNSENDABLE:
            return None
        url = urlsplit(sent.url)
        headers = {
            name: value if isinstance(value, bytes) else value.encode("latin-1")
            for name, value in sent.headers.items()
        }
        body = sent.body or b""
        answer = await exchange(
            self.app,
            sent.method,
            f"{url.path}?{url.query}",
            # The checks read what is sent as it is; compressing has tests of its own.
            {name.lower(): value for name, value in headers.items()}
            | {"accept-encoding": b"identity"}
            | self.credential,
            body.encode() if isinstance(body, str) else body,
        )
        fields = {name: [value] for name, value in answer.headers.items()}
        return Response(answer.status, fields, answer.body, sent, 0.0, verify=False)


@pytest.fixture
def role(request: pytest.FixtureRequest) -> Role | None:
    """Whose API key is sent; None where nobody signs in."""
    asked: Role | None = request.param
    return asked


@pytest.fixture
def settings(database_url: str, tmp_path: Path, role: Role | None) -> Settings:
    return make_settings(
        database_url,
        data_dir=tmp_path,
        accounts=AccountSettings(auth=AuthMode.NONE if role is None else AuthMode.PASSWORD),
        generation=GenerationSettings(generate_limit="1000000/minute"),
    )


@pytest.fixture
async def target(app: FastAPI, runtime: Runtime, role: Role | None) -> AsyncIterator[Target]:
    world = await make_world(runtime.database, "fuzz")
    credential: dict[str, bytes] = {}
    if role is None:
        app.state.identification = LaptopIdentification(world.team.owner)
    else:
        credential = {"x-api-key": (await world.team.key(role)).token.encode()}
    with structlog.testing.capture_logs():
        yield Target(app, world, credential)


def examples(count: int) -> Any:
    return hypothesis.settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


async def _try(operation: Any, target: Target, data: Any) -> None:
    known = await target.known(operation) if data.draw(strategies.booleans()) else {}
    mode = data.draw(strategies.sampled_from(list(GenerationMode)))
    case = data.draw(operation.as_strategy(mode, **known))
    answer = await target.send(case)
    if answer is None:
        return
    # The document describes an event stream as a whole, this check wants its single events.
    streams = answer.headers.get("content-type", [""])[0].startswith("text/event-stream")
    case.validate_response(
        answer, checks=CHECKS, excluded_checks=[response_schema_conformance] if streams else []
    )


def by(database_url: str, role: Role | None, count: int) -> Any:
    """A test of every operation on one database, by one caller."""

    def decorate(test: Any) -> Any:
        for mark in (
            examples(count),
            pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label),
            pytest.mark.parametrize(
                ("database_url", "role"), [(database_url, role)], indirect=True
            ),
        ):  # fmt: skip
            test = mark(test)
        return test

    return decorate


@by("sqlite", None, EXAMPLES)
@hypothesis.given(data=strategies.data())
async def test_answers_are_as_documented(operation: Any, target: Target, data: Any) -> None:
    await _try(operation, target, data)


@by("postgresql", Role.OWNER, max(1, EXAMPLES // 3))
@hypothesis.given(data=strategies.data())
async def test_and_so_they_are_on_postgresql_by_key(
    operation: Any, target: Target, data: Any
) -> None:
    await _try(operation, target, data)


@by("sqlite", Role.READER, max(1, EXAMPLES // 7))
@hypothesis.given(data=strategies.data())
async def test_and_to_somebody_who_may_only_read(operation: Any, target: Target, data: Any) -> None:
    await _try(operation, target, data)
