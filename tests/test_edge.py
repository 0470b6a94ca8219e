"""The edge: commit before the answer, once per key. A tiny application over the real tables."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import func, select, update

from alwrity.deps import CanWriteContent, Writing
from alwrity.edge import KEPT, EdgeRoute, forget_old_answers
from alwrity.errors import ConflictError
from alwrity.models.base import now
from alwrity.models.content import Tag
from alwrity.models.jobs import Idempotency
from alwrity.runtime import Runtime

router = APIRouter(route_class=EdgeRoute)


@router.post("/tags/{name}", status_code=201)
async def make(name: str, caller: CanWriteContent, session: Writing) -> dict[str, str]:
    tag = Tag(workspace_id=caller.workspace_id, name=name)
    session.add(tag)
    await session.flush()
    if name == "refused":
        raise ConflictError("no")
    if name == "broken":
        raise RuntimeError("bug")
    if name == "slow":
        await asyncio.sleep(0.3)
    return {"id": str(tag.id)}


@router.post("/early/{name}")
async def early(name: str, caller: CanWriteContent, session: Writing) -> dict[str, str]:
    session.add_all([Tag(workspace_id=caller.workspace_id, name=name) for _ in range(2)])
    return {"ok": "the commit has yet to fail"}


@pytest.fixture
async def edge(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    app.include_router(router)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def count(runtime: Runtime) -> int:
    async with runtime.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Tag)) or 0


async def test_what_is_acknowledged_is_committed(edge: httpx.AsyncClient, runtime: Runtime) -> None:
    assert (await edge.post("/tags/a")).status_code == 201
    assert await count(runtime) == 1


@pytest.mark.parametrize(("name", "status"), [("refused", 409), ("broken", 500)])
async def test_what_fails_leaves_nothing(
    edge: httpx.AsyncClient, runtime: Runtime, name: str, status: int
) -> None:
    assert (await edge.post(f"/tags/{name}")).status_code == status
    assert await count(runtime) == 0


async def test_a_commit_that_fails_is_not_acknowledged(
    edge: httpx.AsyncClient, runtime: Runtime
) -> None:
    assert (await edge.post("/early/twice")).status_code == 500
    assert await count(runtime) == 0


async def test_the_same_key_gives_the_same_answer_once(
    edge: httpx.AsyncClient, runtime: Runtime
) -> None:
    key = {"Idempotency-Key": "k1"}
    first = await edge.post("/tags/a", headers=key)
    again = await edge.post("/tags/a", headers=key)

    assert again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert await count(runtime) == 1


async def test_the_same_key_with_another_body_or_place_is_another_request(
    edge: httpx.AsyncClient, runtime: Runtime
) -> None:
    key = {"Idempotency-Key": "k1"}
    await edge.post("/tags/a", headers=key)

    assert (await edge.post("/tags/a", headers=key, json={"x": 1})).status_code == 422
    assert (await edge.post("/tags/b", headers=key)).status_code == 201
    assert await count(runtime) == 2


async def test_a_failure_is_not_remembered(edge: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "k1"}
    assert (await edge.post("/tags/broken", headers=key)).status_code == 500
    assert (await edge.post("/tags/broken", headers=key)).status_code == 500


async def test_while_it_runs_a_repetition_is_told_so(
    edge: httpx.AsyncClient, runtime: Runtime
) -> None:
    key = {"Idempotency-Key": "k1"}
    first = asyncio.create_task(edge.post("/tags/slow", headers=key))
    await asyncio.sleep(0.1)
    meanwhile = await edge.post("/tags/slow", headers=key)

    assert meanwhile.status_code == 409
    assert meanwhile.headers["retry-after"] == "1"
    assert (await first).status_code == 201
    assert await count(runtime) == 1


async def test_a_key_that_is_too_long_is_refused(edge: httpx.AsyncClient) -> None:
    answer = await edge.post("/tags/a", headers={"Idempotency-Key": "k" * 256})
    assert answer.status_code == 422
    assert "256 characters" in answer.json()["detail"]


async def test_a_body_above_the_bound_is_refused(edge: httpx.AsyncClient) -> None:
    answer = await edge.post("/tags/a", content=b"x" * 8_000_001)
    assert answer.status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield b"x" * 1_000_000

    answer = await edge.post(
        "/tags/a", content=chunks(), headers={"Content-Type": "application/json",
                                             "Idempotency-Key": "reads the body"},
    )  # fmt: skip
    assert answer.status_code == 413


async def test_old_answers_are_forgotten(edge: httpx.AsyncClient, runtime: Runtime) -> None:
    key = {"Idempotency-Key": "k1"}
    await edge.post("/tags/a", headers=key)
    async with runtime.database.write() as session:
        await forget_old_answers(session)
        kept = await session.scalar(select(func.count()).select_from(Idempotency))
        await session.execute(update(Idempotency).values(created_at=now() - KEPT))
        await forget_old_answers(session)
        left = await session.scalar(select(func.count()).select_from(Idempotency))
    assert (kept, left) == (1, 0)
