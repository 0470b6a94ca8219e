"""From the command line to the brief that the API takes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from alwrity.errors import InvalidInputError, NotFoundError

_MARKDOWN = {".md", ".markdown", ".mdown"}


def listed(value: str, separator: str) -> list[str]:
    """The parts of an option that takes several values; empty ones are left out."""
    return [part.strip() for part in value.split(separator) if part.strip()]


def read_sources(names: Sequence[str]) -> list[dict[str, Any]]:
    """Each file's text, each address as it is: the server reads it, through its guard.

    Raises:
        NotFoundError: When a file is not there.
        InvalidInputError: When it is no text.
    """
    return [_source(name) for name in names]


def is_address(name: str) -> bool:
    """Whether it is an address rather than a file."""
    return urlsplit(name).scheme in {"http", "https"}


def read_text(name: str) -> str:
    """A text file.

    Raises:
        NotFoundError: When it is not there.
        InvalidInputError: When it cannot be read as text.
    """
    try:
        return Path(name).read_text("utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(
            f"There is no file {name!r}; an address begins with http:// or https://."
        ) from None
    except UnicodeDecodeError:
        raise InvalidInputError(
            f"The file {name!r} is not text in UTF-8; save it as Markdown or plain text."
        ) from None
    except OSError as error:
        raise InvalidInputError(
            f"The file {name!r} cannot be read ({error.strerror}); name a readable text file."
        ) from None


def writable_file(name: str) -> Path:
    """Where a result goes, checked before the work is done.

    Raises:
        InvalidInputError: When nothing can be written there.
    """
    path = Path(name)
    if path.is_dir():
        raise InvalidInputError(f"{name!r} is a folder; name a file in it.")
    try:
        there = path.exists()
        with path.open("a", encoding="utf-8"):
            pass
        if not there:
            path.unlink()
    except OSError as error:
        raise InvalidInputError(
            f"The file {name!r} cannot be written ({error.strerror}); name another."
        ) from None
    return path


def _source(name: str) -> dict[str, Any]:
    if is_address(name):
        return {"kind": "url", "url": name}
    path = Path(name)
    kind = "markdown" if path.suffix.lower() in _MARKDOWN else "text"
    return {"kind": kind, "title": path.name, "text": read_text(name)}
