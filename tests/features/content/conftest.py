"""A workspace with people of every role, and a neighbour's; `X-As` says who calls."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Scope

from alwrity.auth import Caller, Role
from alwrity.database import Database
from alwrity.models.accounts import Member, User, Workspace


@dataclass
class People:
    owner: Caller
    editor: Caller
    writer: Caller
    second_writer: Caller
    reader: Caller
    neighbour: Caller


async def make_people(database: Database) -> People:
    callers: dict[str, Caller] = {}
    async with database.write() as session:
        home, away = Workspace(name="Home"), Workspace(name="Away")
        session.add_all([home, away])
        await session.flush()
        for name, workspace, role in (
            ("owner", home, Role.OWNER),
            ("editor", home, Role.EDITOR),
            ("writer", home, Role.WRITER),
            ("second_writer", home, Role.WRITER),
            ("reader", home, Role.READER),
            ("neighbour", away, Role.OWNER),
        ):
            user = User(email=f"{name}@example.org", name=name.title())
            session.add(user)
            await session.flush()
            member = Member(workspace_id=workspace.id, user_id=user.id, role=role)
            session.add(member)
            await session.flush()
            callers[name] = Caller(workspace.id, member.id, role)
    return People(**callers)


@pytest.fixture
async def people(app: FastAPI, database: Database) -> People:
    people = await make_people(database)

    async def identify(scope: Scope) -> Caller | None:
        name = dict(scope["headers"]).get(b"x-as", b"owner").decode()
        return getattr(people, name, None)

    app.state.identification = identify
    return people


@pytest.fixture
async def api(app: FastAPI, people: People) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api") as client:
        yield client


def as_(name: str) -> dict[str, str]:
    return {"X-As": name}


async def make(client: httpx.AsyncClient, name: str = "owner", **fields: object) -> httpx.Response:
    piece = {"title": "Bread", "body": "Fresh bread.", **fields}
    answer = await client.post("/content", json=piece, headers=as_(name))
    assert answer.status_code == 201, answer.text
    return answer


async def save(
    client: httpx.AsyncClient, made: httpx.Response, name: str = "owner", **fields: object
) -> httpx.Response:
    """Save over the version in `made`."""
    piece = {"title": made.json()["title"], "body": made.json()["body"], **fields}
    return await client.put(
        f"/content/{made.json()['id']}",
        json=piece,
        headers={**as_(name), "If-Match": made.headers["etag"]},
    )
