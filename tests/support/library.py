"""People in a workspace, and the calls that most tests of the library begin with."""

from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import event

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


class Statements:
    """What goes to the database inside a `with`, as (statement, parameters)."""

    def __init__(self, database: Database) -> None:
        self._engines = database.sync_engines
        self.seen: list[tuple[str, Any]] = []

    def _note(self, _connection, _cursor, statement, parameters, _context, _many) -> None:
        if not statement.startswith("BEGIN"):
            self.seen.append((statement, parameters))

    def __enter__(self) -> "Statements":
        for engine in self._engines:
            event.listen(engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        for engine in self._engines:
            event.remove(engine, "before_cursor_execute", self._note)
