"""`alwrity import`: Markdown files into the library, each with its own outcome."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import orjson

from alwrity.cli import aio
from alwrity.cli.brief import read_text
from alwrity.cli.client import Client
from alwrity.cli.connection import connected
from alwrity.cli.exits import INPUT
from alwrity.cli.status_line import StatusLine
from alwrity.errors import InvalidInputError, NotFoundError

_ENDINGS = {".md", ".markdown"}
_BATCH_FILES = 50
_BATCH_CHARACTERS = 1_000_000

Outcome = dict[str, Any]


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def import_pieces(paths: tuple[str, ...], as_json: bool) -> None:
    r"""Take Markdown files, or folders of them, into the library.

    Front matter (title, tags, language, keyphrase, description, slug) is kept. A file that cannot
    be taken stops none of the others; the exit code is 3 if there was one.

    \b
    Examples:
      alwrity import post.md
      alwrity import ~/blog/content
      alwrity import drafts --json | jq -r 'select(.error) | .file'
    """
    files = find(paths)
    failed = aio.run(_import(files, as_json=as_json))
    taken = len(files) - failed
    click.echo(f"{taken} of {len(files)} files taken in.", err=True)
    if failed:
        raise click.exceptions.Exit(INPUT)


def find(paths: Sequence[str]) -> list[Path]:
    """The Markdown files named, and those in the folders named, in order and once each.

    Raises:
        NotFoundError: When a path is not there, or a folder holds none.
    """
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise NotFoundError(f"There is no file or folder {name!r}.")
        inside = [path]
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _ENDINGS)
            if not inside:
                raise NotFoundError(f"The folder {name!r} holds no .md file.")
        found.update(dict.fromkeys(inside))
    return list(found)


async def _import(files: Sequence[Path], *, as_json: bool) -> int:
    failed = done = 0
    with StatusLine(sys.stderr, shared=sys.stdout.isatty()) as status:
        status.show(f"0 of {len(files)} files")
        async with connected() as client:
            for batch in _batches(files):
                for path, outcome in zip(batch, await _send(client, batch), strict=True):
                    failed += outcome["error"] is not None
                    done += 1
                    _tell(path, outcome, as_json=as_json)
                status.show(f"{done} of {len(files)} files")
    return failed


def _batches(files: Sequence[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for path in files:
        length = path.stat().st_size if path.exists() else 0
        if batch and (len(batch) == _BATCH_FILES or size + length > _BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += length
    if batch:
        yield batch


async def _send(client: Client, batch: Sequence[Path]) -> list[Outcome]:
    """The outcomes in the order of the files; those that are no text do not travel."""
    outcomes: dict[Path, Outcome] = {}
    texts: dict[Path, str] = {}
    for path in batch:
        try:
            texts[path] = read_text(str(path))
        except (InvalidInputError, NotFoundError) as error:
            outcomes[path] = _refused(error)
    if texts:
        given = [{"filename": path.name, "text": text} for path, text in texts.items()]
        try:
            answers = await client.post("/api/content/import", given)
        except InvalidInputError as error:
            answers = [_refused(error)] * len(texts)
        outcomes.update(zip(texts, answers, strict=True))
    return [outcomes[path] for path in batch]


def _refused(error: InvalidInputError | NotFoundError) -> Outcome:
    return {"content_id": None, "error": error.detail}


def _tell(path: Path, outcome: Outcome, *, as_json: bool) -> None:
    error, content_id = outcome["error"], outcome["content_id"]
    if as_json:
        line = {"file": str(path), "content_id": content_id, "error": error}
        click.echo(orjson.dumps(line).decode())
    elif error is None:
        click.echo(f"{click.style('✓', fg='green')} {path} → {content_id}")
    else:
        click.echo(f"{click.style('✗', fg='red')} {path}: {error}")
