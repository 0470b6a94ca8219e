import heapq
import random

import pytest

from alwrity.scaling.limits import AimdLimit, ConcurrencyLimit, FixedLimit, GradientLimit


def play(limit: ConcurrencyLimit, slots: int, *, rounds: int, noise: float = 0.0) -> list[int]:
    """Calls of one second at a vendor that has `slots` and makes the rest wait in a queue.

    There are always more callers than the limit lets through. Gives the limit after each call.
    """
    draw, seen = random.Random(7), list[int]()
    free, under_way = [0.0] * slots, 0
    events: list[tuple[float, str, float]] = []  # when, what, seconds to the first token
    now = 0.0
    while len(seen) < rounds:
        while under_way < limit.value:
            under_way += 1
            begins = max(now, heapq.heappop(free))
            heapq.heappush(free, begins + 1)
            first = begins - now + 0.1 * (1 + draw.uniform(-noise, noise))
            heapq.heappush(events, (now + first, "answers", first))
            heapq.heappush(events, (begins + 1, "ends", 0))
        now, what, first = heapq.heappop(events)
        if what == "ends":
            under_way -= 1
        else:
            limit.observe(first, under_way)
            seen.append(limit.value)
    return seen


@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize(("start", "slots"), [(64, 8), (64, 2), (4, 32), (16, 16)])
def test_the_gradient_finds_the_vendors_slots(start: int, slots: int, noise: float) -> None:
    seen = play(GradientLimit(start, most=64), slots, rounds=3000, noise=noise)[-500:]
    used = sum(min(limit, slots) for limit in seen) / len(seen) / slots
    assert used >= 0.9, "the vendor must not idle"
    assert sum(seen) / len(seen) <= slots * 2 + 4, "nor must calls queue there instead of here"


def test_who_does_not_use_the_limit_does_not_raise_it() -> None:
    limit = GradientLimit(20, most=1000)
    for _ in range(200):
        limit.observe(0.1, in_flight=3)
    assert limit.value == 20


def test_a_vendor_that_becomes_slower_for_good_is_used_again() -> None:
    limit = GradientLimit(32, most=32)
    for _ in range(100):
        limit.observe(0.1, in_flight=32)
    assert limit.value == 32
    lowest = 32
    for _ in range(3000):
        limit.observe(0.5, in_flight=limit.value)
        lowest = min(lowest, limit.value)
    assert lowest < 12
    assert limit.value == 32


def test_a_refusal_lowers_the_gradient_at_once() -> None:
    limit = GradientLimit(10)
    limit.overloaded()
    assert limit.value == 9
    for _ in range(100):
        limit.overloaded()
    assert limit.value == 1


def test_aimd_saws_below_what_the_vendor_bears() -> None:
    limit = AimdLimit(4, most=64, slow_seconds=0.5)
    seen = play(limit, 16, rounds=3000, noise=0.9)[-1000:]
    assert 8 <= min(seen) <= max(seen) <= 40
    many = AimdLimit(16)
    for _ in range(16):
        many.overloaded()
    assert many.value == 12, "one moment's refusals count once"


def test_what_is_fixed_stays() -> None:
    limit = FixedLimit(2)
    limit.observe(99, 2)
    limit.overloaded()
    assert limit.value == 2
