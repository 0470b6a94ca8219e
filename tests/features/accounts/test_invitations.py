"""A link that makes somebody a member, once."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select, update
from tests.support.accounts import PASSWORD, Team, make_team

from alwrity.auth import SESSION_COOKIE, Role
from alwrity.database import Database
from alwrity.features.accounts import invitations
from alwrity.models.accounts import Invitation, Member, User
from alwrity.models.base import now

WISH = {"email": "Ada@new.example", "role": "editor"}
ADA = {"name": "Ada", "password": "a long new password"}


async def invite(client: httpx.AsyncClient, team: Team, **more: str) -> dict[str, str]:
    answer = await client.post(
        "/api/invitations", json={**WISH, **more}, headers=await team.cookie()
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def accept(client: httpx.AsyncClient, token: str, **more: str) -> httpx.Response:
    return await client.post("/api/invitations/accept", json={"token": token, **ADA, **more})


async def test_the_link_makes_a_member_and_signs_them_in(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    made = await invite(client, team)
    assert made["path"] == f"/invitation#{made['token']}"
    opened = await client.post("/api/invitations/open", json={"token": made["token"]})
    assert opened.json() == {
        "workspace": "Workspace of team", "invited_by": "owner of team",
        "email": "ada@new.example", "role": "editor", "expires_at": made["expires_at"],
        "has_account": False,
    }  # fmt: skip

    answer = await accept(client, made["token"])

    assert answer.status_code == 201, answer.text
    assert answer.headers["set-cookie"].startswith(f"{SESSION_COOKIE}=alw_s_")
    assert answer.headers["cache-control"] == "no-store"
    me = (await client.get("/api/me")).json()
    assert me == answer.json()
    assert (me["user"]["email"], me["user"]["name"], me["role"]) == (
        "ada@new.example", "Ada", "editor",
    )  # fmt: skip
    client.cookies.clear()
    signed_in = await client.post(
        "/api/session", json={"email": "ada@new.example", "password": ADA["password"]}
    )
    assert signed_in.status_code == 201
    client.cookies.clear()
    again = await accept(client, made["token"])
    assert again.status_code == 409
    assert "used already" in again.json()["detail"]
    listed = await client.get("/api/invitations", headers=await team.cookie())
    assert listed.json()["items"] == []
    async with database.read() as session:
        stored = await session.scalar(select(Invitation.token_hash))
    assert stored
    assert stored not in made["token"]


async def test_the_token_is_shown_once(client: httpx.AsyncClient, team: Team) -> None:
    headers = {**await team.cookie(), "Idempotency-Key": "once"}
    first = await client.post("/api/invitations", json=WISH, headers=headers)
    assert first.headers["cache-control"] == "no-store"
    again = await client.post("/api/invitations", json=WISH, headers=headers)
    assert again.status_code == 409
    one = await client.get(first.headers["location"], headers=await team.cookie())
    assert one.headers["etag"] == first.headers["etag"]
    listed = await client.get("/api/invitations", headers=await team.cookie())
    assert listed.json()["items"] == [one.json()]
    for answer in (again, one, listed):
        assert first.json()["token"] not in answer.text


async def test_a_revoked_link_works_no_more(client: httpx.AsyncClient, team: Team) -> None:
    made = await invite(client, team)
    path = f"/api/invitations/{made['id']}"
    assert (await client.delete(path, headers=await team.cookie())).status_code == 428
    stale = await client.delete(path, headers={**await team.cookie(), "If-Match": '"x"'})
    assert stale.status_code == 412
    fields = {**await team.cookie(), "If-Match": made["etag"]}
    assert (await client.delete(path, headers=fields)).status_code == 204
    assert (await client.delete(path, headers=fields)).status_code == 404

    refused = await accept(client, made["token"])

    assert refused.status_code == 409
    assert "revoked" in refused.json()["detail"]


async def test_a_new_link_for_the_same_email_replaces_the_old(
    client: httpx.AsyncClient, team: Team
) -> None:
    old = await invite(client, team)
    new = await invite(client, team, role="reader")

    assert (await accept(client, old["token"])).status_code == 409
    assert (await accept(client, new["token"])).json()["role"] == "reader"


async def test_it_expires(client: httpx.AsyncClient, team: Team, database: Database) -> None:
    made = await invite(client, team)
    async with database.write() as session:
        await session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))

    refused = await accept(client, made["token"])

    assert refused.status_code == 409
    assert "7 days" in refused.json()["detail"]
    listed = await client.get("/api/invitations", headers=await team.cookie())
    assert [item["state"] for item in listed.json()["items"]] == ["expired"]


async def test_a_wrong_token_finds_nothing(client: httpx.AsyncClient, team: Team) -> None:
    made = await invite(client, team)
    kind = made["token"].replace("alw_i_", "alw_s_")
    for token in ("x", made["token"][:-1], f"{made['token']}0", kind):
        for answer in (
            await accept(client, token),
            await client.post("/api/invitations/open", json={"token": token}),
        ):
            assert answer.status_code == 404, token
            assert token not in answer.json()["detail"]


async def test_tries_are_limited(client: httpx.AsyncClient, team: Team) -> None:
    statuses = [(await accept(client, "x")).status_code for _ in range(11)]

    assert statuses == [404] * 10 + [429]


async def test_many_at_once_make_one_member(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    made = await invite(client, team)

    answers = await asyncio.gather(*(accept(client, made["token"]) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Member)) == 5


async def test_who_has_an_account_must_know_its_password(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    await make_team(database, "other")
    made = await invite(client, team, email="writer@other.example")
    opened = await client.post("/api/invitations/open", json={"token": made["token"]})
    assert opened.json()["has_account"]

    wrong = await accept(client, made["token"])

    assert wrong.status_code == 401
    right = await accept(client, made["token"], password=PASSWORD)
    assert right.status_code == 201
    assert right.json()["workspace"]["name"] == "Workspace of team"
    assert len(right.json()["workspaces"]) == 2
    async with database.read() as session:
        name = await session.scalar(select(User.name).where(User.email == "writer@other.example"))
    assert name == "writer of other"


async def test_who_was_removed_comes_back_with_a_new_password(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    async with database.write() as session:
        await session.execute(
            update(Member)
            .where(Member.id == team.members[Role.READER].member_id)
            .values(removed_at=now())
        )
    made = await invite(client, team, email="reader@team.example")

    answer = await accept(client, made["token"])

    assert answer.status_code == 201
    assert answer.json()["member_id"] == str(team.members[Role.READER].member_id)
    assert answer.json()["role"] == "editor"


async def test_members_are_not_invited(client: httpx.AsyncClient, team: Team) -> None:
    wish = {**WISH, "email": "reader@team.example"}
    answer = await client.post("/api/invitations", json=wish, headers=await team.cookie())
    assert answer.status_code == 409


async def test_who_invited_must_still_be_an_owner(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    made = await invite(client, team)
    async with database.write() as session:
        await session.execute(
            update(Member).where(Member.id == team.owner.member_id).values(role="editor")
        )

    assert (await accept(client, made["token"])).status_code == 409


@pytest.mark.parametrize("wrong", [{"password": "short"}, {"name": " "}, {"token": ""}], ids=str)
async def test_what_cannot_be_is_refused_and_uses_nothing_up(
    client: httpx.AsyncClient, team: Team, wrong: dict[str, str]
) -> None:
    made = await invite(client, team)
    body = {"token": made["token"], **ADA, **wrong}
    assert (await client.post("/api/invitations/accept", json=body)).status_code == 422
    assert (await accept(client, made["token"])).status_code == 201


async def test_there_is_a_most(
    client: httpx.AsyncClient, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MOST", 1)
    await invite(client, team)
    await invite(client, team)  # the same email: it replaces
    wish = {**WISH, "email": "other@new.example"}
    full = await client.post("/api/invitations", json=wish, headers=await team.cookie())
    assert full.status_code == 409


async def test_another_sites_page_accepts_nothing(client: httpx.AsyncClient, team: Team) -> None:
    made = await invite(client, team)
    body = {"token": made["token"], **ADA}
    answer = await client.post(
        "/api/invitations/accept", json=body, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


async def test_readers_see_names_without_addresses(client: httpx.AsyncClient, team: Team) -> None:
    for role, shown in ((Role.READER, False), (Role.WRITER, True)):
        answer = await client.get("/api/members", headers=await team.cookie(role))
        items = answer.json()["items"]
        assert all(item["name"] for item in items)
        others = [item for item in items if item["role"] != role]
        assert all((item["email"] is not None) is shown for item in others)
        assert [i["email"] for i in items if i["role"] == role] == [f"{role}@team.example"]
