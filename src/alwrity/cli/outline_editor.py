"""Showing an outline, and letting a person confirm or change it.

Reads the terminal without blocking the loop: the server may be running in it.
"""

import asyncio
import os
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import click

from alwrity.errors import InvalidInputError

Outline = dict[str, Any]

_QUESTION: Final = "[Enter] write it · e edit it · s stop: "
_DEFAULT_WORDS: Final = 120
_INTRODUCTION: Final = "(introduction)"


async def confirmed(outline: Outline) -> Outline | None:
    """The outline as the person wants it, or None when they want no piece."""
    while True:
        click.echo(f"\n{as_markdown(outline)}\n", err=True)
        click.echo(_QUESTION, nl=False, err=True)
        match (await _line()).strip().lower():
            case "" | "y" | "yes":
                return outline
            case "s" | "q" | "n" | "no" | "stop":
                return None
            case "e" | "edit":
                outline = await _edited(outline)
            case _:
                continue


def as_markdown(outline: Outline) -> str:
    """An outline as a person edits it: the headings, below each its points."""
    lines = [f"# {outline['title']}"]
    for section in outline["sections"]:
        heading = section["heading"] or _INTRODUCTION
        lines += ["", f"## {heading}", *(f"- {point}" for point in section["points"])]
    return "\n".join(lines)


def from_markdown(text: str, before: Outline) -> Outline:
    """What `as_markdown` gave, after a person changed it; lengths stay with their headings.

    Raises:
        InvalidInputError: When no heading is left.
    """
    words = {section["heading"]: section["words"] for section in before["sections"]}
    usual = sum(words.values()) // len(words) if words else _DEFAULT_WORDS
    title: str = before["title"]
    sections: list[dict[str, Any]] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("##"):
            heading = line.lstrip("#").strip()
            heading = "" if heading == _INTRODUCTION else heading
            sections.append(
                {"heading": heading, "points": [], "words": words.get(heading, usual)}
            )  # fmt: skip
        elif line.startswith("#"):
            title = line.lstrip("#").strip() or title
        elif line and sections:
            sections[-1]["points"].append(line.removeprefix("-").strip())
    if not sections:
        raise InvalidInputError(
            "The outline has no section any more; keep at least one line that begins with '## '."
        )
    return {"title": title, "sections": sections}


async def _edited(outline: Outline) -> Outline:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outline.md"
        path.write_text(as_markdown(outline) + "\n", "utf-8")
        try:
            process = await asyncio.create_subprocess_exec(*shlex.split(editor), str(path))
        except OSError as error:
            raise InvalidInputError(
                f"The editor {editor!r} cannot be started ({error.strerror}); set EDITOR."
            ) from None
        await process.wait()
        try:
            return from_markdown(path.read_text("utf-8"), outline)
        except InvalidInputError as error:
            click.echo(error.detail, err=True)
            return outline


async def _line() -> str:
    """What the person types, up to Enter; the end of the input counts as "stop"."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(sys.stdin.fileno())
    return sys.stdin.readline() or "stop"
