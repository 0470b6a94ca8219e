"""Secrets are shown to whom they belong, once; they are neither stored nor logged."""

import hashlib
import json
from collections.abc import Iterator

import httpx
import pytest
import structlog
from sqlalchemy import select
from tests.support.accounts import PASSWORD, Team

from alwrity.auth import SESSION_COOKIE
from alwrity.database import Database
from alwrity.models.base import Base
from alwrity.models.jobs import Idempotency

FRESH = "another horse entirely"


@pytest.fixture
def events() -> Iterator[list[dict[str, object]]]:
    with structlog.testing.capture_logs() as events:
        yield events


async def dump(database: Database) -> str:
    """Every value of every table, as text."""
    text = []
    async with database.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in await session.execute(select(table)):
                text += [
                    value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    for value in row
                ]
    return "\n".join(text)


async def live_through_everything(client: httpx.AsyncClient, team: Team) -> list[str]:
    """Make, use and end every kind of secret, with idempotency keys; gives them back."""
    pair = {"email": "owner@team.example", "password": PASSWORD}
    await client.post("/api/session", json={**pair, "password": "wrong horse battery"})
    await client.post("/api/session", json=pair)
    session = client.cookies[SESSION_COOKIE]
    ours = {"Origin": "http://team.example"}
    secrets = [session, session.rpartition("_")[2], PASSWORD, FRESH, "initial horse", "wrong horse"]

    def once(key: str) -> dict[str, str]:
        return {**ours, "Idempotency-Key": key}

    member = {"email": "ada@team.example", "name": "Ada", "role": "reader",
              "password": "initial horse"}  # fmt: skip
    added = await client.post("/api/members", headers=once("member"), json=member)
    assert added.status_code == 201
    assert (await client.post("/api/members", headers=once("member"), json=member)).text == (
        added.text
    )
    made = await client.post(
        "/api/keys", headers=once("key"), json={"name": "robot", "scopes": ["keys:manage"]}
    )
    token = made.json()["token"]
    secrets += [token, token.rpartition("_")[2]]
    assert (await client.get("/api/keys", headers={"X-API-Key": token})).status_code == 200
    bad = await client.get("/api/keys", headers={"X-API-Key": token[:-1]})
    assert bad.status_code == 401
    change = {"current": PASSWORD, "new": FRESH}
    changed = await client.post("/api/me/password", headers=once("password"), json=change)
    assert changed.status_code == 204
    gone = await client.delete(
        made.headers["location"], headers={**ours, "If-Match": made.headers["etag"]}
    )
    assert gone.status_code == 204
    assert (await client.delete("/api/session", headers=ours)).status_code == 204
    return secrets


async def test_no_secret_is_stored_or_logged(
    client: httpx.AsyncClient, team: Team, database: Database, events: list[dict[str, object]]
) -> None:
    secrets = await live_through_everything(client, team)

    stored, logged = await dump(database), json.dumps(events, default=str)
    assert "ada@team.example" in stored
    assert {"signed_in", "member_added", "key_created", "key_revoked", "password_changed"} <= {
        event["event"] for event in events
    }
    for secret in secrets:
        assert secret not in stored
        assert secret not in logged


async def test_a_repeated_body_with_a_password_is_known_by_a_slow_hash_only(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    """A fast hash of the body beside the Argon2 one would be the faster way to the password."""
    body = json.dumps({"email": "ada@team.example", "name": "Ada", "role": "reader",
                       "password": PASSWORD}).encode()  # fmt: skip
    headers = {**await team.cookie(), "Idempotency-Key": "k", "Content-Type": "application/json"}

    first = await client.post("/api/members", headers=headers, content=body)
    again = await client.post("/api/members", headers=headers, content=body)
    other = await client.post("/api/members", headers=headers, content=body.replace(b"Ada", b"Eve"))

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json() == first.json()
    async with database.read() as session:
        stored = await session.scalar(select(Idempotency.body_hash))
    assert stored is not None
    assert stored != hashlib.sha256(body).hexdigest()
