"""Pieces as files: taken away one at a time, brought in up to a hundred at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.exc import DataError, IntegrityError

from alwrity.auth import Caller
from alwrity.database import WriteSession
from alwrity.errors import AlwrityError, InvalidInputError
from alwrity.features.content import pieces
from alwrity.features.content.schemas import ImportedFile, NewPiece
from alwrity.jobs.queue import JobQueue


class Format(StrEnum):
    """What a piece can be taken away as."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "txt"
    JSON = "json"


_MEDIA_TYPES = {
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
    Format.TEXT: "text/plain; charset=utf-8",
    Format.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away.

    Attributes:
        content: Its bytes.
        media_type: For `Content-Type`.
        disposition: For `Content-Disposition`, with its name.
    """

    content: bytes
    media_type: str
    disposition: str


def export(piece: dict[str, Any], form: Format) -> File:
    """Make a file of a `Piece`; takes milliseconds for a long one, so call it in a thread."""
    from alwrity.features.content import exporting, slugs  # noqa: PLC0415 - loads the renderer

    out = exporting.PieceExport(
        id=str(piece["id"]),
        author=piece["author"]["name"],
        tags=tuple(piece["tags"]),
        scores={"seo": piece["seo_score"], "quality": piece["quality_score"]},
        **{
            name: piece[name]
            for name in ("title", "body", "status", "language", "keyphrase", "meta_description",
                         "slug", "created_at", "updated_at")
        },
    )  # fmt: skip
    make = {
        Format.MARKDOWN: exporting.to_markdown,
        Format.HTML: exporting.to_html,
        Format.TEXT: exporting.to_text,
        Format.JSON: exporting.to_json,
    }
    made = make[form](out)
    content = made if isinstance(made, bytes) else made.encode()
    name = piece["slug"] or slugs.slugify(piece["title"], piece["language"])
    return File(content, _MEDIA_TYPES[form], _disposition(f"{name}.{form}"))


async def bring_in(
    session: WriteSession, jobs: JobQueue, caller: Caller, files: Sequence[ImportedFile]
) -> list[dict[str, Any]]:
    """Make a piece of each file that can be read; gives `ImportOutcome`s in the same order.

    Each file has a savepoint of its own, so that one that fails takes nothing with it.
    """
    outcomes = []
    for file in files:
        content_id: UUID | None = None
        problem: str | None = None
        try:
            async with session.begin_nested():
                content_id = await pieces.create(
                    session, jobs, caller, _parse(file), reason="import"
                )
        except AlwrityError as error:
            problem = error.detail
        except (DataError, IntegrityError):
            problem = f"The database refused {file.filename!r}; look at its text and try again."
        outcomes.append({"filename": file.filename, "content_id": content_id, "error": problem})
    return outcomes


def _parse(file: ImportedFile) -> NewPiece:
    from alwrity.features.content import importing  # noqa: PLC0415 - loads the YAML parser

    read = importing.parse_markdown(file.text, file.filename)
    try:
        return NewPiece(
            title=read.title,
            body=read.body,
            tags=list(read.tags),
            language=read.language or "en",
            keyphrase=read.keyphrase,
            meta_description=read.meta_description,
            # Other programs write whole paths.
            slug=read.slug.strip("/").rpartition("/")[2],
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidInputError(
            f"The {where} of {file.filename!r} cannot be taken: {first['msg']}; mend the file."
        ) from None


def _disposition(name: str) -> str:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
