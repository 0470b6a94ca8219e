"""Pieces as files: taken away one at a time, brought in up to a hundred at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import DataError, IntegrityError

from alwrity.auth import Caller
from alwrity.database import WriteSession
from alwrity.errors import AlwrityError, InvalidInputError
from alwrity.features.content import pieces, tags
from alwrity.features.content.schemas import ImportedFile, NewPiece
from alwrity.jobs.queue import JobQueue

log = structlog.get_logger(__name__)


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
    make: dict[Format, Callable[[exporting.PieceExport], str | bytes]] = {
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
    parsed = [_parse_or_problem(file) for file in files]
    named = {tag for new in parsed if isinstance(new, NewPiece) for tag in new.tags}
    # All at once and in order: two imports that make the same tags would else wait in a ring.
    await tags.ensure(session, caller.workspace_id, named)
    outcomes = []
    for file, new in zip(files, parsed, strict=True):
        if isinstance(new, NewPiece):
            content_id, problem = await _create(session, jobs, caller, file.filename, new)
        else:
            content_id, problem = None, new
        outcomes.append({"filename": file.filename, "content_id": content_id, "error": problem})
    return outcomes


async def _create(
    session: WriteSession, jobs: JobQueue, caller: Caller, filename: str, new: NewPiece
) -> tuple[UUID | None, str | None]:
    try:
        async with session.begin_nested():
            return await pieces.create(session, jobs, caller, new, reason="import"), None
    except (DataError, IntegrityError) as error:
        log.warning("import_refused", filename=filename, cause=str(error.orig)[:300])
        return None, f"The database refused {filename!r}; look at its text and try again."


def _parse_or_problem(file: ImportedFile) -> NewPiece | str:
    try:
        return _parse(file)
    except AlwrityError as error:
        return error.detail


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
