from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from alwrity.providers.retry import Backoff, RetryBudget, retry_after_seconds


def test_jitter_is_full_and_its_bound_doubles_up_to_the_cap() -> None:
    bounds = [Backoff(base=0.5, cap=3, draw=lambda low, high: high - low).wait(n) for n in range(5)]
    assert bounds == [0.5, 1.0, 2.0, 3.0, 3.0]
    assert len({Backoff().wait(3) for _ in range(20)}) > 1


def test_the_budget_is_a_tenth_beyond_its_reserve() -> None:
    budget, granted = RetryBudget(ratio=0.1, reserve=2), 0
    for _ in range(100):
        budget.deposit()
        granted += budget.withdraw()
    assert granted == 11
    assert not budget.withdraw()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "3"}, 3),
        ({"Retry-After": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "Retry-After": "9"}, 0.25),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00"}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(headers) == seconds


def test_a_date_is_counted_from_now() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    seconds = retry_after_seconds({"Retry-After": date})
    assert seconds is not None
    assert 50 < seconds <= 60
