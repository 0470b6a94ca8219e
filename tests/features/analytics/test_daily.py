"""The guide's query, on both databases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import Dialect, insert, text
from sqlalchemy.dialects import postgresql, sqlite

from alwrity.database import Database
from alwrity.features.accounts.laptop import ensure_owner
from alwrity.features.analytics import repository
from alwrity.models.base import new_id
from alwrity.models.content import Content
from alwrity.runtime import Runtime


def piece(when: datetime, quality: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "created_at": when,
        "updated_at": when,
        "quality_score": quality,
        "deleted_at": None,
        **more,
    }


async def fill(database: Database, *pieces: dict[str, Any]) -> UUID:
    owner = await ensure_owner(database)
    rows = []
    for given in pieces:
        content_id = new_id()
        rows.append(
            {
                "workspace_id": owner.workspace_id, "id": content_id, "author_id": owner.member_id,
                "title": "", "body": "", "status": "draft", "language": "en", "keyphrase": "",
                "meta_description": "", "slug": "", "word_count": 0, "revision": 1, "analysis": 0,
                "dismissed": [], "search_key": content_id.int & ((1 << 62) - 1), **given,
            }
        )  # fmt: skip
    async with database.write() as session:
        await session.execute(insert(Content.__table__), rows)  # type: ignore[arg-type]
    return owner.workspace_id


def at(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


async def test_days_newest_first_with_the_mean_of_known_scores(
    client: httpx.AsyncClient, runtime: Runtime
) -> None:
    await fill(
        runtime.database,
        piece(at("2026-03-01", 0), 80),
        piece(at("2026-03-01", 23), 91),
        piece(at("2026-03-01"), None),
        piece(at("2026-03-04"), None),
        piece(at("2026-03-04"), 10, deleted_at=at("2026-03-05")),
        piece(at("2026-02-28", 23), 5),
        piece(at("2026-03-06", 0), 5),
    )

    answer = await client.get("/api/analytics/daily?from=2026-03-01&to=2026-03-05")

    assert answer.json() == {
        "from": "2026-03-01",
        "to": "2026-03-05",
        "days": [
            {"date": "2026-03-04", "pieces": 1, "mean_quality": None},
            {"date": "2026-03-01", "pieces": 3, "mean_quality": 85.5},
        ],
    }
    limited = await client.get("/api/analytics/daily?from=2026-03-01&to=2026-03-05&limit=1")
    assert [day["date"] for day in limited.json()["days"]] == ["2026-03-04"]


async def test_the_last_thirty_days_are_meant_when_nothing_is_said(
    client: httpx.AsyncClient, runtime: Runtime
) -> None:
    now = datetime.now(UTC)
    await fill(runtime.database, piece(now, 50), piece(now - timedelta(days=30), 50))

    answer = (await client.get("/api/analytics/daily")).json()

    assert [day["pieces"] for day in answer["days"]] == [1]
    days = date.fromisoformat(answer["to"]) - date.fromisoformat(answer["from"])
    assert days == timedelta(days=29)


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-03-02&to=2026-03-01",
        "from=2024-01-01&to=2026-01-01",
        "from=0001-01-01",
        "to=9999-12-31",
        "from=yesterday",
        "limit=0",
        "limit=367",
    ],
)
async def test_a_range_that_cannot_be_is_refused(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/api/analytics/daily?{query}")).status_code == 422


async def test_the_earliest_day_is_no_fault(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/analytics/daily?to=1970-01-05")

    assert answer.json()["from"] == "1970-01-01"


async def test_other_workspaces_are_not_counted(runtime: Runtime) -> None:
    await fill(runtime.database, piece(at("2026-03-01"), 80))
    async with runtime.database.read() as session:
        begin, end = at("2026-01-01"), at("2026-12-31")
        assert await repository.daily(session, new_id(), begin, end, 100) == []


async def test_the_range_uses_the_index(runtime: Runtime) -> None:
    first = at("2023-01-01")
    database = runtime.database
    workspace_id = await fill(
        database, *(piece(first + timedelta(hours=6 * n), n % 100) for n in range(4000))
    )
    statement = repository.statement(
        workspace_id, at("2025-03-01"), at("2025-03-31"), 100, sqlite=database.is_sqlite
    )
    dialect: Dialect = sqlite.dialect() if database.is_sqlite else postgresql.dialect()  # type: ignore[no-untyped-call]
    compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.write() as session:
        await session.execute(text("ANALYZE content" if not database.is_sqlite else "ANALYZE"))
        plan = "\n".join(map(str, await session.execute(text(f"{explain} {compiled}"))))

    assert "idx_content_created_at" in plan
    assert "created_at>" in plan.replace(" ", "")
