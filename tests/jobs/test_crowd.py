import pytest

from alwrity.jobs import crowd
from alwrity.jobs.crowd import Crowd


def test_nobody_is_let_in_before_somebody_counted() -> None:
    assert not Crowd().has_room(100)


def test_those_who_come_are_counted_up_to_half_of_the_bound() -> None:
    waiting = Crowd()
    waiting.counted(2)
    assert [waiting.has_room(8) for _ in range(4)] == [True, True, False, False]


def test_a_small_bound_is_always_counted() -> None:
    waiting = Crowd()
    waiting.counted(0)
    assert not waiting.has_room(1)


def test_an_old_count_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Crowd()
    waiting.counted(0)
    monkeypatch.setattr(crowd, "_GOOD_SECONDS", 0.0)
    assert not waiting.has_room(100)
