"""`alwrity seo`: what a text or a page could do better; needs no server and keeps nothing."""

from typing import Any

import click
import orjson
from rich.console import Console

from alwrity.cli import aio
from alwrity.cli.brief import is_address, read_text
from alwrity.features.content.importing import parse_markdown
from alwrity.features.seo import report
from alwrity.features.seo.analysis import Analysis
from alwrity.features.seo.engine import analyse
from alwrity.features.seo.page import analyse_page
from alwrity.features.seo.target import Target
from alwrity.fetch.client import fetch
from alwrity.fetch.policy import FetchPolicy
from alwrity.settings import Settings
from alwrity.text import validate_text


@click.command()
@click.argument("what", metavar="FILE|URL")
@click.option("--keyphrase", default="", help="What it should be found by.")
@click.option("--language", default="", help="ISO 639-1 code; found out when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole analysis as JSON.")
def seo(what: str, keyphrase: str, language: str, as_json: bool) -> None:
    r"""Find what a text or a page could do better.

    FILE is Markdown or plain text; its front matter (title, description, keyphrase) counts. A page
    behind a URL is read once; addresses inside your own network are refused.

    \b
    Examples:
      alwrity seo post.md
      alwrity seo post.md --keyphrase "food waste" --json | jq .seo_score
      alwrity seo https://example.com/
    """
    if is_address(what):
        analysis, data = aio.run(_page(what, keyphrase))
    else:
        analysis = _file(what, keyphrase, language)
        data = analysis.to_dict()
    if as_json:
        click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
    else:
        report.render(analysis, Console())


def _file(name: str, keyphrase: str, language: str) -> Analysis:
    text = validate_text(read_text(name), "text")
    told = parse_markdown(text, name)
    has_title = text.startswith("---")
    return analyse(
        text,
        Target(
            keyphrase=keyphrase or told.keyphrase,
            language=language or told.language,
            title=told.title if has_title else "",
            meta_description=told.meta_description,
            slug=told.slug,
        ),
    )


async def _page(url: str, keyphrase: str) -> tuple[Analysis, dict[str, Any]]:
    loopback = Settings.load().fetch.allow_loopback_sources
    page = await fetch(url, policy=FetchPolicy(allow_loopback=loopback, any_port=loopback))
    robots = page.headers.get("x-robots-tag", "")
    result = analyse_page(page.text, page.url, page.status, keyphrase, robots_header=robots)
    return result.analysis, result.to_dict()
