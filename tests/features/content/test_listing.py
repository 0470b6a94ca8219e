from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.support.library import People, Statements, as_, make

from alwrity.auth import Caller
from alwrity.database import Database
from alwrity.features.content import listing
from alwrity.models.base import new_id
from alwrity.models.content import Content
from alwrity.runtime import Runtime

START = datetime(2026, 1, 1, tzinfo=UTC)


def row(caller: Caller, n: int, **fields: Any) -> Content:
    """The n-th piece; many share a time, a title, a score or have none."""
    moment = START + timedelta(hours=n // 7)
    return Content(
        **{
            "workspace_id": caller.workspace_id,
            "id": new_id(),
            "author_id": caller.member_id,
            "title": f"{'Pp'[n % 2]}iece {n % 10}",
            "body": "bread" + " rye" * (n % 3),
            "created_at": moment,
            "updated_at": START + timedelta(hours=n // 5),
            "quality_score": None if n % 4 == 0 else n % 6,
            "seo_score": None if n % 3 == 0 else n % 5,
            **fields,
        }
    )


async def fill(database: Database, caller: Caller, count: int) -> None:
    async with database.write() as session:
        session.add_all(row(caller, n) for n in range(count))


async def pages(api: httpx.AsyncClient, **query: Any) -> AsyncIterator[list[dict[str, Any]]]:
    cursor = ""
    while cursor is not None:
        answer = await api.get("/content", params={**query, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        cursor = answer.json()["next_cursor"]
        yield answer.json()["items"]


def key(item: dict[str, Any], sort: str) -> Any:
    value = item[sort.lstrip("-")]
    return value.lower() if sort == "title" else value


SORTS = ("-created_at", "created_at", "-updated_at", "title", "-quality_score", "quality_score",
         "-seo_score")  # fmt: skip


async def test_a_walk_over_pages_meets_every_row_once_while_rows_come_in(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    await fill(database, people.owner, 250)
    await fill(database, people.neighbour, 20)
    before = {item["id"] async for page in pages(api, limit=100) for item in page}
    assert len(before) == 250

    for sort in SORTS:
        met: list[dict[str, Any]] = []
        async for page in pages(api, sort=sort, limit=40):
            met += page
            async with database.write() as session:
                # Land before, at and after the present position.
                session.add_all(row(people.owner, n) for n in (3, 4, 249))

        ids = [item["id"] for item in met]
        assert len(ids) == len(set(ids)), sort
        assert before <= set(ids), sort
        values = [key(item, sort) for item in met]
        known = [value for value in values if value is not None]
        assert values == known + [None] * (len(values) - len(known)), sort  # missing ones last
        assert known == sorted(known, reverse=sort.startswith("-")), sort


async def test_relevance_puts_the_best_first_and_ends(
    api: httpx.AsyncClient, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database, people.neighbour, 30)
    await fill(database, people.owner, 60)
    best = await make(api, title="Rye", body="rye")
    gone = await make(api, title="Rye", body="rye")
    path = f"/content/{gone.json()['id']}"
    assert (await api.delete(path, headers={"If-Match": '"1.0"'})).status_code == 204
    query = {"q": "rye", "sort": "relevance", "limit": 15}

    ids = [item["id"] async for page in pages(api, **query) for item in page]
    assert len(ids) == len(set(ids)) == 41
    assert ids[0] == best.json()["id"]
    monkeypatch.setattr(listing, "MAX_RELEVANT", 20)
    assert [item["id"] async for page in pages(api, **query) for item in page] == ids[:20]
    refused = await api.get("/content?sort=relevance")
    assert (refused.status_code, "needs words in q" in refused.json()["detail"]) == (422, True)


async def test_filters_narrow_the_list(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    async with database.write() as session:
        for n, (author, fields) in enumerate(
            [
                (people.owner, {"status": "draft", "seo_score": 10, "quality_score": 90}),
                (people.owner, {"status": "review", "seo_score": 20, "quality_score": None}),
                (people.writer, {"status": "approved", "seo_score": 30, "quality_score": 70}),
                (people.writer, {"status": "draft", "seo_score": None, "quality_score": 60}),
            ]
        ):
            moment = START + timedelta(days=n)
            session.add(row(author, 0, title=str(n), created_at=moment, **fields))
    both = await make(api, title="4", tags=["a", "b"])
    await make(api, title="5", tags=["b"])

    async def titles(query: str) -> str:
        answer = await api.get(f"/content?sort=title&{query}")
        assert answer.status_code == 200, answer.text
        return "".join(item["title"] for item in answer.json()["items"])

    assert await titles("") == "012345"
    assert await titles(f"author={people.writer.member_id}") == "23"
    assert await titles("status=review") == "1"
    assert await titles("status=review&status=approved") == "12"
    assert await titles("tag=B") == "45"
    assert await titles("tag=a&tag=b") == "4"
    assert await titles("tag=none") == ""
    assert await titles("seo_min=20") == "12"
    assert await titles("seo_max=20") == "01"
    assert await titles("quality_min=70&quality_max=80") == "2"
    assert await titles("created_from=2026-01-02T00:00:00Z&created_to=2026-01-04") == "12"
    assert await titles("created_from=2026-01-02T01:00:00%2B01:00&created_to=2026-01-03") == "1"
    assert await titles("q=rye") == ""
    assert await titles("deleted=true") == ""
    item = (await api.get("/content?tag=a")).json()["items"][0]
    assert (item["tags"], item["author"]["name"]) == (["a", "b"], "Owner")
    assert (item["id"], "body" in item) == (both.json()["id"], False)


async def test_a_filter_that_cannot_be_is_refused(api: httpx.AsyncClient) -> None:
    for query in (
        "limit=0", "limit=101", "seo_min=101", "status=lost", "sort=-title", "author=me",
        "created_from=0001-01-01T00:00:00%2B10:00", "tag=%00", "state=draft", "cursor=abc",
    ):  # fmt: skip
        answer = await api.get(f"/content?{query}")

        assert answer.status_code == 422, query
        assert answer.json()["detail"], query


async def test_a_cursor_works_for_its_own_list_only(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    await fill(database, people.owner, 5)
    await fill(database, people.neighbour, 5)
    cursor = (await api.get("/content?limit=2")).json()["next_cursor"]

    async def status(query: str, name: str = "owner") -> int:
        answer = await api.get(f"/content?{query}&cursor={cursor}", headers=as_(name))
        return answer.status_code

    assert await status("limit=3") == 200
    assert await status("limit=2", "writer") == 200
    assert await status("limit=2", "neighbour") == 422
    assert await status("limit=2&sort=created_at") == 422
    assert await status("limit=2&status=draft") == 422
    assert await status("limit=2&deleted=true") == 422
    cursor = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    assert await status("limit=2") == 422


async def test_the_default_list_is_two_statements_at_most_and_follows_the_index(
    api: httpx.AsyncClient, people: People, runtime: Runtime
) -> None:
    for caller in (people.owner, people.neighbour):
        await fill(runtime.database, caller, 1500)
    async with runtime.database.engine.connect() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.commit()

    with Statements(runtime.database) as statements:
        first = await api.get("/content?limit=20")
        middle = await api.get(f"/content?limit=20&cursor={first.json()['next_cursor']}")

    assert len(middle.json()["items"]) == 20
    listed = [pair for pair in statements.seen if "ORDER BY" in pair[0]]
    assert len(listed) == 2
    assert not [sql for sql, _ in statements.seen if "count(" in sql.lower()]
    explain = "EXPLAIN QUERY PLAN " if runtime.database.is_sqlite else "EXPLAIN "
    for sql, parameters in listed:
        async with runtime.database.engine.connect() as connection:
            rows = await connection.exec_driver_sql(explain + sql, parameters)
            plan = "\n".join(str(r[-1]) for r in rows)
            await connection.rollback()
        assert "idx_content_created_at" in plan, plan
        assert "Seq Scan on content " not in plan, plan
        assert "SCAN content " not in plan, plan
