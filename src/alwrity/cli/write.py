"""`alwrity write`: from a topic to a piece in the library, streamed into the terminal."""

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import orjson

from alwrity.cli import aio, demo
from alwrity.cli.brief import listed, read_sources, writable_file
from alwrity.cli.connection import connected
from alwrity.cli.exits import INTERRUPTED
from alwrity.cli.status_line import StatusLine
from alwrity.cli.writing import Outcome, Writing
from alwrity.errors import ProviderError

_TEMPLATES = ("blog_post", "how_to", "listicle", "product_description", "social_post")


@click.command()
@click.argument("topic")
@click.option("--audience", default="", help="Whom it is for.")
@click.option("--tone", default="", help="Such as friendly, plain or formal.")
@click.option("--language", default="en", show_default=True, help="ISO 639-1 code.")
@click.option("--template", type=click.Choice(_TEMPLATES), default="blog_post", show_default=True)
@click.option("--words", type=click.IntRange(50, 5000), default=600, show_default=True)
@click.option("--keyphrase", default="", help="What it should be found by.")
@click.option("--keywords", default="", help='Further search words: "a, b".')
@click.option("--points", default="", help='What it must say: "a; b; c".')
@click.option(
    "--source", "sources", multiple=True, metavar="FILE|URL", help="What it may cite. Repeatable."
)
@click.option("--voice", default="", help="How the author sounds.")
@click.option("--confirm-outline", is_flag=True, help="Show the outline, edit it, then write.")
@click.option("--out", metavar="FILE", help="Write the finished Markdown there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
def write(sources: tuple[str, ...], out: str | None, as_json: bool, **options: Any) -> None:
    r"""Write a piece about TOPIC and watch it stream in.

    Works with a running `alwrity serve` over the same data folder, with the server at ALWRITY_URL
    (and ALWRITY_API_KEY), or by itself. Ctrl-C stops the writing; what is written is kept in the
    library.

    \b
    Examples:
      alwrity write "How small bakeries can reduce food waste"
      alwrity write "How small bakeries can reduce food waste" \
        --points "track daily sales; bake smaller afternoon batches"
      alwrity write "Our new oven" --source notes.md --source https://example.com/oven \
        --template product_description --words 200 --out oven.md
      alwrity write "Ten ideas for Sunday" --template listicle --json | jq .seo_score
    """
    if options["confirm_outline"] and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("--confirm-outline asks a person; leave it out without a terminal.")
    brief = {
        **options,
        "keywords": listed(options["keywords"], ","),
        "points": listed(options["points"], ";"),
        "sources": read_sources(sources),
    }
    path = writable_file(out) if out else None
    watched = not as_json and (path is None or sys.stdout.isatty())
    outcome = aio.run(_write(brief, _print if watched else None))
    if watched and not outcome.text.endswith("\n"):
        click.echo()
    if path is not None:
        path.write_text(outcome.text, "utf-8")
    if as_json:
        data = dataclasses.asdict(outcome) | {"out": str(path) if path else None}
        click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
    _tell(outcome, path)
    if outcome.error is not None:
        raise ProviderError(outcome.error)
    if outcome.state == "stopped":
        raise click.exceptions.Exit(INTERRUPTED)


async def _write(brief: dict[str, Any], emit: Callable[[str], None] | None) -> Outcome:
    shared = emit is not None and sys.stdout.isatty()
    with StatusLine(sys.stderr, shared=shared) as status:
        status.show("starting")
        async with connected() as client:
            confirm = bool(brief["confirm_outline"])
            return await Writing(client, status, emit, confirm=confirm).run(brief)


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _tell(outcome: Outcome, path: Path | None) -> None:
    scores = [
        f"{name} {score}"
        for name, score in (("SEO", outcome.seo_score), ("quality", outcome.quality_score))
        if score is not None
    ]
    kept = f"kept in the library as {outcome.content_id}"
    lines = [
        click.style(outcome.title, bold=True),
        f"Scores of 100: {', '.join(scores)}" if scores else "",
        f"Stopped; what was written is {kept}." if outcome.state == "stopped" else f"It is {kept}.",
        "A section was cut off by the model's limit; it is marked." if outcome.cut_off else "",
        f"Written to {path}" if path is not None else "",
        demo.WRITTEN if outcome.demo else "",
    ]
    click.echo("\n" + "\n".join(filter(None, lines)), err=True)
