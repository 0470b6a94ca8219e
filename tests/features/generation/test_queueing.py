"""Waiting for a turn: true places, fair turns, a bound that costs nothing, a model that is away."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import aiohttp
import pytest
from sqlalchemy import delete, insert, select
from tests.features.generation.test_generating import BRIEF, count, get, post, start, until_outline
from tests.support.server import listen, serving
from tests.vendor import Vendor

from alwrity.features.generation import repository
from alwrity.features.generation.events import Event, topic
from alwrity.jobs.queue import job_row
from alwrity.models.base import now
from alwrity.models.content import Content
from alwrity.models.generation import Generation
from alwrity.models.jobs import Job
from alwrity.providers import catalogue
from alwrity.providers.lane import Admission
from alwrity.providers.protocol import Provider
from alwrity.providers.router import Router
from alwrity.runtime import Runtime
from alwrity.scaling.breaker import BreakerPolicy, BreakerState


@pytest.fixture
def provider(vendor: Vendor) -> Provider:
    specs = catalogue.parse(f"openai:fake@{vendor.openai_url}")
    return catalogue.build(
        specs, {"OPENAI_API_KEY": "sk-test"}, first_token_timeout=2, between_tokens_timeout=1,
        admission=Admission("fixed", most=1), breaker=BreakerPolicy(minimum=3, open_seconds=0.5),
    )  # fmt: skip


@pytest.fixture
async def resting_url(runtime: Runtime) -> AsyncIterator[str]:
    """A web role without a worker: what is started waits."""
    async with serving(runtime, worker=False) as url:
        yield url


@pytest.fixture
async def resting(resting_url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(resting_url) as http:
        yield http


async def strangers(runtime: Runtime, number: int, *, running: bool = False) -> None:
    """Jobs of a workspace that nobody else sees, older than what comes after them."""
    rows = [
        job_row(repository.RUN, UUID(int=7), {"generation_id": uuid4().hex},
                queue=repository.QUEUE, run_at=now() - timedelta(seconds=60 - n / 1000))
        for n in range(number)
    ]  # fmt: skip
    lease = {"state": "running", "lease_until": now() + timedelta(seconds=60)} if running else {}
    async with runtime.database.write() as session:
        await session.execute(insert(Job), [{**row, **lease} for row in rows])


async def test_the_place_that_is_told_is_the_turn_that_comes(
    resting: aiohttp.ClientSession, resting_url: str, runtime: Runtime
) -> None:
    await strangers(runtime, 2, running=True)
    await strangers(runtime, 500)
    first, second = await start(resting), await start(resting)
    async with runtime.database.write() as session:
        mine = await session.scalar(select(Generation).limit(1))
        assert mine is not None
        session.add(
            Generation(
                workspace_id=mine.workspace_id, id=uuid4(), content_id=mine.content_id,
                brief_id=mine.brief_id, author_id=mine.author_id, state="done",
                started_at=now() - timedelta(seconds=60), ended_at=now() - timedelta(seconds=30),
            )
        )  # fmt: skip

    views = [await get(resting, f"/api/generations/{s['generation_id']}") for s in (first, second)]

    # Two of the strangers' are under way, none of ours: both of ours come before their next one.
    assert [view["position"] for view in views] == [0, 1]
    assert [view["expected_wait_seconds"] for view in views] == [15.0, 30.0]
    heard = await listen(resting_url + second["events"], limit=2)
    assert heard.of("queued") == [{"position": 1, "expected_wait_seconds": 30.0}]


async def test_above_the_bound_nothing_is_begun_and_nothing_is_counted(
    resting: aiohttp.ClientSession, runtime: Runtime
) -> None:
    settings = runtime.settings.generation
    settings.queue_bound, settings.generate_limit = 2, "3/minute"
    for _ in range(2):
        await start(resting)
    for _ in range(5):
        async with resting.post("/api/content/generate", json=BRIEF) as answer:
            problem = await answer.json()
            assert (answer.status, problem["status"]) == (503, 503)
            assert answer.content_type == "application/problem+json"
            assert int(answer.headers["Retry-After"]) >= 1
    assert await count(runtime, Generation) == await count(runtime, Content) == 2
    async with runtime.database.write() as session:
        await session.execute(delete(Job))
    await start(resting)  # the third of three: those that were shed cost nothing


async def test_another_workspaces_thousand_do_not_shut_us_out(
    resting: aiohttp.ClientSession, runtime: Runtime
) -> None:
    runtime.settings.generation.queue_bound = 10
    await strangers(runtime, 10)
    for _ in range(5):
        await start(resting)
    await post(resting, "/api/content/generate", 503, json=BRIEF)
    await strangers(runtime, 10)
    async with runtime.database.write() as session:
        await session.execute(delete(Job).where(Job.workspace_id != UUID(int=7)))
    await post(resting, "/api/content/generate", 503, json=BRIEF)


async def test_a_model_that_is_away_leaves_the_queue_as_it_is(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    assert isinstance(runtime.provider, Router)
    breaker = runtime.provider.lanes[0].breaker
    vendor.plan(*["500"] * 5)
    started = [await start(http) for _ in range(3)]
    heard = await asyncio.gather(*(listen(url + each["events"]) for each in started))

    assert [one.of("done")[-1]["state"] for one in heard] == ["done"] * 3
    assert breaker.state is BreakerState.CLOSED
    told = [event for one in heard for event in one.of("state") if event["state"] == "queued"]
    assert any("failed too often" in event["detail"] for event in told), "it says why it waits"
    assert await count(runtime, Job) == 3  # the compactions of their logs


async def test_who_is_put_back_hears_its_place_again(
    resting: aiohttp.ClientSession, resting_url: str, runtime: Runtime
) -> None:
    started = await start(resting)
    name = topic(started["generation_id"])
    listening = asyncio.create_task(listen(resting_url + started["events"], limit=5))
    while name not in runtime.broker._topics:  # noqa: ASYNC110 - a set has no event
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    runtime.broker.publish(name, Event(1, "state", '{"state":"drafting"}'))
    runtime.broker.publish(name, Event(2, "state", '{"state":"queued"}'))
    heard = await listening
    kinds = [kind for kind, _ in heard.events]
    assert kinds == ["snapshot", "queued", "state", "state", "queued"]


async def test_who_waits_for_a_person_holds_no_slot(
    http: aiohttp.ClientSession, url: str, runtime: Runtime
) -> None:
    assert isinstance(runtime.provider, Router)
    waiting = await start(http, confirm_outline=True)
    await until_outline(http, runtime, waiting)
    assert runtime.provider.lanes[0].bulkhead.in_flight == 0
    heard = await listen(url + (await start(http))["events"])
    assert heard.of("done")[-1]["state"] == "done"


async def test_one_slot_writes_one_piece_after_the_other(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor
) -> None:
    vendor.pace = 400
    started = [await start(http) for _ in range(3)]
    most = 0

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, vendor.open)
            await asyncio.sleep(0.005)

    watching = asyncio.create_task(watch())
    heard = await asyncio.gather(*(listen(url + each["events"]) for each in started))
    watching.cancel()
    assert all(one.of("done") for one in heard)
    assert most == 1
    assert heard[-1].of("queued"), "the last one was told its place"
