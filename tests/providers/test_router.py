import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest
from tests.providers.wiring import KEY, Make, asking
from tests.vendor import Vendor
from tests.vendor.content import words

from alwrity.errors import ProviderError
from alwrity.providers.errors import (
    ProviderConfigError,
    ProviderRateLimitError,
    ProviderStreamError,
    ProviderUnreachableError,
)
from alwrity.providers.protocol import (
    Capabilities,
    Drafting,
    Finish,
    Message,
    ModelRequest,
    Restart,
    StreamItem,
    Text,
)
from alwrity.providers.retry import Backoff
from alwrity.providers.router import Patience, Router
from alwrity.scaling.breaker import BreakerPolicy

WHOLE = "".join(words(30))


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def route(make: Make, clock: Clock) -> Callable[..., Router]:
    """Makes a router over models at the vendor; jitter takes its upper bound."""

    def build(*models: str, patience: Patience | None = None, **options: Any) -> Router:
        providers = [make("anthropic" if i % 2 else "openai", m) for i, m in enumerate(models)]
        backoff = Backoff(draw=lambda _low, high: high)
        return Router(
            providers, patience=patience, backoff=backoff, clock=clock, sleep=clock.sleep, **options
        )

    return build


async def run(router: Router, request: ModelRequest | None = None) -> list[StreamItem]:
    async with aclosing(router.stream(request or asking())) as stream:
        return [item async for item in stream]


def folded(items: list[StreamItem]) -> str:
    """What a reader is left with: a `Restart` voids what came before."""
    text = ""
    for item in items:
        if isinstance(item, Restart):
            text = ""
        elif isinstance(item, Text):
            text += item.text
    return text


async def test_a_call_that_works_is_made_once(
    route: Callable[..., Router], vendor: Vendor, clock: Clock
) -> None:
    router = route("fake", "fake")
    items = await run(router)
    assert folded(items) == WHOLE
    assert vendor.counts == {"openai": 1}
    assert clock.slept == []
    assert (router.name, router.capabilities.structured) == ("openai:fake", True)


@pytest.mark.parametrize(
    ("plan", "waits"),
    [
        (["500"], [0.25]),
        (["500", "cut@0"], [0.25, 0.5]),
        (["429@3"], [3.25]),
        (["429"], [2.25]),
        (["529@4", "500"], [4.25, 0.5]),
    ],
)
async def test_one_provider_is_called_again(
    plan: list[str],
    waits: list[float],
    route: Callable[..., Router],
    vendor: Vendor,
    clock: Clock,
) -> None:
    vendor.plan(*plan)
    assert folded(await run(route("fake"))) == WHOLE
    assert vendor.counts["openai"] == 1 + len(waits)
    assert clock.slept == waits


async def test_attempts_are_bounded(route: Callable[..., Router], vendor: Vendor) -> None:
    with pytest.raises(ProviderUnreachableError):
        await run(route("fake!500"))
    assert vendor.counts["openai"] == 3
    with pytest.raises(ProviderUnreachableError):
        await route("fake!500").complete(asking())
    assert vendor.counts["openai"] == 6


async def test_the_next_writes_when_the_first_does_not(
    route: Callable[..., Router], vendor: Vendor
) -> None:
    text, end = await route("fake!500", "fake").complete(asking())
    assert (text, end.provider) == (WHOLE, "anthropic:fake")
    assert vendor.counts == {"openai": 3, "anthropic": 1}


async def test_what_is_configured_wrongly_is_not_called_again(
    route: Callable[..., Router], vendor: Vendor
) -> None:
    items = await run(route("missing", "fake"))
    assert folded(items) == WHOLE
    assert vendor.counts == {"openai": 1, "anthropic": 1}


async def test_a_429_is_a_cooldown(
    route: Callable[..., Router], vendor: Vendor, clock: Clock
) -> None:
    router = route("fake", "fake")
    vendor.plan("429@10")
    await run(router)
    await run(router)
    assert vendor.counts == {"openai": 1, "anthropic": 2}, "passed over while another is free"
    clock.now += 11
    await run(router)
    assert vendor.counts == {"openai": 2, "anthropic": 2}
    assert clock.slept == []


async def test_a_wait_that_is_too_long_is_told(
    route: Callable[..., Router], vendor: Vendor, clock: Clock
) -> None:
    router = route("fake")
    vendor.plan("429@60")
    with pytest.raises(ProviderRateLimitError) as first:
        await run(router)
    clock.now += 20
    with pytest.raises(ProviderRateLimitError) as second:
        await run(router)
    assert (first.value.retry_after, second.value.retry_after) == (60, 40)
    assert vendor.counts["openai"] == 1
    assert clock.slept == []


async def test_a_break_in_the_middle_begins_anew_at_the_next(
    route: Callable[..., Router], vendor: Vendor
) -> None:
    items = await run(route("fake!cut@9!pace@300", "fake"))
    restarts = [item for item in items if isinstance(item, Restart)]
    assert [restart.provider for restart in restarts] == ["openai:fake!cut@9!pace@300"]
    assert "broke off" in restarts[0].reason
    assert folded(items) == WHOLE
    assert vendor.counts == {"openai": 1, "anthropic": 1}


async def test_a_break_at_the_only_one_begins_anew_once(
    route: Callable[..., Router], vendor: Vendor
) -> None:
    router = route("fake")
    vendor.plan("cut@9", "ok")
    items = await run(router)
    assert [type(item) for item in items if not isinstance(item, Text)] == [Restart, Finish]
    assert folded(items) == WHOLE
    vendor.plan("cut@9", "cut@12", "ok")
    with pytest.raises(ProviderStreamError):
        await run(router)
    assert vendor.counts["openai"] == 4


async def test_what_was_counted_of_a_broken_attempt_is_told(make: Make) -> None:
    router = Router([make("anthropic", "fake!cut@9!pace@300"), make()])
    restart = next(item for item in await run(router) if isinstance(item, Restart))
    assert restart.usage.input_tokens


async def test_when_all_fail_each_is_named(route: Callable[..., Router]) -> None:
    with pytest.raises(ProviderConfigError) as caught:
        await run(route("missing", "fake!401"))
    assert "'openai:missing'" in caught.value.detail
    assert "'anthropic:fake!401'" in caught.value.detail
    assert KEY not in caught.value.detail
    with pytest.raises(ProviderUnreachableError):
        await run(route("missing", "fake!500"))
    with pytest.raises(ProviderRateLimitError) as limited:
        await run(route("missing", "fake!429@30"))
    assert limited.value.retry_after == 30


async def test_retries_have_a_budget(route: Callable[..., Router], vendor: Vendor) -> None:
    router = route("fake!500", breaker=BreakerPolicy(minimum=10_000))
    for _ in range(100):
        with pytest.raises(ProviderUnreachableError):
            await run(router)
    # 100 first calls, 10 retries in reserve, and one for each ten calls.
    assert 115 <= vendor.counts["openai"] <= 121


async def test_an_old_request_is_not_called_again(
    route: Callable[..., Router], vendor: Vendor, clock: Clock
) -> None:
    router = route("fake!500", patience=Patience(elapsed=0.3))
    with pytest.raises(ProviderUnreachableError):
        await run(router)
    assert vendor.counts["openai"] == 3
    router = route("fake!500", patience=Patience(elapsed=0.2))
    with pytest.raises(ProviderUnreachableError):
        await run(router)
    assert vendor.counts["openai"] == 5


async def test_who_cannot_do_it_does_not_stand_in(make: Make, vendor: Vendor) -> None:
    going_on = ModelRequest((Message("user", "U"), Message("assistant", "A")), max_tokens=9)
    first = make("openai", "fake!404", capabilities=Capabilities(continues=True))
    others = [
        make("anthropic", capabilities=capabilities)
        for capabilities in (
            Capabilities(structured=False, continues=False),
            Capabilities(drafting=Drafting.SMALL, continues=True),
        )
    ]
    router = Router([first, *others])
    for request in (going_on, asking(schema={"type": "object"})):
        with pytest.raises(ProviderError):
            await router.complete(request)
    assert vendor.counts == {"openai": 2}


async def test_stopping_frees_the_vendor(route: Callable[..., Router], vendor: Vendor) -> None:
    stream = route("fake!pace@50!tokens@5000").stream(asking(max_tokens=9000))
    await anext(stream)
    await stream.aclose()
    async with asyncio.timeout(5):
        while vendor.open:  # noqa: ASYNC110 - another side's state has no event
            await asyncio.sleep(0.01)
    assert vendor.counts["openai"] == 1
