"""`/metrics` in the mode with login."""

from collections.abc import Mapping

import httpx
from fastapi import FastAPI
from tests.support.accounts import Team, bearer

from alwrity.auth import Action, Role


async def read(
    app: FastAPI, address: str, headers: Mapping[str, str], host: str = "localhost:8000"
) -> int:
    transport = httpx.ASGITransport(app, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        return (await client.get("/metrics", headers=dict(headers))).status_code


async def test_programs_on_this_machine_may_read_it(app: FastAPI) -> None:
    requests: tuple[tuple[str, str, dict[str, str], int], ...] = (
        ("127.0.0.1", "localhost:8000", {}, 200),
        ("::1", "[::1]:8000", {}, 200),
        ("127.0.0.1", "team.example", {}, 401),
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "203.0.113.9"}, 401),
        ("127.0.0.1", "localhost", {"Forwarded": "for=203.0.113.9"}, 401),
        ("203.0.113.9", "localhost", {}, 401),
        ("203.0.113.9", "team.example", {}, 401),
    )
    for address, host, headers, status in requests:
        assert await read(app, address, headers, host) == status, (address, host, headers)


async def test_others_need_an_owners_key_with_the_scope(app: FastAPI, team: Team) -> None:
    far = "203.0.113.9"
    scope = {Action.OPERATIONS_READ}

    assert await read(app, far, bearer(await team.key(scopes=scope))) == 200
    assert await read(app, far, await team.cookie()) == 200
    assert await read(app, far, bearer(await team.key(scopes={Action.CONTENT_READ}))) == 403
    assert await read(app, far, bearer(await team.key(Role.EDITOR, scopes=scope))) == 403
    # Who shows a credential is judged by it, on this machine too.
    assert await read(app, "127.0.0.1", await team.cookie(Role.READER)) == 403
