from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from alwrity.jobs.fair import Turns, in_turn


def test_whoever_has_fewest_under_way_comes_next() -> None:
    turns = Turns()
    assert turns.share({"many": 1000}, {}, 4) == {"many": 4}
    assert turns.share({"many": 996, "few": 3}, {"many": 4}, 2) == {"few": 2}
    assert turns.share({"many": 996, "few": 9}, {"many": 2, "few": 2}, 4) == {"many": 2, "few": 2}


def test_with_one_slot_they_take_turns() -> None:
    turns, waiting, served = Turns(), {"many": 1000, "few": 5}, ""
    for _ in range(10):
        ((party, _),) = turns.share(waiting, {}, 1).items()
        waiting[party] -= 1
        waiting = {name: left for name, left in waiting.items() if left}
        served += party[0]
    assert served.count("f") == 5
    assert "mm" not in served


@given(
    st.dictionaries(st.integers(0, 5), st.integers(1, 20), min_size=1),
    st.dictionaries(st.integers(0, 5), st.integers(0, 20)),
    st.integers(0, 40),
)
def test_all_places_are_given_and_nobody_with_less_is_passed_over(
    waiting: dict[int, int], under_way: dict[int, int], count: int
) -> None:
    shares = Turns().share(waiting, under_way, count)
    assert sum(shares.values()) == min(count, sum(waiting.values()))
    for party, share in shares.items():
        assert 0 < share <= waiting[party]
        for other, wanted in waiting.items():
            if shares.get(other, 0) < wanted:
                mine = under_way.get(party, 0) + share
                assert mine <= under_way.get(other, 0) + shares.get(other, 0) + 1


def test_the_order_that_is_told_is_the_order_of_service() -> None:
    waiting = [("many", number) for number in range(5)] + [("few", 100), ("few", 101)]
    assert in_turn(waiting, {"many": 1}) == [100, 0, 101, 1, 2, 3, 4]
    assert in_turn(waiting, {}) == [0, 100, 1, 101, 2, 3, 4]
    assert in_turn([], Counter()) == []
