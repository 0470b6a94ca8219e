import asyncio
from collections.abc import Hashable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwrity.scaling.bulkhead import Bulkhead, Place, ShedError, Slot, on_behalf_of
from alwrity.scaling.limits import FixedLimit


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def wanting(bulkhead: Bulkhead, *parties: Hashable) -> "list[asyncio.Task[Slot]]":
    tasks = []
    for party in parties:
        tasks.append(asyncio.create_task(bulkhead.acquire(party)))
        await settle()
    return tasks


async def test_so_many_at_once_and_the_rest_in_order() -> None:
    bulkhead = Bulkhead("thing", FixedLimit(2), queue=10)
    tasks = await wanting(bulkhead, "a", "a", "a", "a")
    assert [task.done() for task in tasks] == [True, True, False, False]
    assert (bulkhead.in_flight, bulkhead.waiting, bulkhead.free) == (2, 2, 0)
    tasks[0].result().release()
    tasks[0].result().release()
    await settle()
    assert [task.done() for task in tasks] == [True, True, True, False]
    for task in tasks[1:3]:
        task.result().release()
    (await tasks[3]).release()
    assert (bulkhead.in_flight, bulkhead.waiting, bulkhead.free) == (0, 0, 2)


async def test_a_thousand_calls_of_one_at_most_double_anothers_wait() -> None:
    """Slots are held for a second each; the other party wants twenty."""

    async def last_of(others: int) -> float:
        clock, bulkhead = Clock(), Bulkhead("thing", FixedLimit(4), queue=2000)
        held: list[Slot] = []
        many = await wanting(bulkhead, *["many"] * others)
        few = await wanting(bulkhead, *["few"] * 20)
        while not all(task.done() for task in few):
            held = [t.result() for t in (*few, *many) if t.done()]
            clock.now += 1
            for slot in held:
                slot.release()
            await settle()
        for task in (*few, *many):
            task.cancel()
        await asyncio.gather(*few, *many, return_exceptions=True)
        return clock.now - 50 + 1

    alone = await last_of(0)
    assert alone == 5
    assert await last_of(1000) <= 2 * alone + 1, "and the one round that was under way"


async def test_positions_and_waits_are_told_fairly() -> None:
    clock = Clock()
    bulkhead = Bulkhead("thing", FixedLimit(2), queue=100, clock=clock)
    tasks = await wanting(bulkhead, "a", "a", "a", "a", "b")
    assert bulkhead.places() == {
        "a": [Place(1, None), Place(2, None)],
        "b": [Place(0, None)],
    }
    clock.now += 8
    tasks[0].result().release()
    await settle()
    assert tasks[4].done(), "who has nothing under way comes first"
    assert bulkhead.places() == {"a": [Place(0, 4.0), Place(1, 8.0)]}
    await end(tasks)


async def end(tasks: "list[asyncio.Task[Slot]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_above_the_bound_is_shed_with_a_time() -> None:
    clock, shed = Clock(), list[str]()
    bulkhead = Bulkhead("thing", FixedLimit(1), queue=2, clock=clock, listeners=[shed.append])
    tasks = await wanting(bulkhead, "a")
    clock.now += 10
    tasks[0].result().release()
    tasks += await wanting(bulkhead, "a", "a", "a")
    with pytest.raises(ShedError) as refused:
        await bulkhead.acquire("a")
    assert (refused.value.waiting, refused.value.retry_after) == (2, 15)
    assert shed == ["thing"]
    await end(tasks)


async def test_a_full_queue_has_room_for_who_has_less_in_it() -> None:
    bulkhead = Bulkhead("thing", FixedLimit(1), queue=3)
    tasks = await wanting(bulkhead, "many", "many", "many", "many", "few")
    with pytest.raises(ShedError):
        await tasks[3]
    assert bulkhead.waiting == 3
    tasks[0].result().release()
    await settle()
    assert tasks[4].done()
    await end(tasks)


async def test_who_would_wait_too_long_or_has_is_shed() -> None:
    clock = Clock()
    bulkhead = Bulkhead("thing", FixedLimit(1), queue=100, longest=3, clock=clock)
    tasks = await wanting(bulkhead, "a", "a")
    clock.now += 2
    tasks[0].result().release()
    await settle()
    tasks += await wanting(bulkhead, "a")
    with pytest.raises(ShedError):
        await bulkhead.acquire("a")  # the third of two seconds each
    assert bulkhead.waiting == 1
    clock.now += 4
    tasks[1].result().release()
    with pytest.raises(ShedError):
        await tasks[2]
    assert (bulkhead.in_flight, bulkhead.waiting) == (0, 0)


async def test_the_party_comes_from_the_context() -> None:
    bulkhead = Bulkhead("thing", FixedLimit(1), queue=3)
    with on_behalf_of("a"):
        slot = await bulkhead.acquire()
    assert slot.party == "a"
    slot.release()
    async with bulkhead.slot() as other:
        assert other.party is None
    assert bulkhead.in_flight == 0


async def test_a_higher_limit_lets_more_through_at_once() -> None:
    limit = FixedLimit(1)
    bulkhead = Bulkhead("thing", limit, queue=3)
    tasks = await wanting(bulkhead, "a", "a", "a")
    limit.value = 3
    bulkhead.observe(0.1)
    await settle()
    assert all(task.done() for task in tasks)


def mine(tasks: "list[asyncio.Task[Slot]]") -> "list[asyncio.Task[Slot]]":
    return [t for t in tasks if t.done() and not t.cancelled() and not t.exception()]


def do(bulkhead: Bulkhead, tasks: "list[asyncio.Task[Slot]]", step: str, number: int) -> None:
    live = [task for task in tasks if not task.done()]
    held = mine(tasks)
    if step == "want":
        tasks.append(asyncio.create_task(bulkhead.acquire(number % 3)))
    elif step == "release" and held:
        task = held[number % len(held)]
        tasks.remove(task)
        task.result().release()
    elif step == "cancel" and live:
        live[number % len(live)].cancel()  # perhaps in the moment in which it is granted
    elif step == "resize":
        bulkhead.limit = FixedLimit(1 + number % 4)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["want", "release", "cancel", "resize"]), st.integers(0, 9)),
        max_size=60,
    )
)
def test_no_slot_is_lost_or_given_twice(steps: list[tuple[str, int]]) -> None:
    async def play() -> None:
        bulkhead, tasks = Bulkhead("thing", FixedLimit(2), queue=6), list[asyncio.Task[Slot]]()
        for step, number in steps:
            do(bulkhead, tasks, step, number)
            if number % 2:
                await settle()
        await settle()
        held, waiting = mine(tasks), [task for task in tasks if not task.done()]
        assert bulkhead.in_flight == len(held)
        assert bulkhead.waiting == len(waiting) <= 6
        for task in held:
            task.result().release()
        await end(waiting)
        for task in mine(waiting):
            task.result().release()
        assert (bulkhead.in_flight, bulkhead.waiting) == (0, 0)

    asyncio.run(play())
