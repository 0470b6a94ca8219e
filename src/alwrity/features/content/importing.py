"""From a Markdown file, of ours or of another program, to a piece: pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from alwrity.errors import InvalidInputError
from alwrity.features.content import front_matter

_MAX_TAGS = 50
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])", re.IGNORECASE)
_H1 = r"# +(?P<title>[^\n]*?\w[^\n]*?)(?: +#+)?[ \t]*"
_FIRST_H1 = re.compile(rf"\n*{_H1}(?:\n+|\Z)")
_ANY_H1 = re.compile(rf"^{_H1}$", re.MULTILINE)
_SYNTAX = re.compile(r"[\\`*_\[\]<>&~^$|]")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportedPiece:
    """What a file says of a piece; "" and () where it says nothing.

    Attributes:
        title: From the front matter, else the first H1, else the file's name.
        body: Markdown, LF only, without the H1 that became the title.
        author: A name as written; not an account.
        tags: Without repetitions.
        language: ISO 639-1.
        keyphrase: What it should be found by.
        meta_description: For search results.
        slug: The last part of its address.
    """

    title: str
    body: str
    author: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    keyphrase: str = ""
    meta_description: str = ""
    slug: str = ""


def parse_markdown(raw: bytes | str, filename: str) -> ImportedPiece:
    """Read a Markdown file, with or without front matter; unknown fields are left out.

    Raises:
        InvalidInputError: When it is not UTF-8, has NUL, or front matter that cannot be read.
    """
    text = _text(raw, filename)
    try:
        fields, body, lines = front_matter.split(text)
    except front_matter.FrontMatterError as error:
        raise InvalidInputError(
            f"The front matter of {filename!r} cannot be read: {error}; mend it, or take it out."
        ) from None
    if lines:
        body = body.removeprefix("\n")
    body = body.removesuffix("\n")
    title = _string(fields, "title")
    if not title:
        title, body = _title(body, filename)
    language = _LANGUAGE.match(_string(fields, "language", "lang"))
    return ImportedPiece(
        title=title,
        body=body,
        author=_string(fields, "author"),
        tags=_tags(fields.get("tags")),
        language=language[0].lower() if language else "",
        keyphrase=_string(fields, "keyphrase", "focus_keyphrase"),
        meta_description=_string(fields, "meta_description", "description"),
        slug=_string(fields, "slug"),
    )


def _text(raw: bytes | str, filename: str) -> str:
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"The file {filename!r} is not UTF-8 (byte {error.start}); save it as UTF-8."
        ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text or _SURROGATE.search(text):
        raise InvalidInputError(
            f"The file {filename!r} has characters that no text has; save it as plain UTF-8 text."
        )
    return text


def _string(fields: Mapping[str, Any], *names: str) -> str:
    """The first of the fields that is a string with something in it."""
    values = (fields.get(name) for name in names)
    return next((v.strip() for v in values if isinstance(v, str) and v.strip()), "")


def _tags(value: Any) -> tuple[str, ...]:
    """Tags from a list or from words with commas between them."""
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list):
        return ()
    clean = (word.strip() for word in words if isinstance(word, str))
    return tuple(dict.fromkeys(word for word in clean if word))[:_MAX_TAGS]


def _title(body: str, filename: str) -> tuple[str, str]:
    """A title for a file that names none, and the body without it."""
    first = _FIRST_H1.match(body)
    if first and not _SYNTAX.search(first["title"]):
        # Plain text: nothing is lost when the heading becomes the title.
        return first["title"].strip(), body[first.end() :]
    heading = _ANY_H1.search(_FENCED.sub("", body))
    if heading and (title := _SYNTAX.sub("", heading["title"]).strip()):
        return title, body
    stem = PurePosixPath(filename.replace("\\", "/")).stem
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return (words[:1].upper() + words[1:]) or "Untitled", body
