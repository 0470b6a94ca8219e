"""The guide's query, over a range that the index on the time of creation serves.

The day is computed of rows that the range has chosen already: a predicate on the computed day
would read every piece.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, cast, func, select

from alwrity.database import ReadSession
from alwrity.models.content import Content


class Day(NamedTuple):
    """One row of the answer."""

    date: date
    pieces: int
    mean_quality: float | None


async def daily(
    session: ReadSession, workspace_id: UUID, begin: datetime, end: datetime, limit: int
) -> list[Day]:
    """Pieces and mean quality per UTC day, newest first; days without pieces are left out.

    Args:
        begin: The first moment, included.
        end: The first moment after the range.
        limit: Most days.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    rows = await session.execute(statement(workspace_id, begin, end, limit, sqlite=sqlite))
    return [
        Day(_date(day), pieces, None if mean is None else round(float(mean), 2))
        for day, pieces, mean in rows
    ]


def statement(
    workspace_id: UUID, begin: datetime, end: datetime, limit: int, *, sqlite: bool
) -> Select[Any]:
    """The statement of `daily`."""
    day = _sqlite_day() if sqlite else _postgresql_day()
    return (
        select(day.label("day"), func.count(), func.avg(Content.quality_score))
        .where(
            Content.workspace_id == workspace_id,
            Content.created_at >= begin,
            Content.created_at < end,
            Content.deleted_at.is_(None),
        )
        .group_by("day")
        .order_by(day.desc())
        .limit(limit)
    )


def _sqlite_day() -> ColumnElement[Any]:
    return func.date(Content.created_at)  # times are kept in UTC there


def _postgresql_day() -> ColumnElement[Any]:
    # The session's own time zone must not move a piece to another day.
    return cast(func.timezone("UTC", Content.created_at), Date)


def _date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
