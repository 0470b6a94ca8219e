"""The library's list: filters, sorts and keyset pages. It never counts rows.

A page begins after the (value, id) of the last row of the page before; equal values are told apart
by id, missing values come last in both directions. Rows that are inserted meanwhile move nothing.
Relevance is the exception in two ways: it ends at 1,000 hits, and on SQLite the weights of words
change with the library, so a page may repeat or miss a hit when pieces are added in between.
"""

import operator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    desc,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from alwrity.features.content import search, tags
from alwrity.features.content.cursors import Position, Value
from alwrity.features.content.repository import AnySelect, author_name
from alwrity.features.content.schemas import ListQuery, Sort
from alwrity.models.base import UtcDateTime
from alwrity.models.content import Content

MAX_RELEVANT = 1000


@dataclass(frozen=True, slots=True)
class _Order:
    """A column to sort by; `id` follows it in the same direction."""

    column: ColumnElement[Any] | InstrumentedAttribute[Any]
    descending: bool
    nullable: bool = False


_ORDERS: dict[Sort, _Order] = {
    Sort.NEWEST: _Order(Content.created_at, descending=True),
    Sort.OLDEST: _Order(Content.created_at, descending=False),
    Sort.CHANGED: _Order(Content.updated_at, descending=True),
    Sort.TITLE: _Order(func.lower(Content.title), descending=False),
    Sort.QUALITY: _Order(Content.quality_score, descending=True, nullable=True),
    Sort.QUALITY_ASCENDING: _Order(Content.quality_score, descending=False, nullable=True),
    Sort.SEO: _Order(Content.seo_score, descending=True, nullable=True),
}


def page_statement(
    query: ListQuery,
    words: search.Words | None,
    workspace_id: UUID,
    after: Position | None,
    dialect: str,
) -> AnySelect:
    """One page, and one row more to tell whether another follows.

    Args:
        query: The caller's filters, sort and limit.
        words: `query.q` taken apart.
        workspace_id: Whose pieces.
        after: Where the page before ended.
        dialect: "sqlite" or "postgresql".
    """
    conditions = _conditions(query, workspace_id)
    if query.sort is Sort.RELEVANCE and words is not None and not words.nothing:
        hits = _hits(words, conditions, dialect)
        order = _Order(hits.c.score, descending=True)
        statement = _columns(order).join(hits, hits.c.id == Content.id)
        conditions = [Content.workspace_id == workspace_id]
    else:
        order = _ORDERS.get(query.sort, _ORDERS[Sort.NEWEST])
        statement = _columns(order)
        if words is not None:
            conditions.append(search.matching(dialect, words))
    if after is not None:
        conditions.append(_beyond(order, after))
    return statement.where(*conditions).order_by(*_order_by(order)).limit(query.limit + 1)


def _columns(order: _Order) -> AnySelect:
    return select(
        Content.id,
        Content.title,
        Content.status,
        Content.author_id,
        author_name(Content).label("author_name"),
        tags.names_beside_content().label("tags"),
        Content.language,
        Content.word_count,
        Content.seo_score,
        Content.quality_score,
        Content.revision,
        Content.generation_id,
        Content.created_at,
        Content.updated_at,
        Content.deleted_at,
        order.column.label("sort_value"),
    ).select_from(Content)


def _conditions(query: ListQuery, workspace_id: UUID) -> list[ColumnElement[bool]]:
    binned = Content.deleted_at.is_not(None) if query.deleted else Content.deleted_at.is_(None)
    conditions = [Content.workspace_id == workspace_id, binned]
    conditions += [
        compare(column, value)
        for value, compare, column in (
            (query.author, operator.eq, Content.author_id),
            (query.seo_min, operator.ge, Content.seo_score),
            (query.seo_max, operator.le, Content.seo_score),
            (query.quality_min, operator.ge, Content.quality_score),
            (query.quality_max, operator.le, Content.quality_score),
            (query.created_from, operator.ge, Content.created_at),
            (query.created_to, operator.lt, Content.created_at),
        )
        if value is not None
    ]
    conditions += [tags.tagged(name) for name in sorted(set(query.tag))]
    if query.status:
        conditions.append(Content.status.in_(sorted(set(query.status))))
    return conditions


def _hits(words: search.Words, conditions: list[ColumnElement[bool]], dialect: str) -> Subquery:
    best = search.ranked(dialect, words).where(*conditions)
    return best.order_by(desc("score"), Content.id.desc()).limit(MAX_RELEVANT).subquery("hits")


def _order_by(order: _Order) -> list[ColumnElement[Any]]:
    value = order.column.desc() if order.descending else order.column.asc()
    row_id = Content.id.desc() if order.descending else Content.id.asc()
    # Only where nulls can be: the clause would keep PostgreSQL from using an index.
    return [value.nulls_last() if order.nullable else value, row_id]


def _beyond(order: _Order, after: Position) -> ColumnElement[bool]:
    value, row_id = after
    beyond_id = Content.id < row_id if order.descending else Content.id > row_id
    if value is None:
        return and_(order.column.is_(None), beyond_id)
    typed = literal(_typed(order.column, value), order.column.type)
    if not order.nullable:
        # A row comparison is what both planners can turn into a range of the index.
        here, there = tuple_(order.column, Content.id), tuple_(typed, literal(row_id))
        return here < there if order.descending else here > there
    beyond = order.column < typed if order.descending else order.column > typed
    return or_(beyond, and_(order.column == typed, beyond_id), order.column.is_(None))


def _typed(column: ColumnElement[Any] | InstrumentedAttribute[Any], value: Value) -> Any:
    if isinstance(column.type, UtcDateTime) and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value
