"""What a member sees first, and how they like their pages."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.features.content.conftest import api, people
from tests.support.library import People, as_, make

from alwrity.auth import Caller
from alwrity.database import Database
from alwrity.features.generation.states import State
from alwrity.models.base import new_id, now
from alwrity.models.content import Brief, Content, search_key_of
from alwrity.models.generation import Generation

__all__ = ["api", "people"]


async def run(
    database: Database,
    who: Caller,
    state: State,
    *,
    days_ago: float = 0,
    changed_later: bool = False,
    deleted: bool = False,
) -> str:
    """A generation in a state; gives the title of its piece."""
    moment = now() - timedelta(days=days_ago)
    ids = {name: new_id() for name in ("brief", "content", "generation")}
    title = f"{state.value} {days_ago}"
    here: dict[str, Any] = {"workspace_id": who.workspace_id, "author_id": who.member_id}
    async with database.write() as session:
        session.add(Brief(**here, id=ids["brief"], topic=title, data={"topic": title}))
        session.add(
            Content(
                **here, id=ids["content"], title=title, body="", brief_id=ids["brief"],
                search_key=search_key_of(ids["content"]), created_at=moment,
                updated_at=moment + timedelta(minutes=changed_later),
                deleted_at=moment if deleted else None,
            )
        )  # fmt: skip
        await session.flush()
        session.add(
            Generation(
                **here, id=ids["generation"], content_id=ids["content"], brief_id=ids["brief"],
                state=state, created_at=moment, error="No model." if state == "failed" else None,
                ended_at=moment if state in {"done", "failed", "stopped"} else None,
            )
        )  # fmt: skip
    return title


async def desk(api: httpx.AsyncClient, who: str) -> dict[str, Any]:
    answer = await api.get("/desk", headers=as_(who))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row.get("piece", row)["title"] for row in rows]


async def test_it_shows_what_is_ones_own_where_it_belongs(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    me = people.writer
    for state in State:
        await run(database, me, state)
    await run(database, me, State.FAILED, changed_later=True, days_ago=1)
    await run(database, me, State.FAILED, days_ago=31)
    await run(database, me, State.DONE, days_ago=15)
    await run(database, me, State.QUEUED, deleted=True, days_ago=2)
    await run(database, people.second_writer, State.DRAFTING, days_ago=3)
    await run(database, people.neighbour, State.DRAFTING, days_ago=4)

    shown = await desk(api, "writer")

    assert titles(shown["running"]) == [
        f"{state} 0" for state in ("analysing", "drafting", "outlining", "researching", "queued")
    ]
    assert titles(shown["awaiting_outline"]) == ["awaiting_outline 0"]
    assert titles(shown["unfinished"]) == ["failed 0", "stopped 0"]
    assert shown["unfinished"][0]["error"] == "No model."
    assert titles(shown["finished"]) == ["done 0"]
    assert len(shown["recent"]) == 12
    assert shown["recent"][0]["author"] == {"id": str(me.member_id), "name": "Writer"}


async def test_pieces_in_review_wait_for_who_may_approve(api: httpx.AsyncClient) -> None:
    for who, title in (("writer", "first"), ("second_writer", "second"), ("neighbour", "away")):
        made = await make(api, who, title=title)
        fields = {**as_(who), "If-Match": made.headers["etag"]}
        await api.patch(f"/content/{made.json()['id']}", json={"status": "review"}, headers=fields)

    assert titles((await desk(api, "editor"))["in_review"]) == ["first", "second"]
    assert titles((await desk(api, "writer"))["in_review"]) == ["first"]
    assert titles((await desk(api, "reader"))["in_review"]) == []


async def set_to(api: httpx.AsyncClient, who: str, etag: str, **preferences: Any) -> httpx.Response:
    return await api.put(
        "/me/preferences", json=preferences, headers={**as_(who), "If-Match": etag}
    )


async def test_preferences_are_a_members_own(api: httpx.AsyncClient) -> None:
    usual = await api.get("/me/preferences", headers=as_("reader"))
    assert usual.json()["theme"] == "system"
    brief = {"words": 900, "tone": "dry", "template": "how_to"}

    answer = await set_to(
        api, "reader", usual.headers["etag"],
        theme="dark", language="de", brief=brief, hints_seen=["sample-brief"],
    )  # fmt: skip

    assert answer.status_code == 200, answer.text
    again = await api.get("/me/preferences", headers=as_("reader"))
    assert again.json() == answer.json()
    assert again.headers["etag"] == answer.headers["etag"] != usual.headers["etag"]
    assert again.json()["brief"] | brief == again.json()["brief"]
    assert (await api.get("/me/preferences", headers=as_("writer"))).json() == usual.json()


async def test_a_change_names_its_version(api: httpx.AsyncClient) -> None:
    etag = (await api.get("/me/preferences")).headers["etag"]
    assert (await api.put("/me/preferences", json={})).status_code == 428
    assert (await set_to(api, "owner", etag, theme="dark")).status_code == 200

    stale = await set_to(api, "owner", etag, theme="light")

    assert stale.status_code == 412
    assert stale.json()["current"]["theme"] == "dark"
    assert stale.json()["yours"]["theme"] == "light"


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "purple"}, {"language": "german"}, {"colour": 1}, {"hints_seen": ["A b"]},
        {"hints_seen": ["x"] * 101}, {"brief": {"words": 1}}, {"brief": {"topic": "x"}},
        {"brief": {"tone": "x" * 301}}, {"brief": {"voice_id": str(new_id())}},
    ],
    ids=",".join,
)  # fmt: skip
async def test_what_is_no_preference_is_refused(
    api: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    etag = (await api.get("/me/preferences")).headers["etag"]
    assert (await set_to(api, "owner", etag, **wrong)).status_code == 422
