"""No caller reaches another workspace's rows, by any operation of the OpenAPI document.

Two workspaces have a row in every table. An owner of A calls every operation with every mixture of
ids in which at least one is B's. Routes that are added later are walked as they come; a new name of
a path parameter needs an entry in `tests.support.worlds`, and a body that the sampler cannot make
one in `BODIES`.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from alwrity.database import Database
from alwrity.settings import Settings
from tests.support.accounts import password_settings
from tests.support.openapi import Operation, Sampler, operations
from tests.support.worlds import PLAIN, REVISION, World, make_world, rows_of

#: Bodies by (method, path), where rules beyond the schema hold.
BODIES: dict[tuple[str, str], Callable[[World], list[dict[str, Any]]]] = {
    ("POST", "/api/content/{content_id}/rewrites"): lambda theirs: [
        {"action": "shorten", "start": 0, "end": 1}
    ],
    ("PATCH", "/api/content/{content_id}"): lambda theirs: [{"status": "review"}, {"slug": "x"}],
    ("POST", "/api/content/bulk"): lambda theirs: [
        {"ids": [theirs.ids["content_id"]], **action}
        for action in (
            {"action": "status", "status": "review"},
            {"action": "tag", "tag": "words"},
            {"action": "untag", "tag": "words"},
            {"action": "assign", "author_id": theirs.ids["author_id"]},
            {"action": "delete"},
            {"action": "restore"},
        )
    ],
}
#: Answers that name what was asked for, whoever it belongs to, with what became of it.
ECHOES = {("POST", "/api/content/bulk")}
# Path parameters that are no ids: the same in both workspaces.
_PLAIN = PLAIN
#: The version of a piece in each workspace.
_ETAG = f'"{REVISION}.0"'


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return password_settings(database_url, tmp_path)


class Walk:
    """Calls operations as an owner of one workspace."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, mine: World, theirs: World) -> None:
        self.document = app.openapi()
        self.operations = list(operations(self.document))
        self.client = client
        self.mine = mine
        self.theirs = theirs

    async def call(
        self,
        who: World,
        operation: Operation,
        path: str,
        *,
        body: Any = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> httpx.Response:
        signed_in = await who.team.cookie()
        return await self.client.request(
            operation.method,
            path,
            headers={**signed_in, **(headers or {})},
            json=body,
            params={**self.required(operation), **(query or {})},
        )

    def required(self, operation: Operation) -> dict[str, str]:
        """The query that an operation cannot do without; numbers are revisions."""
        sampler = Sampler(self.document, self.theirs.ids, optional=False)
        return {
            name: str(REVISION if schema.get("type") == "integer" else sampler.sample(schema, name))
            for name, schema in operation.required_query.items()
        }

    def bodies(self, operation: Operation) -> Iterator[Any]:
        """What is required, then all there is; every id in it is theirs."""
        if operation.body is None:
            yield None
            return
        known = BODIES.get((operation.method, operation.path))
        if known is not None:
            yield from known(self.theirs)
            return
        for optional in (False, True):
            sampler = Sampler(self.document, self.theirs.ids, optional=optional)
            yield sampler.sample(operation.body)

    def paths(self, operation: Operation) -> Iterator[str]:
        """Every mixture of ids in which at least one is theirs."""
        names = [name for name in operation.path_params if name not in _PLAIN]
        for choice in itertools.product((self.theirs, self.mine), repeat=len(names)):
            if self.theirs in choice:
                ids = {name: world.ids[name] for name, world in zip(names, choice, strict=True)}
                yield operation.path.format(**ids, **_PLAIN)

    async def etag(self, path: str) -> str:
        """The version that a change of theirs would have to name."""
        answer = await self.client.get(path, headers=await self.theirs.team.cookie())
        return answer.headers.get("etag", _ETAG)


@pytest.fixture
async def walk(app: FastAPI, client: httpx.AsyncClient, database: Database) -> Walk:
    return Walk(app, client, await make_world(database, "ours"), await make_world(database, "them"))


async def test_ids_of_another_workspace_are_not_found_and_change_nothing(
    walk: Walk, database: Database
) -> None:
    with_ids = [o for o in walk.operations if set(o.path_params) - set(_PLAIN)]
    etags = {
        path: await walk.etag(path)
        for operation in with_ids
        if operation.method in {"PUT", "PATCH", "DELETE"}
        for path in walk.paths(operation)
    }
    before = await rows_of(database, walk.theirs)
    wrong = []
    for operation in with_ids:
        for path in walk.paths(operation):
            statuses = []
            for body in walk.bodies(operation):
                answer = await walk.call(
                    walk.mine,
                    operation,
                    path,
                    body=body,
                    headers={"If-Match": etags.get(path, _ETAG)},
                )
                statuses.append(answer.status_code)
                assert walk.theirs.mark not in answer.text, (operation, path)
            refused = {403, 404} & set(statuses)
            if not refused or set(statuses) - {403, 404, 422}:
                wrong.append((operation.method, path, statuses))

    assert not wrong
    assert await rows_of(database, walk.theirs) == before
    assert {
        "/api/members/{member_id}",
        "/api/keys/{key_id}",
        "/api/views/{view_id}",
        "/api/voices/{voice_id}",
        "/api/invitations/{invitation_id}",
    } <= {o.path for o in with_ids}


async def test_operations_without_ids_stay_in_the_callers_workspace(
    walk: Walk, database: Database
) -> None:
    theirs = set(walk.theirs.ids.values())
    before = await rows_of(database, walk.theirs)
    for operation in walk.operations:
        if set(operation.path_params) - set(_PLAIN) or operation.streams:
            continue
        queries: list[dict[str, str]] = [{}] + [
            {name: walk.theirs.ids.get(name, walk.theirs.ids["content_id"])}
            for name in operation.uuid_query_params
        ]
        for body, query in itertools.product(list(walk.bodies(operation)), queries):
            answer = await walk.call(walk.mine, operation, operation.path, body=body, query=query)
            echoed = answer.is_error or (operation.method, operation.path) in ECHOES
            sent = str(body) + str(query) if echoed else ""
            shown = {id_ for id_ in theirs if id_ in answer.text and id_ not in sent}
            assert not shown, operation
            assert walk.theirs.mark not in answer.text, operation
            assert answer.status_code < 500, (operation, answer.text)

    assert await rows_of(database, walk.theirs) == before


async def test_the_walk_would_notice(walk: Walk) -> None:
    """Their own owner gets what the walk asks for: the ids are right, and the lists not empty."""
    shown = set()
    for operation in walk.operations:
        if operation.method != "GET" or operation.streams:
            continue
        path = operation.path.format(**walk.theirs.ids, **_PLAIN)
        answer = await walk.call(walk.theirs, operation, path)
        if operation.path_params:
            assert answer.status_code == 200, (path, answer.text)
        if any(id_ in answer.text for id_ in walk.theirs.ids.values()):
            shown.add(operation.path)

    assert {"/api/me", "/api/workspace", "/api/members", "/api/keys"} <= shown


async def test_every_table_has_a_row_in_each_workspace(walk: Walk, database: Database) -> None:
    for world in (walk.mine, walk.theirs):
        rows = await rows_of(database, world)
        assert [name for name, found in rows.items() if not found] == []
