"""The guide's query, over a range that the index on the time of creation serves.

The day is computed of rows that the range has chosen already: a predicate on the computed day
would read every piece.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, func, select

from alwrity.database import ReadSession
from alwrity.models.accounts import Member, User
from alwrity.models.content import Content, ContentTag, Tag


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


class Tally(NamedTuple):
    """What one author, or one tag, has in a range and in the one before it.

    Attributes:
        quality: Sum of the scores of the pieces that have one.
    """

    id: UUID
    name: str
    pieces: int
    scored: int
    quality: int
    pieces_before: int
    scored_before: int
    quality_before: int


def _sums(middle: datetime) -> list[ColumnElement[Any]]:
    """Pieces, scored pieces and sum of scores since `middle`, then the same before it."""
    sums: list[ColumnElement[Any]] = []
    for part in (Content.created_at >= middle, Content.created_at < middle):
        scored = and_(part, Content.quality_score.is_not(None))
        sums += [
            func.sum(case((part, 1), else_=0)),
            func.sum(case((scored, 1), else_=0)),
            func.sum(case((scored, Content.quality_score), else_=0)),
        ]
    return sums


def _in_range(workspace_id: UUID, begin: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(
        Content.workspace_id == workspace_id,
        Content.created_at >= begin,
        Content.created_at < end,
        Content.deleted_at.is_(None),
    )


def authors_statement(
    workspace_id: UUID, begin: datetime, middle: datetime, end: datetime
) -> Select[Any]:
    """The statement of `by_author`."""
    sums = [column.label(f"sum{n}") for n, column in enumerate(_sums(middle))]
    tallied = (
        select(Content.author_id, *sums)
        .where(_in_range(workspace_id, begin, end))
        .group_by(Content.author_id)
        .subquery()
    )
    columns = [tallied.c[f"sum{n}"] for n in range(6)]
    return (
        select(Member.id, User.name, *columns)
        .join(tallied, tallied.c.author_id == Member.id)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == workspace_id)
        .order_by(Member.id)
    )


async def by_author(
    session: ReadSession, workspace_id: UUID, begin: datetime, middle: datetime, end: datetime
) -> list[Tally]:
    """A tally for each author of a piece made in the two ranges.

    Args:
        begin: The first moment of the earlier range.
        middle: The first moment of the later one.
        end: The first moment after it.
    """
    statement = authors_statement(workspace_id, begin, middle, end)
    return [_tally(*row) for row in await session.execute(statement)]


async def by_tag(
    session: ReadSession, workspace_id: UUID, begin: datetime, middle: datetime, end: datetime
) -> list[Tally]:
    """A tally for each tag of a piece made in the two ranges; a piece counts for all its tags."""
    # Grouped by an expression, which no index is in the order of: else SQLite would walk all tags
    # in that order, and look at every piece there ever was, instead of beginning with the range.
    tag_id = func.coalesce(ContentTag.tag_id, ContentTag.tag_id).label("tag_id")
    sums = [column.label(f"sum{n}") for n, column in enumerate(_sums(middle))]
    tallied = (
        select(tag_id, *sums)
        .select_from(Content)
        .join(
            ContentTag,
            and_(
                ContentTag.workspace_id == Content.workspace_id,
                ContentTag.content_id == Content.id,
            ),
        )
        .where(_in_range(workspace_id, begin, end))
        .group_by(tag_id)
        .subquery()
    )
    rows = await session.execute(
        select(Tag.id, Tag.name, *(tallied.c[f"sum{n}"] for n in range(6)))
        .join(tallied, tallied.c.tag_id == Tag.id)
        .where(Tag.workspace_id == workspace_id)
        .order_by(Tag.id)
    )
    return [_tally(*row) for row in rows]


def _tally(id_: UUID, name: str, *sums: int) -> Tally:
    return Tally(id_, name, *(int(value) for value in sums))
