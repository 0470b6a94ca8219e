"""Which range is asked for, and the answer over it."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from alwrity.database import ReadSession
from alwrity.errors import InvalidInputError
from alwrity.features.analytics import movement as moving
from alwrity.features.analytics import repository
from alwrity.features.analytics.schemas import DailyFigures, DayFigures, Movement, RangeFigures
from alwrity.models.base import now

USUAL_DAYS = 30
MOST_DAYS = 366
_FIRST, _LAST = date(1970, 1, 1), date(2999, 12, 31)


async def daily(
    session: ReadSession, workspace_id: UUID, first: date | None, last: date | None, limit: int
) -> DailyFigures:
    """Figures per UTC day.

    Args:
        first: First day; `USUAL_DAYS` before the last when left out.
        last: Last day, included; today when left out.
        limit: Most days, newest first.

    Raises:
        InvalidInputError: When the range is empty or too long.
    """
    first, last = _range(first, last)
    rows = await repository.daily(
        session, workspace_id, _midnight(first), _midnight(last + timedelta(days=1)), limit
    )
    return DailyFigures(from_=first, to=last, days=[DayFigures(**row._asdict()) for row in rows])


async def movement(
    session: ReadSession, workspace_id: UUID, first: date | None, last: date | None
) -> Movement:
    """A range beside the one of the same length before it.

    Args:
        first: First day; `USUAL_DAYS` before the last when left out.
        last: Last day, included; today when left out.

    Raises:
        InvalidInputError: When the range is empty or too long, or nothing can be before it.
    """
    first, last = _range(first, last)
    length = last - first + timedelta(days=1)
    earlier = first - length
    if earlier < _FIRST:
        raise InvalidInputError(
            f"The range before {first.isoformat()!r} begins before {_FIRST}; choose a later one."
        )
    moments = (_midnight(earlier), _midnight(first), _midnight(last + timedelta(days=1)))
    authors = await repository.by_author(session, workspace_id, *moments)
    tags = await repository.by_tag(session, workspace_id, *moments)
    now_, before = moving.totals(authors)
    change = None
    if now_.mean is not None and before.mean is not None:
        change = now_.mean - before.mean
    return Movement(
        now=_figures(first, last, now_),
        before=_figures(earlier, first - timedelta(days=1), before),
        pieces_change=now_.pieces - before.pieces,
        mean_change=moving.rounded(change),
        authors=moving.shares(authors, now_, before),
        tags=moving.shares(tags, now_, before),
    )


def _figures(first: date, last: date, total: moving.Total) -> RangeFigures:
    return RangeFigures(
        from_=first,
        to=last,
        pieces=total.pieces,
        scored=total.scored,
        mean_quality=moving.rounded(total.mean),
    )


def _range(first: date | None, last: date | None) -> tuple[date, date]:
    for day in (first, last):
        if day is not None and not _FIRST <= day <= _LAST:
            raise InvalidInputError(
                f"The day {day.isoformat()!r} lies outside {_FIRST} to {_LAST}; choose one inside."
            )
    last = last or now().date()
    first = first or max(_FIRST, last - timedelta(days=USUAL_DAYS - 1))
    days = (last - first).days + 1
    if days < 1:
        raise InvalidInputError(
            f"The range begins on {first.isoformat()!r}, after its end {last.isoformat()!r}; "
            "exchange them."
        )
    if days > MOST_DAYS:
        raise InvalidInputError(
            f"The range holds {days!r} days; ask for {MOST_DAYS} or fewer at once."
        )
    return first, last


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
