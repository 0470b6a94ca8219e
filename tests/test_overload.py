"""Deadlines and places at the edge of the whole application."""

import asyncio
import time

import httpx
import pytest
from sqlalchemy import text

from alwrity import overload
from alwrity.database import Database
from alwrity.runtime import Runtime
from alwrity.scaling.deadline import DeadlineError, deadline


@pytest.mark.parametrize(
    ("method", "path", "kind", "bounded"),
    [
        ("GET", "/health", None, False),
        ("GET", "/metrics", None, False),
        ("GET", "/library", None, False),
        ("GET", "/api/content", "reads", True),
        ("PUT", "/api/content/1", "writes", True),
        ("POST", "/api/content/generate", "generations", True),
        ("GET", "/api/generations/1/events", None, False),
        ("POST", "/api/content/1/rewrites", None, False),
        ("POST", "/api/providers/1/test", None, False),
        ("POST", "/api/seo/analyse", "writes", False),
        ("GET", "/api/content/1/export", "reads", False),
    ],
)
def test_what_each_request_takes(method: str, path: str, kind: str | None, bounded: bool) -> None:
    scope = {"type": "http", "method": method, "path": path}
    assert overload.kind_of(scope) == kind
    assert overload.seconds_of(scope, 30) == (30 if bounded else None)


async def test_a_read_that_is_out_of_time_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/content", headers={"X-Deadline-Seconds": "0.000001"})
    assert answer.status_code == 504
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:alwrity:problem:deadline-passed"
    assert answer.headers["retry-after"] == "2"
    assert (await client.get("/api/content")).status_code == 200


async def test_a_change_that_is_out_of_time_changes_nothing(client: httpx.AsyncClient) -> None:
    late = {"X-Deadline-Seconds": "0.000001"}
    piece = {"title": "Late bread", "body": "Text."}
    assert (await client.post("/api/content", json=piece, headers=late)).status_code == 504
    assert (await client.get("/api/content")).json()["items"] == []
    assert (await client.post("/api/content", json=piece)).status_code == 201


async def test_too_many_reads_are_turned_away_and_health_is_not(
    client: httpx.AsyncClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = await asyncio.gather(*(client.get("/api/content") for _ in range(300)))
    statuses = [answer.status_code for answer in answers]
    # At least those that nobody has a place for; more when the loop is late by then.
    assert 300 - 16 * 5 <= statuses.count(503) <= 300 - 16
    assert set(statuses) == {200, 503}
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert int(refused.headers["retry-after"]) >= 1
    assert "too many reads" in refused.json()["detail"]
    assert (await client.get("/health")).status_code == 200
    counted = f'shed_total{{name="reads"}} {statuses.count(503):.1f}'
    assert counted in (await client.get("/metrics")).text


async def test_the_driver_ends_a_statement_at_the_deadline(database: Database) -> None:
    if database.is_sqlite:
        with deadline(0), pytest.raises(DeadlineError):
            async with database.read():
                pytest.fail("it was begun")
        return
    began = time.monotonic()
    with deadline(0.2), pytest.raises(DeadlineError):
        async with database.read() as session:
            await session.execute(text("SELECT pg_sleep(20)"))
    with deadline(0.2), pytest.raises(DeadlineError):
        async with database.write() as session:
            await session.execute(text("SELECT pg_sleep(20)"))
    assert time.monotonic() - began < 5
    async with database.read() as session:
        left = await session.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE "
                "'SELECT pg_sleep%' AND datname = current_database()"
            )
        )
    assert left == 0, "the server was told, too"
