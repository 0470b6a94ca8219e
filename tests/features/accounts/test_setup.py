from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select
from tests.support.accounts import PASSWORD, Team

from alwrity.auth import ALLOWED, Action, Role
from alwrity.database import Database
from alwrity.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from alwrity.features.accounts import setup
from alwrity.features.accounts.laptop import ensure_owner
from alwrity.models.accounts import Member, User, Workspace
from alwrity.models.base import now

ADA = ("Ada@Team.example", "Ada", PASSWORD)
SignIn = Callable[[str, str], Awaitable[httpx.Response]]


@pytest.fixture
def sign_in(client: httpx.AsyncClient) -> SignIn:
    async def sign_in(email: str, password: str) -> httpx.Response:
        return await client.post("/api/session", json={"email": email, "password": password})

    return sign_in


async def test_an_installation_begins_with_its_owner(database: Database, sign_in: SignIn) -> None:
    caller = await setup.create_owner(database, *ADA, "Bakers")

    me = (await sign_in("ada@team.example", PASSWORD)).json()
    assert (me["role"], me["workspace"]["name"]) == ("owner", "Bakers")
    assert me["member_id"] == str(caller.member_id)


async def test_an_owner_is_not_made_twice(database: Database) -> None:
    await setup.create_owner(database, *ADA, "Bakers")

    with pytest.raises(ConflictError, match="owns the workspace 'Bakers' already"):
        await setup.create_owner(database, *ADA, "Millers")
    with pytest.raises(ConflictError, match="another password"):
        await setup.create_owner(database, ADA[0], "Ada", "wrong horse battery", "Millers")
    async with database.read() as session:
        assert len((await session.scalars(select(Workspace))).all()) == 1


async def test_a_member_elsewhere_can_own_one_more_workspace(
    database: Database, team: Team, sign_in: SignIn
) -> None:
    email = team.emails[Role.WRITER]
    await setup.create_owner(database, email, "Somebody", PASSWORD, "Bakers")

    me = (await sign_in(email, PASSWORD)).json()
    assert [place["name"] for place in me["workspaces"]] == ["Workspace of team", "Bakers"]


async def test_what_was_written_without_login_is_the_new_owners(
    database: Database, sign_in: SignIn
) -> None:
    laptop = await ensure_owner(database)

    caller = await setup.create_owner(database, *ADA)

    assert caller.workspace_id == laptop.workspace_id
    assert (await sign_in(ADA[0], PASSWORD)).json()["role"] == "owner"
    assert await ensure_owner(database) == laptop  # going back to no login still works
    assert (await sign_in("owner@localhost", PASSWORD)).status_code == 401


async def test_without_anything_before_a_workspace_is_made(database: Database) -> None:
    caller = await setup.create_owner(database, *ADA)

    async with database.read() as session:
        assert (await session.get_one(Workspace, caller.workspace_id)).name == "My workspace"


@pytest.mark.parametrize(
    "wrong", [("no address", "Ada", PASSWORD), ("a@b.example", " ", PASSWORD),
              ("a@b.example", "Ada", "short")]
)  # fmt: skip
async def test_what_cannot_be_an_owner_is_refused(
    database: Database, wrong: tuple[str, str, str]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        await setup.create_owner(database, *wrong, "Bakers")
    assert wrong[2] not in caught.value.detail
    async with database.read() as session:
        assert (await session.scalars(select(User))).all() == []


async def test_a_forgotten_password_is_replaced_and_sessions_end(
    database: Database, team: Team, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    cookie = await team.cookie()
    email = team.emails[Role.OWNER]

    await setup.set_password(database, email, "brand new horse")

    assert (await client.get("/api/me", headers=cookie)).status_code == 401
    assert (await sign_in(email, PASSWORD)).status_code == 401
    assert (await sign_in(email, "brand new horse")).status_code == 201
    await ensure_owner(database)
    for nobody in ("nobody@team.example", "owner@localhost"):
        with pytest.raises(NotFoundError):
            await setup.set_password(database, nobody, "brand new horse")


async def test_keys_from_the_command_line(
    database: Database, team: Team, client: httpx.AsyncClient
) -> None:
    caller = await setup.find_caller(database, "EDITOR@team.example")
    key = await setup.create_key(database, caller, name="robot", expires_in_days=1)

    me = (await client.get("/api/me", headers={"X-API-Key": key.token})).json()
    assert set(me["permissions"]) == {action.value for action in ALLOWED[Role.EDITOR]}
    assert key.expires_at is not None
    assert abs(key.expires_at - now() - timedelta(days=1)) < timedelta(minutes=1)
    assert [one.id for one in await setup.list_keys(database, caller)] == [key.id]
    with pytest.raises(ForbiddenError):
        await setup.create_key(database, caller, name="more", scopes={Action.KEYS_MANAGE})
    await setup.revoke_key(database, caller, key.id)
    assert await setup.list_keys(database, caller) == []
    with pytest.raises(NotFoundError):
        await setup.revoke_key(database, caller, key.id)


async def test_who_is_meant_on_the_command_line(database: Database, team: Team) -> None:
    with pytest.raises(NotFoundError, match="create-owner"):
        await setup.find_caller(database)
    with pytest.raises(NotFoundError):
        await setup.find_caller(database, "nobody@team.example")
    laptop = await ensure_owner(database)
    assert (await setup.find_caller(database)).member_id == laptop.member_id
    async with database.write() as session:
        member = await session.get_one(
            Member, (team.workspace_id, team.members[Role.READER].member_id)
        )
        member.removed_at = now()
    with pytest.raises(NotFoundError):
        await setup.find_caller(database, team.emails[Role.READER])
