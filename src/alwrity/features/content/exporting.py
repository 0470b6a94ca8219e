"""From a piece to the files that people take away: Markdown, HTML, plain text, JSON. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

import orjson

from alwrity.features.content import front_matter
from alwrity.features.content.rendering import render_html, render_text

_STYLE = """\
body{max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;
  font:1.0625rem/1.65 Georgia,serif}
h1,h2,h3,h4{line-height:1.25;font-family:system-ui,sans-serif}
img{max-width:100%;height:auto}
pre{overflow:auto;padding:1rem;background:#f4f4f2}
code{font-size:.9em}
table{border-collapse:collapse}
th,td{border:1px solid #ccc;padding:.3rem .6rem}
blockquote{margin-left:0;padding-left:1rem;border-left:3px solid #ccc;color:#444}
.footnotes{margin-top:3rem;border-top:1px solid #ccc;font-size:.9em}"""

# Even if something got past the sanitiser, this page could not run or send anything.
_POLICY = "default-src 'none'; img-src https: http:; style-src 'unsafe-inline'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class PieceExport:
    """A piece as it leaves the house.

    Attributes:
        id: Its identifier.
        title: Its title, plain text.
        body: Markdown, LF only.
        author: The author's name.
        tags: Its tags.
        status: Its status, such as "draft".
        language: ISO 639-1.
        keyphrase: What it should be found by.
        meta_description: For search results.
        slug: The last part of its address.
        scores: Scores by name, 0-100.
        created_at: When it was made, with time zone.
        updated_at: When it was last changed, with time zone.
    """

    id: str
    title: str
    body: str
    author: str = ""
    tags: tuple[str, ...] = ()
    status: str = ""
    language: str = "en"
    keyphrase: str = ""
    meta_description: str = ""
    slug: str = ""
    scores: Mapping[str, float | None] = field(default_factory=dict)
    created_at: datetime | None = None
    updated_at: datetime | None = None


def to_markdown(piece: PieceExport) -> str:
    """Markdown with YAML front matter; `importing.parse_markdown` reads the same piece from it."""
    fields: dict[str, Any] = {
        "title": piece.title,
        "id": piece.id,
        "author": piece.author,
        "tags": list(piece.tags),
        "status": piece.status,
        "language": piece.language,
        "keyphrase": piece.keyphrase,
        "meta_description": piece.meta_description,
        "slug": piece.slug,
        "scores": {name: score for name, score in piece.scores.items() if score is not None},
        "created_at": piece.created_at.isoformat() if piece.created_at else "",
        "updated_at": piece.updated_at.isoformat() if piece.updated_at else "",
    }
    return front_matter.join({k: v for k, v in fields.items() if v or k == "title"}, piece.body)


def to_html(piece: PieceExport) -> str:
    """A whole page that stands alone and runs nothing; its only H1 is the title."""
    content = render_html(piece.body)
    heading = "" if "<h1>" in content else f"<h1>{escape(piece.title)}</h1>\n"
    description = (
        f'<meta name="description" content="{escape(piece.meta_description)}">\n'
        if piece.meta_description
        else ""
    )
    author = f'<meta name="author" content="{escape(piece.author)}">\n' if piece.author else ""
    return (
        f'<!doctype html>\n<html lang="{escape(piece.language or "en")}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(piece.title)}</title>\n{description}{author}"
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<article>\n"
        f"{heading}{content}</article>\n</body>\n</html>\n"
    )


def to_text(piece: PieceExport) -> str:
    """Title and text without Markdown's signs."""
    body = render_text(piece.body)
    first = body.partition("\n")[0]
    parts = [body] if first == piece.title else [piece.title, body]
    return "\n\n".join(part for part in parts if part) + "\n"


def to_json(piece: PieceExport) -> bytes:
    """All of it as JSON."""
    return orjson.dumps(piece, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
