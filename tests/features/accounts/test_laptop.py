"""The mode without login."""

from pathlib import Path

import httpx
import pytest
from tests.support.accounts import PASSWORD

from alwrity.settings import DatabaseSettings, Settings


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings.load(database=DatabaseSettings(DATABASE_URL=database_url), data_dir=tmp_path)


@pytest.fixture
async def client(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.base_url = httpx.URL("http://localhost:8000")
    return client


async def test_everybody_here_is_the_owner(client: httpx.AsyncClient) -> None:
    me = (await client.get("/api/me")).json()

    assert (me["role"], me["auth"]) == ("owner", "none")
    assert me["workspace"]["name"] == "My workspace"
    assert "keys:manage" in me["permissions"]
    assert (await client.get("/metrics")).status_code == 200


async def test_there_is_no_session(client: httpx.AsyncClient) -> None:
    pair = {"email": "owner@localhost", "password": PASSWORD}
    answers = [
        await client.post("/api/session", json=pair),
        await client.delete("/api/session"),
        await client.post("/api/me/password", json={"current": "x", "new": PASSWORD}),
    ]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert all("Login is off" in answer.json()["detail"] for answer in answers)


async def test_members_and_keys_can_be_prepared(client: httpx.AsyncClient) -> None:
    new = {"email": "ada@team.example", "name": "Ada", "role": "owner", "password": PASSWORD}
    added = await client.post("/api/members", json=new)
    made = await client.post("/api/keys", json={"name": "robot", "scopes": ["content:read"]})
    revoked = await client.delete(
        made.headers["location"], headers={"If-Match": made.headers["etag"]}
    )
    removed = await client.delete(
        added.headers["location"], headers={"If-Match": added.headers["etag"]}
    )

    assert (added.status_code, made.status_code, revoked.status_code) == (201, 201, 204)
    assert removed.status_code == 409  # the only one who could sign in


async def test_nobody_is_invited_to_a_laptop(client: httpx.AsyncClient) -> None:
    wish = {"email": "ada@new.example", "role": "editor"}
    shown = {"token": "alw_i_x"}
    for path, body in (
        ("", wish),
        ("/open", shown),
        ("/accept", {**shown, "name": "Ada", "password": "a long new password"}),
    ):
        answer = await client.post(f"/api/invitations{path}", json=body)
        assert answer.status_code == 409
        assert "ALWRITY_AUTH=password" in answer.json()["detail"]
