import asyncio

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update
from tests.support.accounts import CHEAP_HASHER, PASSWORD, Team, bearer, make_team

from alwrity.auth import SESSION_COOKIE, Action, Role
from alwrity.database import Database
from alwrity.models.accounts import Member, Session, User
from alwrity.models.base import now
from alwrity.runtime import Runtime
from alwrity.settings import AccountSettings, AuthMode

OURS = {"Sec-Fetch-Site": "same-origin"}


async def sign_in(
    client: httpx.AsyncClient, email: str, password: str = PASSWORD, **more: object
) -> httpx.Response:
    body = {"email": email, "password": password, **more}
    return await client.post("/api/session", json=body)


async def count_sessions(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(Session)) or 0


async def test_signing_in_and_out(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    answer = await sign_in(client, " Writer@TEAM.example ")

    assert answer.status_code == 201, answer.text
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=alw_s_")
    words = {word.strip().lower() for word in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/", "max-age=1209600"} <= words
    assert "secure" not in words
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["ratelimit-remaining"] == "9"
    me = await client.get("/api/me")
    assert me.status_code == 200
    assert me.json() == answer.json()

    assert (await client.delete("/api/session")).status_code == 403  # no page of ours
    left = await client.delete("/api/session", headers=OURS)
    assert left.status_code == 204
    assert "max-age=0" in left.headers["set-cookie"].lower()
    assert await count_sessions(database) == 0
    client.cookies.set(SESSION_COOKIE, cookie.partition("=")[2].partition(";")[0])
    assert (await client.get("/api/me")).status_code == 401


async def test_me_says_who_where_and_what(client: httpx.AsyncClient, team: Team) -> None:
    me = (await client.get("/api/me", headers=await team.cookie(Role.WRITER))).json()

    assert me["user"]["email"] == "writer@team.example"
    assert me["member_id"] == str(team.members[Role.WRITER].member_id)
    assert me["workspace"]["id"] == str(team.workspace_id)
    assert [workspace["name"] for workspace in me["workspaces"]] == ["Workspace of team"]
    assert (me["role"], me["auth"]) == ("writer", "password")
    assert "content:write" in me["permissions"]
    assert "members:manage" not in me["permissions"]

    key = await team.key(scopes={Action.CONTENT_READ})
    assert (await client.get("/api/me", headers=bearer(key))).json()["permissions"] == [
        "content:read"
    ]
    workspace = await client.get("/api/workspace", headers=bearer(key))
    assert workspace.json() == me["workspace"]


async def test_wrong_pairs_get_one_and_the_same_answer(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    async with database.write() as session:
        session.add(User(email="laptop@team.example", name="No password", password_hash=None))
    tries = [
        ("owner@team.example", "wrong horse battery"),
        ("owner@team.example", PASSWORD + " "),
        ("nobody@team.example", PASSWORD),
        ("laptop@team.example", PASSWORD),
    ]
    answers = [await sign_in(client, email, password) for email, password in tries]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.json()["detail"] for answer in answers}) == 1
    assert all("set-cookie" not in answer.headers for answer in answers)
    assert answers[1].headers["ratelimit-remaining"] == "8"
    assert await count_sessions(database) == 0


async def test_tries_are_limited_for_each_address_and_email(
    app: FastAPI, client: httpx.AsyncClient, team: Team
) -> None:
    email = "owner@team.example"
    for _ in range(10):
        assert (await sign_in(client, email, "wrong horse battery")).status_code == 401
    refused = await sign_in(client, email.upper())

    assert refused.status_code == 429
    assert refused.headers["ratelimit-limit"] == "10"
    assert refused.headers["ratelimit-remaining"] == "0"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert (await sign_in(client, "writer@team.example")).status_code == 201
    elsewhere = httpx.ASGITransport(app, client=("203.0.113.10", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://team.example") as other:
        assert (await sign_in(other, email)).status_code == 201


async def test_what_cannot_be_a_sign_in_is_invalid_and_not_repeated(
    client: httpx.AsyncClient,
) -> None:
    good = {"email": "a@b.example", "password": PASSWORD}
    bodies: tuple[dict[str, object], ...] = (
        {}, {**good, "email": "no address"}, {**good, "email": "a@b.example\u0000"},
        {**good, "email": "a" * 255 + "@b.example"}, {**good, "password": ""},
        {**good, "password": PASSWORD * 20}, {**good, "more": 1},
    )  # fmt: skip
    for body in bodies:
        answer = await client.post("/api/session", json=body)
        assert answer.status_code == 422, body
        assert PASSWORD not in answer.text


async def test_half_a_character_is_no_server_error(client: httpx.AsyncClient, team: Team) -> None:
    body = '{"email": "owner@team.example", "password": "correct horse\\ud800"}'
    headers = {"Content-Type": "application/json"}

    assert (await client.post("/api/session", content=body, headers=headers)).status_code == 401


async def test_members_of_several_workspaces_choose(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    other = await make_team(database, "other")
    third = await make_team(database, "third")
    async with database.write() as session:
        writer = await session.get_one(
            Member, (team.workspace_id, team.members[Role.WRITER].member_id)
        )
        session.add(
            Member(workspace_id=other.workspace_id, user_id=writer.user_id, role=Role.READER)
        )
    email = team.emails[Role.WRITER]

    first = (await sign_in(client, email)).json()
    assert first["workspace"]["id"] == str(team.workspace_id)
    assert len(first["workspaces"]) == 2
    chosen = await sign_in(client, email, workspace_id=str(other.workspace_id))
    assert (chosen.json()["workspace"]["name"], chosen.json()["role"]) == (
        "Workspace of other",
        "reader",
    )
    refused = await sign_in(client, email, workspace_id=str(third.workspace_id))
    assert refused.status_code == 401


async def test_removed_members_cannot_sign_in(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    async with database.write() as session:
        await session.execute(update(Member).values(removed_at=now()))

    assert (await sign_in(client, "owner@team.example")).status_code == 401


async def test_signing_in_sweeps_expired_sessions_and_renews_an_outdated_hash(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    from argon2 import PasswordHasher

    older = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    async with database.write() as session:
        await session.execute(update(User).values(password_hash=older))
    await team.cookie(hours=-1)
    await team.cookie(hours=1)

    assert (await sign_in(client, "owner@team.example")).status_code == 201
    assert await count_sessions(database) == 2
    async with database.read() as session:
        stored = await session.scalar(
            select(User.password_hash).where(User.email == "owner@team.example")
        )
    assert stored is not None
    assert not CHEAP_HASHER.check_needs_rehash(stored)
    assert (await sign_in(client, "owner@team.example")).status_code == 201


async def test_changing_ones_password_ends_the_other_sessions(
    client: httpx.AsyncClient, team: Team
) -> None:
    mine, elsewhere = await team.cookie(Role.READER), await team.cookie(Role.READER)
    others = await team.cookie(Role.OWNER)
    for headers in (mine, elsewhere, others):
        assert (await client.get("/api/me", headers=headers)).status_code == 200
    change = {"current": PASSWORD, "new": "another horse entirely"}

    wrong = await client.post(
        "/api/me/password", headers=mine, json={**change, "current": "wrong horse"}
    )
    assert wrong.status_code == 422
    assert (await client.get("/api/me", headers=elsewhere)).status_code == 200
    short = await client.post("/api/me/password", headers=mine, json={**change, "new": "short"})
    assert short.status_code == 422
    done = await client.post("/api/me/password", headers=mine, json=change)

    assert done.status_code == 204, done.text
    assert (await client.get("/api/me", headers=elsewhere)).status_code == 401
    for headers in (mine, others):
        assert (await client.get("/api/me", headers=headers)).status_code == 200
    email = team.emails[Role.READER]
    assert (await sign_in(client, email)).status_code == 401
    assert (await sign_in(client, email, change["new"])).status_code == 201


async def test_a_key_cannot_act_as_a_session(client: httpx.AsyncClient, team: Team) -> None:
    key = bearer(await team.key())
    change = {"current": PASSWORD, "new": "another horse entirely"}

    with_both = {**await team.cookie(), **key}
    for headers in (key, with_both):
        changed = await client.post("/api/me/password", headers=headers, json=change)
        assert changed.status_code == 409
        assert (await client.delete("/api/session", headers=headers)).status_code == 409


async def test_the_current_password_cannot_be_tried_out(
    client: httpx.AsyncClient, team: Team
) -> None:
    change = {"current": "wrong horse", "new": "another horse entirely"}
    statuses = []
    for _ in range(11):
        headers = await team.cookie()  # a new session gives no new tries
        answer = await client.post("/api/me/password", headers=headers, json=change)
        statuses.append(answer.status_code)

    assert statuses == [422] * 10 + [429]


async def test_a_slow_hash_holds_up_no_writer(
    app: FastAPI, client: httpx.AsyncClient, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite one transaction writes at a time: signing in must not hold it while it hashes."""
    begun, go_on = asyncio.Event(), asyncio.Event()
    verify = app.state.passwords.verify

    async def slow(password: str, stored: str | None) -> bool:
        begun.set()
        await go_on.wait()
        return bool(await verify(password, stored))

    monkeypatch.setattr(app.state.passwords, "verify", slow)
    signing_in = asyncio.create_task(sign_in(client, "owner@team.example"))
    await begun.wait()
    async with asyncio.timeout(5):
        await team.key()  # writes
    go_on.set()
    assert (await signing_in).status_code == 201


async def test_cookies_are_secure_by_setting(
    app: FastAPI, client: httpx.AsyncClient, runtime: Runtime, team: Team
) -> None:
    runtime.settings.accounts = AccountSettings(
        auth=AuthMode.PASSWORD, secure_cookies=True, session_hours=2
    )

    cookie = (await sign_in(client, "owner@team.example")).headers["set-cookie"].lower()

    assert "; secure" in cookie
    assert "max-age=7200" in cookie
