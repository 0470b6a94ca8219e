"""What moved the mean: figures by hand, shares that add up, both databases."""

import itertools
import math
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from tests.features.analytics.test_daily import at, fill, piece
from tests.features.content.conftest import api, people
from tests.support.library import People

from alwrity.auth import Caller
from alwrity.database import Database
from alwrity.features.analytics import movement, repository
from alwrity.features.analytics.repository import Tally
from alwrity.models.base import new_id
from alwrity.models.content import Content, ContentTag, Tag, search_key_of
from alwrity.runtime import Runtime

__all__ = ["api", "people"]

RANGE = "from=2026-03-08&to=2026-03-14"


async def write(
    database: Database, who: Caller, day: str, quality: int | None, *tags: UUID
) -> None:
    content_id = new_id()
    async with database.write() as session:
        session.add(
            Content(
                workspace_id=who.workspace_id, id=content_id, author_id=who.member_id, title="",
                body="", quality_score=quality, created_at=at(day), updated_at=at(day),
                search_key=search_key_of(content_id),
            )
        )  # fmt: skip
        await session.flush()
        session.add_all(
            ContentTag(workspace_id=who.workspace_id, content_id=content_id, tag_id=tag)
            for tag in tags
        )


async def tag(database: Database, who: Caller, name: str) -> UUID:
    tag_id = new_id()
    async with database.write() as session:
        await session.execute(
            insert(Tag).values(workspace_id=who.workspace_id, id=tag_id, name=name)
        )
    return tag_id


async def test_it_says_what_moved_the_mean(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    rye = await tag(database, people.owner, "rye")
    await write(database, people.writer, "2026-03-01", 60)
    await write(database, people.editor, "2026-03-07", 80, rye)
    await write(database, people.writer, "2026-03-08", 90)
    await write(database, people.writer, "2026-03-14", None)
    await write(database, people.editor, "2026-03-14", 80, rye)
    await write(database, people.neighbour, "2026-03-10", 1)
    await write(database, people.writer, "2026-02-28", 1)
    await write(database, people.writer, "2026-03-15", 1)

    answer = (await api.get(f"/analytics/movement?{RANGE}")).json()

    assert answer["now"] == {
        "from": "2026-03-08", "to": "2026-03-14", "pieces": 3, "scored": 2, "mean_quality": 85.0,
    }  # fmt: skip
    assert answer["before"] == {
        "from": "2026-03-01", "to": "2026-03-07", "pieces": 2, "scored": 2, "mean_quality": 70.0,
    }  # fmt: skip
    assert (answer["pieces_change"], answer["mean_change"]) == (1, 15.0)
    assert [(one["name"], one["moved"]) for one in answer["authors"]] == [
        ("Writer", 15.0), ("Editor", 0.0),
    ]  # fmt: skip
    assert answer["authors"][0] | {"id": ""} == {
        "id": "", "name": "Writer", "pieces": 2, "pieces_before": 1, "mean_quality": 90.0,
        "mean_quality_before": 60.0, "moved": 15.0,
    }  # fmt: skip
    assert [(one["name"], one["pieces"], one["moved"]) for one in answer["tags"]] == [
        ("rye", 1, 0.0)
    ]


async def test_without_two_means_there_is_no_change_of_the_mean(
    api: httpx.AsyncClient, people: People, database: Database
) -> None:
    empty = (await api.get(f"/analytics/movement?{RANGE}")).json()
    await write(database, people.writer, "2026-03-08", 90)
    one = (await api.get(f"/analytics/movement?{RANGE}")).json()

    for answer, pieces in ((empty, 0), (one, 1)):
        assert answer["mean_change"] is None
        assert answer["pieces_change"] == pieces
    assert empty["authors"] == []
    assert one["authors"][0]["moved"] is None


@pytest.mark.parametrize(
    "query", ["from=1970-01-02&to=1970-01-05", "from=2026-03-02&to=2026-03-01"]
)
async def test_a_range_without_one_before_is_refused(api: httpx.AsyncClient, query: str) -> None:
    assert (await api.get(f"/analytics/movement?{query}")).status_code == 422


async def test_the_last_thirty_days_are_meant_when_nothing_is_said(
    api: httpx.AsyncClient,
) -> None:
    answer = (await api.get("/analytics/movement")).json()
    days = [date.fromisoformat(answer[part][end]) for part in ("before", "now")
            for end in ("from", "to")]  # fmt: skip
    assert [(b - a).days for a, b in itertools.pairwise(days)] == [29, 1, 29]


counts = st.integers(0, 40)


@st.composite
def tallies(draw: st.DrawFn) -> list[Tally]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        scored, before = draw(counts), draw(counts)
        found.append(
            Tally(
                uuid4(), f"author {number}", scored + draw(counts), scored,
                draw(st.integers(0, 100 * scored)), before + draw(counts), before,
                draw(st.integers(0, 100 * before)),
            )
        )  # fmt: skip
    return found


@given(tallies())
def test_what_the_authors_moved_comes_to_the_change(authors: list[Tally]) -> None:
    now, before = movement.totals(authors)
    moves = [movement.moved(one, now, before) for one in authors]

    if now.mean is None or before.mean is None:
        assert moves == [None] * len(authors)
    else:
        total = sum(move for move in moves if move is not None)
        assert math.isclose(total, now.mean - before.mean, abs_tol=1e-9)


@given(tallies(), st.randoms())
def test_the_order_does_not_hang_on_the_database(authors: list[Tally], random: Any) -> None:
    now, before = movement.totals(authors)
    mixed = list(authors)
    random.shuffle(mixed)
    assert movement.shares(mixed, now, before) == movement.shares(authors, now, before)


async def test_the_range_uses_the_index(runtime: Runtime) -> None:
    database = runtime.database
    days = [f"{year}-{month:02}-01" for year in range(2010, 2026) for month in range(1, 13)]
    workspace_id = await fill(
        database, *(piece(at(day, hour), 50) for day in days for hour in range(24))
    )
    statement = repository.authors_statement(
        workspace_id, at("2025-03-01"), at("2025-03-16"), at("2025-03-31")
    )
    dialect: Dialect = sqlite.dialect() if database.is_sqlite else postgresql.dialect()  # type: ignore[no-untyped-call]
    compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.write() as session:
        await session.execute(text("ANALYZE content" if not database.is_sqlite else "ANALYZE"))
        plan = "\n".join(map(str, await session.execute(text(f"{explain} {compiled}"))))

    assert "idx_content_created_at" in plan
