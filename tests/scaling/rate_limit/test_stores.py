"""One suite for both sides of the exact store."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scaling.rate_limit.conftest import Clock

from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import Limit, Policy, RateLimitStore

RUNS = count()
TEN = Policy.parse("10/minute")


async def test_ten_pass_and_the_eleventh_is_told_when_to_return(
    store: RateLimitStore, clock: Clock
) -> None:
    for number in range(10):
        decision = await store.hit("a", TEN)
        assert decision.allowed
        assert decision.remaining == 9 - number
        clock.time += 1

    refused = await store.hit("a", TEN)

    assert not refused.allowed
    assert refused.headers["Retry-After"] == "50"
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert refused.headers["RateLimit-Policy"] == "10;w=60"
    assert (await store.hit("b", TEN)).allowed
    clock.time += 49.9
    assert not (await store.hit("a", TEN)).allowed
    clock.time += 0.1
    assert (await store.hit("a", TEN)).allowed
    assert not (await store.hit("a", TEN)).allowed


async def test_a_refused_request_costs_nothing(store: RateLimitStore, clock: Clock) -> None:
    two = Policy.parse("2/minute")
    assert (await store.hit("a", two, 2)).allowed
    for _ in range(5):
        assert not (await store.hit("a", two)).allowed
    clock.time += 60
    assert (await store.hit("a", two, 2)).allowed


async def test_all_windows_must_have_room(store: RateLimitStore, clock: Clock) -> None:
    both = Policy.parse("2/minute; 3/hour")
    assert [(await store.hit("a", both)).allowed for _ in range(3)] == [True, True, False]
    clock.time += 60
    last = await store.hit("a", both)
    assert last.allowed
    assert last.limit == Limit(3, 3600)
    assert last.remaining == 0
    refused = await store.hit("a", both)
    assert not refused.allowed
    assert refused.limit == Limit(3, 3600)
    assert refused.retry_after == pytest.approx(3540)


async def test_a_cost_that_can_never_fit_waits_for_a_window(store: RateLimitStore) -> None:
    refused = await store.hit("a", TEN, 11)
    assert not refused.allowed
    assert refused.retry_after == 60
    assert refused.remaining == 10


async def test_unlimited_is_no_limit(store: RateLimitStore) -> None:
    decision = await store.hit("a", Policy.parse("unlimited"), 10**6)
    assert decision.allowed
    assert decision.headers == {}


@pytest.mark.parametrize("phase", [0.0, 29.7, 59.999])
async def test_a_burst_at_any_phase_admits_exactly_the_limit(
    make_store: Callable[[], RateLimitStore], clock: Clock, phase: float
) -> None:
    clock.time += phase
    policy = Policy.parse("100/minute")
    stores = [make_store() for _ in range(4)]
    decisions = await asyncio.gather(*(stores[n % 4].hit("a", policy) for n in range(1000)))
    assert sum(decision.allowed for decision in decisions) == 100
    assert {ceil(d.retry_after) for d in decisions if not d.allowed} == {60}


async def test_a_long_log_is_rounded_but_never_short(store: RateLimitStore, clock: Clock) -> None:
    day = Policy.parse("5000/day")
    for _ in range(50):
        assert (await store.hit("a", day, 100)).allowed
        clock.time += 10
    assert not (await store.hit("a", day)).allowed
    clock.time += 86400 - 500
    assert not (await store.hit("a", day)).allowed  # rounded up by at most 86.4 s
    clock.time += 86.4
    assert (await store.hit("a", day)).allowed


async def test_forgotten_subjects_bound_the_memory() -> None:
    store = MemoryRateLimitStore(subjects=3)
    for name in "abcdef":
        await store.hit(name, TEN)
    assert len(store) == 3


class Model:
    """What a sliding window is, written out."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.passed: dict[str, list[tuple[float, int]]] = defaultdict(list)

    def hit(self, key: str, now: float, cost: int) -> bool:
        fits = all(
            sum(c for at, c in self.passed[key] if at > now - window) + cost <= amount
            for amount, window in self.policy.limits
        )
        if fits:
            self.passed[key].append((now, cost))
        return fits


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(1, 3)), max_size=50
    ),
    first=st.integers(1, 5),
    second=st.integers(3, 9),
)
async def test_both_sides_decide_as_the_model_does(
    make_store: Callable[[], RateLimitStore],
    clock: Clock,
    steps: list[tuple[str, int, int]],
    first: int,
    second: int,
) -> None:
    run = next(RUNS)
    policy = Policy((Limit(first, 60), Limit(second, 300)))
    model = Model(policy)
    stores = [make_store(), make_store()]
    for number, (key, pause, cost) in enumerate(steps):
        clock.time += pause
        decision = await stores[number % 2].hit(f"{run}{key}", policy, cost)
        assert decision.allowed == model.hit(key, clock.time, cost)
        if not decision.allowed and cost <= min(first, second):
            # What it was told is true: not a second earlier, but then.
            waited = model_wait(model, key, clock.time, cost)
            assert decision.retry_after == pytest.approx(waited, abs=1e-3)


def model_wait(model: Model, key: str, now: float, cost: int) -> float:
    moments = sorted(
        at + window - now for at, _ in model.passed[key] for _, window in model.policy.limits
    )
    for wait in moments:
        if wait > 0 and all(
            sum(c for at, c in model.passed[key] if at > now + wait - window) + cost <= amount
            for amount, window in model.policy.limits
        ):
            return wait
    raise AssertionError("never fits")
