import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import Limit


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("10/minute", Limit(10, 60)),
        ("1 per second", Limit(1, 1)),
        ("500/hours", Limit(500, 3600)),
        (" 3 / DAY ", Limit(3, 86400)),
    ],
)
def test_limits_are_read_from_words(words: str, limit: Limit) -> None:
    assert Limit.parse(words) == limit


@pytest.mark.parametrize("words", ["", "ten/minute", "10", "10/fortnight", "0/minute", "-1/second"])
def test_words_that_say_no_limit_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="write it like '10/minute'"):
        Limit.parse(words)


async def test_ten_pass_and_the_eleventh_is_told_when_to_return() -> None:
    time = 100.0
    store = MemoryRateLimitStore(clock=lambda: time)
    limit = Limit(10, 60)
    for number in range(10):
        decision = await store.hit("a", limit)
        assert decision.allowed
        assert decision.remaining == 9 - number
        time += 1

    refused = await store.hit("a", limit)

    assert not refused.allowed
    assert refused.headers["Retry-After"] == "50"
    assert refused.headers["RateLimit-Remaining"] == "0"
    assert refused.headers["RateLimit-Policy"] == "10;w=60"
    assert (await store.hit("b", limit)).allowed
    time += 50
    assert (await store.hit("a", limit)).allowed


async def test_a_refused_request_costs_nothing() -> None:
    time = 0.0
    store = MemoryRateLimitStore(clock=lambda: time)
    limit = Limit(2, 60)
    assert (await store.hit("a", limit, cost=2)).allowed
    for _ in range(5):
        assert not (await store.hit("a", limit)).allowed
    time = 60.0
    assert (await store.hit("a", limit, cost=2)).allowed


async def test_forgotten_subjects_bound_the_memory() -> None:
    store = MemoryRateLimitStore(subjects=3)
    for name in "abcdef":
        await store.hit(name, Limit(1, 60))
    assert len(store._logs) <= 3


@given(
    st.lists(st.tuples(st.floats(0, 30), st.integers(1, 3)), max_size=60),
    st.integers(1, 5),
)
async def test_no_window_ever_holds_more_than_the_limit(
    steps: list[tuple[float, int]], amount: int
) -> None:
    time = 0.0
    store = MemoryRateLimitStore(clock=lambda: time)
    passed: list[float] = []
    for pause, cost in steps:
        time += pause
        if (await store.hit("a", Limit(amount, 60), cost)).allowed:
            passed += [time] * cost
    for moment in passed:
        assert sum(moment <= other < moment + 60 for other in passed) <= amount
