"""`alwrity export`: one piece, or all of them, as files."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import click

from alwrity.cli import aio
from alwrity.cli.brief import writable_file
from alwrity.cli.client import Client
from alwrity.cli.connection import connected
from alwrity.cli.status_line import StatusLine
from alwrity.errors import InvalidInputError

_PAGE = "100"


@click.command()
@click.option("--id", "content_id", metavar="ID", help="Which piece.")
@click.option("--all", "everything", is_flag=True, help="All pieces, into the folder --out.")
@click.option(
    "--format", "form", type=click.Choice(["md", "html", "txt", "json"]), default="md",
    show_default=True,
)  # fmt: skip
@click.option("--out", metavar="DIR|FILE", help="Where to; one piece goes to the terminal without.")
def export(content_id: str | None, everything: bool, form: str, out: str | None) -> None:
    r"""Give pieces out as Markdown with front matter, HTML, plain text or JSON.

    \b
    Examples:
      alwrity export --id 0198c0de-0000-7000-8000-000000000000
      alwrity export --id 0198c0de-0000-7000-8000-000000000000 --format html --out post.html
      alwrity export --all --out backup
    """
    if everything == (content_id is not None):
        raise click.UsageError("Say which: --id ID for one piece, or --all.")
    if everything:
        if out is None:
            raise click.UsageError("--all needs the folder to write to: --out DIR.")
        aio.run(_all(form, _folder(out)))
    elif content_id is not None:
        folder = Path(out) if out is not None and Path(out).is_dir() else None
        file = writable_file(out) if out is not None and folder is None else None
        aio.run(_one(content_id, form, folder, file))


async def _one(content_id: str, form: str, folder: Path | None, file: Path | None) -> None:
    async with connected() as client:
        name, content = await _fetch(client, content_id, form)
    path = file or (folder / name if folder is not None else None)
    if path is None:
        click.echo(content, nl=False)
        return
    path.write_bytes(content)
    click.echo(f"Written to {path}", err=True)


async def _all(form: str, folder: Path) -> None:
    done = 0
    with StatusLine(sys.stderr, shared=False) as status:
        status.show("starting")
        async with connected() as client:
            async for content_id in _ids(client):
                name, content = await _fetch(client, content_id, form)
                (folder / name).write_bytes(content)
                done += 1
                status.show(f"{done} pieces")
    click.echo(f"{done} pieces written to {folder}", err=True)


async def _fetch(client: Client, content_id: str, form: str) -> tuple[str, bytes]:
    """A piece and a name of its own: pieces may share a title, and an export may be repeated."""
    if "/" in content_id or not content_id.strip():
        raise InvalidInputError(f"{content_id!r} is no piece's id; `alwrity write` tells it.")
    name, content = await client.download(f"/api/content/{content_id}/export", {"format": form})
    stem = Path(name).stem.replace("/", "-") or "piece"
    return f"{stem}-{content_id[-8:]}.{form}", content


async def _ids(client: Client) -> AsyncIterator[str]:
    query = {"limit": _PAGE, "sort": "created_at"}
    while True:
        page = await client.get("/api/content", query)
        for item in page["items"]:
            yield item["id"]
        if page["next_cursor"] is None:
            return
        query["cursor"] = page["next_cursor"]


def _folder(name: str) -> Path:
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInputError(
            f"The folder {name!r} cannot be made ({error.strerror}); name another."
        ) from None
    return folder
