"""Full-text search on both databases: words ANDed, the last one a prefix, phrases in quotes.

No text of a user is ever read as a query language: on SQLite every word is a quoted string, on
PostgreSQL every word goes through `phraseto_tsquery`, which has no operators.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    Text,
    cast,
    column,
    false,
    func,
    literal_column,
    select,
)
from sqlalchemy import table as sql_table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from alwrity.database import ReadSession
from alwrity.models.content import Content, search_key_of

_PIECES = re.compile(r'"([^"]*)"|([^\s"]+)')
_PART = re.compile(r"\w+")
# The marks of Markdown, which a reader of a snippet has no use for: inside a line, with the targets
# of links, and at the beginning of one.
_INLINE_MARKS = re.compile(r"\]\([^)\s]*\)?|[*`~\[\]]+|(?<!\w)_+|_+(?!\w)")
_BLOCK_MARKS = re.compile(r"(?:^|(?<=\s))(?:#{1,6}|[-+>|]|={3,})(?=\s|$)")
_SNIPPET_WORDS = 24
# A headline is made by parsing the text again; beyond this much of a body none is looked for.
_HEADLINE_CHARACTERS = 50_000
_TITLE_WEIGHT = 8.0

_fts = sql_table("content_fts", column("rowid"), column("content_fts"))
_vector = literal_column("content.search", TSVECTOR())
_simple: ColumnElement[Any] = literal_column("'simple'::regconfig")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody looks for.

    Attributes:
        phrases: Words, and phrases from quotes, that must all occur.
        prefix: The word that is still being typed; "" when the last thing was a phrase.
    """

    phrases: tuple[str, ...]
    prefix: str

    @classmethod
    def parse(cls, text: str) -> "Words | None":
        """Take a query apart; None when it is blank."""
        text = text.replace("\x00", " ")
        if not text.strip():
            return None
        found = [(m[1], m[2]) for m in _PIECES.finditer(text) if _has_word(m[0])]
        phrases = [phrase or word for phrase, word in found]
        prefix = phrases.pop() if found and found[-1][1] else ""
        return cls(tuple(phrases), prefix)

    @property
    def nothing(self) -> bool:
        """Whether it holds no word at all, such as "!?": such a query finds nothing."""
        return not self.phrases and not self.prefix


def matching(dialect: str, words: Words) -> ColumnElement[bool]:
    """The condition on `content`."""
    if words.nothing:
        return false()
    if dialect == "sqlite":
        return Content.search_key.in_(select(_fts.c.rowid).where(_fts_match(words)))
    found: ColumnElement[bool] = _vector.op("@@", is_comparison=True)(_tsquery(words))
    return found


def ranked(dialect: str, words: Words) -> Select[UUID, float]:
    """Ids of matching rows of `content` as `id` and how well they fit (more is better) as `score`.

    The caller adds filters, order and limit.
    """
    if dialect == "sqlite":
        weight = func.bm25(literal_column("content_fts"), _TITLE_WEIGHT, 1.0, type_=Float())
        return (
            select(Content.id, (-weight).label("score"))
            .join_from(_fts, Content, _fts.c.rowid == Content.search_key)
            .where(_fts_match(words))
        )
    score = func.ts_rank(_vector, _tsquery(words), type_=Float())
    return select(Content.id, score.label("score")).where(matching(dialect, words))


async def snippets(
    session: ReadSession, workspace_id: UUID, ids: Iterable[UUID], words: Words
) -> Mapping[UUID, str]:
    """For each piece some words around the hit, as plain text."""
    wanted = list(ids)
    if not wanted or words.nothing:
        return {}
    if session.get_bind().dialect.name == "sqlite":
        excerpt = func.snippet(literal_column("content_fts"), 1, "", "", "…", _SNIPPET_WORDS)
        statement = (
            select(Content.id, excerpt)
            .join_from(_fts, Content, _fts.c.rowid == Content.search_key)
            .where(_fts_match(words), _fts.c.rowid.in_([search_key_of(id_) for id_ in wanted]))
        )
    else:
        text = func.left(Content.body, _HEADLINE_CHARACTERS)
        options = f'StartSel="", StopSel="", MaxWords={_SNIPPET_WORDS}, MinWords=12'
        excerpt = func.ts_headline(_simple, text, _tsquery(words), options)
        statement = select(Content.id, excerpt).where(Content.id.in_(wanted))
    rows = await session.execute(statement.where(Content.workspace_id == workspace_id))
    return {row_id: plain(text) for row_id, text in rows}


def plain(snippet: str) -> str:
    """A snippet of Markdown as one line without marks."""
    return " ".join(_BLOCK_MARKS.sub("", _INLINE_MARKS.sub("", snippet)).split())


def _has_word(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _fts_match(words: Words) -> ColumnElement[bool]:
    terms = [f'"{_unquoted(phrase)}"' for phrase in words.phrases]
    if words.prefix:
        terms.append(f'"{_unquoted(words.prefix)}" *')
    match: ColumnElement[bool] = _fts.c.content_fts.op("MATCH", is_comparison=True)(
        " AND ".join(terms)
    )
    return match


def _unquoted(phrase: str) -> str:
    # Quotes part words for the tokenizer, as a blank does.
    return phrase.replace('"', " ")


def _tsquery(words: Words) -> ColumnElement[Any]:
    query: ColumnElement[Any] | None = None
    for phrase in words.phrases:
        query = _both(query, func.phraseto_tsquery(_simple, phrase))
    if words.prefix:
        query = _both(query, _prefixed(words.prefix))
    assert query is not None  # noqa: S101 - callers ask `nothing` first
    return query


def _prefixed(word: str) -> ColumnElement[Any]:
    """The beginning of a word; of one like "follow-u" also of its parts, since both are stored."""
    whole = _starting(word)
    parts = _PART.findall(word)
    if parts == [word] or not parts:
        return whole
    split: ColumnElement[Any] | None = None
    for part in parts[:-1]:
        split = _both(split, func.phraseto_tsquery(_simple, part))
    return func.tsquery_or(whole, _both(split, _starting(parts[-1])), type_=TSQUERY())


def _starting(word: str) -> ColumnElement[Any]:
    # The text form of a query is PostgreSQL's own, quoted; a star behind it makes a prefix.
    text = func.nullif(cast(func.phraseto_tsquery(_simple, word), Text), "")
    return func.coalesce(cast(text + ":*", TSQUERY), cast("", TSQUERY), type_=TSQUERY())


def _both(one: ColumnElement[Any] | None, other: ColumnElement[Any]) -> ColumnElement[Any]:
    return other if one is None else func.tsquery_and(one, other, type_=TSQUERY())
