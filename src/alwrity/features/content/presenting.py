"""Rows as the answers that `schemas` describes: plain dictionaries, encoded by orjson."""

from collections.abc import Mapping
from typing import Any

_PIECE = (
    "id", "title", "body", "status", "language", "keyphrase", "meta_description", "slug",
    "word_count", "revision", "seo_score", "quality_score", "dismissed", "brief_id",
    "generation_id", "created_at", "updated_at",
)  # fmt: skip
_ITEM = (
    "id", "title", "status", "language", "word_count", "revision", "seo_score", "quality_score",
    "generation_id", "created_at", "updated_at", "deleted_at",
)  # fmt: skip
_REVISION = ("number", "reason", "title", "created_at", "updated_at")
_ANALYSIS = ("revision", "seo_score", "quality_score", "engine_version", "created_at")

Row = Mapping[Any, Any]


def piece(row: Row) -> dict[str, Any]:
    """A `Piece`."""
    analysis = {name: row[f"analysis_{name}"] for name in _ANALYSIS}
    return {
        **{name: row[name] for name in _PIECE},
        "author": _author(row),
        "tags": sorted(row["tags"]),
        "analysis": analysis if analysis["created_at"] is not None else None,
    }


def item(row: Row, snippet: str | None) -> dict[str, Any]:
    """A `PieceItem`."""
    return {
        **{name: row[name] for name in _ITEM},
        "author": _author(row),
        "tags": sorted(row["tags"]),
        "snippet": snippet,
    }


def revision(row: Row) -> dict[str, Any]:
    """A `RevisionItem`, or a `WholeRevision` when the row has a body."""
    body = {"body": row["body"]} if "body" in row else {}
    return {**{name: row[name] for name in _REVISION}, "author": _author(row), **body}


def _author(row: Row) -> dict[str, Any]:
    return {"id": row["author_id"], "name": row["author_name"]}
