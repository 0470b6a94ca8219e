import asyncio

import httpx
import pytest
from sqlalchemy import update
from tests.support.accounts import PASSWORD, Team, bearer, make_team

from alwrity.auth import Role
from alwrity.database import Database
from alwrity.models.accounts import User

NEW = {"email": "ada@team.example", "name": "Ada", "role": "editor", "password": PASSWORD}


async def etag_of(client: httpx.AsyncClient, team: Team, role: Role) -> tuple[str, str]:
    """The path and the version of a member."""
    path = f"/api/members/{team.members[role].member_id}"
    answer = await client.get(path, headers=await team.cookie())
    assert answer.headers["etag"] == answer.json()["etag"]
    return path, answer.headers["etag"]


async def test_an_owner_adds_somebody_who_then_signs_in(
    client: httpx.AsyncClient, team: Team
) -> None:
    added = await client.post("/api/members", headers=await team.cookie(), json=NEW)

    assert added.status_code == 201, added.text
    assert PASSWORD not in added.text
    member = added.json()
    assert (member["email"], member["name"], member["role"]) == (
        "ada@team.example", "Ada", "editor",
    )  # fmt: skip
    one = await client.get(added.headers["location"], headers=await team.cookie())
    assert one.json() == member
    assert one.headers["etag"] == added.headers["etag"] == member["etag"]
    everybody = (await client.get("/api/members", headers=await team.cookie())).json()["items"]
    assert [one["role"] for one in everybody] == ["reader", "writer", "editor", "owner", "editor"]
    assert everybody[-1] == member
    signed_in = await client.post(
        "/api/session", json={"email": NEW["email"], "password": PASSWORD}
    )
    assert signed_in.json()["role"] == "editor"


async def test_what_cannot_be_a_member_is_invalid(client: httpx.AsyncClient, team: Team) -> None:
    changes = (
        {"email": "x"}, {"name": " "}, {"name": "a\nb"}, {"name": "a" * 201}, {"role": "king"},
        {"password": "short"},
    )  # fmt: skip
    for change in changes:
        answer = await client.post(
            "/api/members", headers=await team.cookie(), json={**NEW, **change}
        )
        assert answer.status_code == 422, change


async def test_nobody_is_added_twice_nor_taken_from_another_workspace(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    await make_team(database, "other")
    for email in ("reader@team.example", "reader@other.example"):
        answer = await client.post(
            "/api/members", headers=await team.cookie(), json={**NEW, "email": email}
        )
        assert answer.status_code == 409
    # Their password is what it was.
    signed_in = await client.post(
        "/api/session", json={"email": "reader@other.example", "password": PASSWORD}
    )
    assert signed_in.json()["workspace"]["name"] == "Workspace of other"


async def test_adding_the_same_person_at_once_adds_one(
    client: httpx.AsyncClient, team: Team
) -> None:
    headers = await team.cookie()
    answers = await asyncio.gather(
        *(client.post("/api/members", headers=headers, json=NEW) for _ in range(4))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_role_changes_at_once(client: httpx.AsyncClient, team: Team) -> None:
    editor = await team.cookie(Role.EDITOR)
    assert (await client.get("/api/me", headers=editor)).json()["role"] == "editor"
    path, etag = await etag_of(client, team, Role.EDITOR)

    changed = await client.patch(
        path, headers={**await team.cookie(), "If-Match": etag}, json={"role": "reader"}
    )

    assert changed.status_code == 200
    assert changed.json()["role"] == "reader"
    assert changed.headers["etag"] != etag
    assert (await client.get("/api/me", headers=editor)).json()["role"] == "reader"


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_a_change_names_the_version_that_was_read(
    client: httpx.AsyncClient, team: Team, method: str
) -> None:
    path, etag = await etag_of(client, team, Role.EDITOR)
    body = {"role": "writer"} if method == "PATCH" else None

    async def change(**headers: str) -> httpx.Response:
        fields = {**await team.cookie(), **headers}
        return await client.request(method, path, headers=fields, json=body)

    assert (await change()).status_code == 428
    stale = await change(**{"If-Match": '"0"'})
    assert stale.status_code == 412
    assert stale.json()["current"]["etag"] == etag == stale.headers["etag"]
    assert stale.json()["yours"]["etag"] == '"0"'
    done = await change(**{"If-Match": f'"0", W/{etag}'})
    assert done.is_success


async def test_removing_a_member_ends_their_sessions_and_keys(
    client: httpx.AsyncClient, team: Team
) -> None:
    cookie, key = await team.cookie(Role.EDITOR), bearer(await team.key(Role.EDITOR))
    others = await team.key(Role.WRITER)
    for headers in (cookie, key, bearer(others)):
        assert (await client.get("/api/me", headers=headers)).status_code == 200
    path, etag = await etag_of(client, team, Role.EDITOR)

    removed = await client.delete(path, headers={**await team.cookie(), "If-Match": etag})

    assert removed.status_code == 204
    for headers in (cookie, key):
        assert (await client.get("/api/me", headers=headers)).status_code == 401
    assert (await client.get("/api/me", headers=bearer(others))).status_code == 200
    assert (await client.get(path, headers=await team.cookie())).status_code == 404
    keys = (await client.get("/api/keys", headers=await team.cookie())).json()["items"]
    assert [key["id"] for key in keys] == [str(others.row_id)]
    again = await client.delete(path, headers={**await team.cookie(), "If-Match": etag})
    assert again.status_code == 404


async def test_who_was_removed_can_come_back_with_a_new_password(
    client: httpx.AsyncClient, team: Team
) -> None:
    old_cookie, old_key = await team.cookie(Role.EDITOR), bearer(await team.key(Role.EDITOR))
    path, etag = await etag_of(client, team, Role.EDITOR)
    await client.delete(path, headers={**await team.cookie(), "If-Match": etag})

    body = {
        **NEW,
        "email": team.emails[Role.EDITOR],
        "password": "brand new horse",
        "role": "reader",
    }
    back = await client.post("/api/members", headers=await team.cookie(), json=body)

    assert back.status_code == 201
    assert back.json()["id"] == str(team.members[Role.EDITOR].member_id)
    for headers in (old_cookie, old_key):
        assert (await client.get("/api/me", headers=headers)).status_code == 401
    signed_in = await client.post(
        "/api/session", json={"email": body["email"], "password": "brand new horse"}
    )
    assert signed_in.json()["role"] == "reader"


async def test_the_last_owner_stays(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    path, etag = await etag_of(client, team, Role.OWNER)

    async def try_both() -> list[int]:
        headers = {**await team.cookie(), "If-Match": etag}
        demoted = await client.patch(path, headers=headers, json={"role": "editor"})
        removed = await client.delete(path, headers=headers)
        return [demoted.status_code, removed.status_code]

    assert await try_both() == [409, 409]
    same = await client.patch(
        path, headers={**await team.cookie(), "If-Match": etag}, json={"role": "owner"}
    )
    assert same.status_code == 200
    # An owner without a password could not sign in, so does not count.
    await client.post("/api/members", headers=await team.cookie(), json={**NEW, "role": "owner"})
    async with database.write() as session:
        await session.execute(
            update(User).where(User.email == NEW["email"]).values(password_hash=None)
        )
    assert await try_both() == [409, 409]
    async with database.write() as session:
        await session.execute(
            update(User).where(User.email == NEW["email"]).values(password_hash="x")
        )
    assert (await try_both())[0] == 200


async def test_two_owners_cannot_remove_each_other_at_once(
    client: httpx.AsyncClient, team: Team
) -> None:
    added = await client.post(
        "/api/members", headers=await team.cookie(), json={**NEW, "role": "owner"}
    )
    first, first_etag = await etag_of(client, team, Role.OWNER)
    second, second_etag = added.headers["location"], added.headers["etag"]
    headers = [await team.cookie(), await team.cookie()]

    answers = await asyncio.gather(
        client.delete(second, headers={**headers[0], "If-Match": second_etag}),
        client.delete(first, headers={**headers[1], "If-Match": first_etag}),
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 204
    assert statuses[1] in {401, 409}  # 401: who asked was removed first
