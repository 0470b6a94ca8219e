import httpx
from sqlalchemy import func, select
from tests.support.accounts import Team, bearer

from alwrity.auth import Action, Role
from alwrity.database import Database
from alwrity.models.accounts import ApiKey

NEW = {"name": "robot", "scopes": ["content:read", "members:read"], "expires_in_days": 30}


async def count_keys(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(ApiKey)) or 0


async def test_a_key_is_shown_once_and_works(client: httpx.AsyncClient, team: Team) -> None:
    made = await client.post("/api/keys", headers=await team.cookie(), json=NEW)

    assert made.status_code == 201, made.text
    assert made.headers["cache-control"] == "no-store"
    issued = made.json()
    token = issued.pop("token")
    assert token.startswith(f"alw_k_{team.workspace_id.hex}_")
    assert issued["scopes"] == ["content:read", "members:read"]
    assert issued["member_id"] == str(team.owner.member_id)
    assert issued["expires_at"] is not None
    assert issued["last_used_at"] is None
    one = await client.get(made.headers["location"], headers=await team.cookie())
    assert one.json() == issued
    assert one.headers["etag"] == issued["etag"] == made.headers["etag"]
    listed = await client.get("/api/keys", headers=await team.cookie())
    assert listed.json() == {"items": [issued]}
    assert token.rpartition("_")[2] not in listed.text + one.text

    key = {"X-API-Key": token}
    assert (await client.get("/api/members", headers=key)).status_code == 200
    assert (await client.post("/api/keys", headers=key, json=NEW)).status_code == 403


async def test_a_revoked_key_dies_at_once_on_this_server(
    client: httpx.AsyncClient, team: Team
) -> None:
    made = await client.post("/api/keys", headers=await team.cookie(), json=NEW)
    path, etag = made.headers["location"], made.headers["etag"]
    key = {"X-API-Key": made.json()["token"]}
    assert (await client.get("/api/me", headers=key)).status_code == 200
    # Having been used is no change that would make the version stale.
    owner = await team.cookie()

    assert (await client.delete(path, headers=owner)).status_code == 428
    stale = await client.delete(path, headers={**owner, "If-Match": '"0"'})
    assert (stale.status_code, stale.json()["current"]["etag"]) == (412, etag)
    assert (await client.get("/api/me", headers=key)).status_code == 200
    revoked = await client.delete(path, headers={**owner, "If-Match": etag})

    assert revoked.status_code == 204
    refused = await client.get("/api/me", headers=key)
    assert refused.status_code == 401
    assert "revoked" in refused.json()["detail"]
    assert (await client.get("/api/keys", headers=owner)).json() == {"items": []}
    assert (await client.get(path, headers=owner)).status_code == 404
    again = await client.delete(path, headers={**owner, "If-Match": etag})
    assert again.status_code == 404


async def test_a_key_makes_no_key_that_may_more(client: httpx.AsyncClient, team: Team) -> None:
    maker = bearer(await team.key(scopes={Action.KEYS_MANAGE, Action.CONTENT_READ}))

    more = await client.post("/api/keys", headers=maker, json=NEW)
    less = await client.post("/api/keys", headers=maker, json={**NEW, "scopes": ["content:read"]})

    assert more.status_code == 403
    assert "members:read" in more.json()["detail"]
    assert less.status_code == 201


async def test_a_key_can_do_no_more_than_its_member_may_now(
    client: httpx.AsyncClient, team: Team
) -> None:
    key = bearer(await team.key(Role.EDITOR))  # has every scope
    assert (await client.get("/api/members", headers=key)).status_code == 200
    assert (await client.get("/api/keys", headers=key)).status_code == 403


async def test_what_cannot_be_a_key_is_invalid(client: httpx.AsyncClient, team: Team) -> None:
    changes: tuple[dict[str, object], ...] = (
        {"scopes": []}, {"scopes": ["everything"]}, {"name": ""}, {"name": "a\u0000"},
        {"expires_in_days": 0}, {"expires_in_days": 4000},
    )  # fmt: skip
    for change in changes:
        answer = await client.post("/api/keys", headers=await team.cookie(), json={**NEW, **change})
        assert answer.status_code == 422, change


async def test_repeating_a_creation_makes_one_key_and_keeps_no_token(
    client: httpx.AsyncClient, team: Team, database: Database
) -> None:
    headers = {**await team.cookie(), "Idempotency-Key": "once"}
    first = await client.post("/api/keys", headers=headers, json=NEW)
    again = await client.post("/api/keys", headers=headers, json=NEW)
    other = await client.post("/api/keys", headers=headers, json={**NEW, "name": "other"})

    assert first.status_code == 201
    assert again.status_code == 409
    assert "shown only once" in again.json()["detail"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "token" not in again.json()
    assert other.status_code == 422
    assert await count_keys(database) == 1
