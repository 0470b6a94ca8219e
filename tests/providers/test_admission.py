"""Breakers and admission of a chain, at the vendor."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest
from prometheus_client import generate_latest
from tests.providers.test_router import WHOLE, Clock, clock, folded, route, run
from tests.providers.wiring import asking
from tests.vendor import Vendor

from alwrity.providers.errors import (
    ProviderAwayError,
    ProviderBusyError,
    ProviderConfigError,
    ProviderRateLimitError,
    ProviderUnreachableError,
)
from alwrity.providers.lane import Admission
from alwrity.providers.protocol import Text
from alwrity.providers.router import Router
from alwrity.providers.standing import ProviderState
from alwrity.scaling.breaker import BreakerPolicy, BreakerState
from alwrity.scaling.bulkhead import on_behalf_of
from alwrity.scaling.metrics import Metrics

__all__ = ["clock", "route"]

Route = Callable[..., Router]
QUICK = BreakerPolicy(minimum=3, open_seconds=10)


async def test_what_fails_too_often_is_passed_over_and_probed_once(
    route: Route, vendor: Vendor, clock: Clock
) -> None:
    router = route("fake", "fake", breaker=QUICK)
    vendor.plan("500", "500", "500")
    assert folded(await run(router)) == WHOLE
    first = router.lanes[0]
    assert (first.breaker.state, first.state) == (BreakerState.OPEN, ProviderState.FAILING)
    await run(router)
    assert vendor.counts == {"openai": 3, "anthropic": 2}, "an open one gets no call"
    clock.now += 10
    vendor.plan("500", "ok")
    await run(router)
    assert vendor.counts == {"openai": 4, "anthropic": 3}, "one probe, and the next writes"
    clock.now += 10
    await run(router)
    assert vendor.counts == {"openai": 5, "anthropic": 3}
    assert (first.breaker.state, first.state) == (BreakerState.CLOSED, ProviderState.READY)


async def test_with_none_left_the_request_is_told_when_to_come_back(
    route: Route, vendor: Vendor, clock: Clock
) -> None:
    router = route("fake!500", breaker=QUICK)
    with pytest.raises(ProviderUnreachableError):
        await run(router)
    slept = list(clock.slept)
    for call in (run(router), router.complete(asking())):
        with pytest.raises(ProviderAwayError) as away:
            await call
        assert (away.value.status, away.value.headers) == (503, {"Retry-After": "10"})
        assert "'openai:fake!500' failed too often" in away.value.detail
    assert (vendor.counts["openai"], clock.slept) == (3, slept), "no call, and no wait"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("fake!401", ProviderConfigError),
        ("missing", ProviderConfigError),
        ("fake!429@60", ProviderRateLimitError),
    ],
)
async def test_refusals_are_no_failures(
    fault: str, error: type[Exception], route: Route, clock: Clock
) -> None:
    router = route(fault, breaker=QUICK)
    for _ in range(20):
        with pytest.raises(error):
            await run(router)
        clock.now += 61
    assert router.lanes[0].breaker.state is BreakerState.CLOSED


async def test_breaks_in_the_middle_are_failures(route: Route, vendor: Vendor) -> None:
    router = route("fake!cut@9!pace@300", "fake", breaker=QUICK)
    for _ in range(3):
        await run(router)
    assert router.lanes[0].breaker.state is BreakerState.OPEN


async def test_a_reader_who_leaves_proves_what_it_saw(route: Route, vendor: Vendor) -> None:
    router = route("fake!pace@50", breaker=QUICK)
    lane = router.lanes[0]
    for _ in range(3):
        async with aclosing(router.stream(asking())) as stream:
            assert isinstance(await anext(stream), Text)
    assert (lane.breaker.tally.calls, lane.bulkhead.in_flight) == (3, 0)
    vendor.plan("stall-first")
    task = asyncio.create_task(run(router))
    while not lane.bulkhead.in_flight:  # noqa: ASYNC110 - another side's state has no event
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (lane.breaker.tally.calls, lane.bulkhead.in_flight) == (3, 0)


async def test_so_many_calls_at_once_and_fairly(route: Route, vendor: Vendor) -> None:
    router = route("fake!pace@300", admission=Admission("fixed", most=2))
    most, ended = 0, list[str]()

    async def one(party: str) -> None:
        nonlocal most
        with on_behalf_of(party):
            async with aclosing(router.stream(asking())) as stream:
                async for _ in stream:
                    most = max(most, vendor.open)
        ended.append(party)

    many = [asyncio.create_task(one("many")) for _ in range(8)]
    await asyncio.sleep(0.01)
    await asyncio.gather(one("few"), *many)
    assert most == 2
    assert ended.index("few") <= 3


async def test_beyond_the_queue_nothing_is_called(route: Route, vendor: Vendor) -> None:
    router = route("fake!pace@100", admission=Admission("fixed", most=1, queue=1))
    tasks = [asyncio.create_task(run(router)) for _ in range(2)]
    await asyncio.sleep(0.01)
    with pytest.raises(ProviderBusyError) as busy:
        await run(router)
    assert busy.value.status == 503
    assert int(busy.value.headers["Retry-After"]) >= 1
    await asyncio.gather(*tasks)
    assert vendor.counts["openai"] == 2


async def test_room_for_more_pieces(route: Route, vendor: Vendor, clock: Clock) -> None:
    router = route("fake", breaker=QUICK, admission=Admission("fixed", most=5))
    assert [router.free(running) for running in (0, 3, 9)] == [5, 2, 0]
    vendor.plan("500", "500", "500")
    with pytest.raises(ProviderUnreachableError):
        await run(router)
    assert router.free(0) == 0, "nothing is begun while nobody can write"
    clock.now += 10
    assert [router.free(running) for running in (0, 1)] == [1, 0], "one to try with"


async def test_what_happens_is_counted(route: Route, vendor: Vendor) -> None:
    metrics = Metrics()
    router = route("fake!500", "fake", breaker=QUICK)
    router.report_to(metrics)
    await run(router)
    told = generate_latest(metrics.registry).decode()
    assert 'breaker_state{name="openai:fake!500"} 2.0' in told
    assert 'breaker_state{name="anthropic:fake"} 0.0' in told
    assert 'breaker_changes_total{name="openai:fake!500",state="open"} 1.0' in told
    assert 'admission_limit{name="anthropic:fake"} 64.0' in told
    assert 'first_token_seconds_count{name="anthropic:fake"} 1.0' in told
