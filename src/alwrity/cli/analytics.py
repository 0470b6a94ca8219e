"""`alwrity analytics`: pieces and mean quality per day."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import click
import orjson

from alwrity.cli import aio
from alwrity.cli.bars import bar
from alwrity.cli.connection import connected

_NUMBERS = 29  # columns of a line without its bar
_WIDEST_BAR = 60


@click.command()
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the days as JSON.")
def analytics(days: int, as_json: bool) -> None:
    r"""Show how many pieces were made each day, and their mean quality; newest first, days in UTC.

    \b
    Examples:
      alwrity analytics
      alwrity analytics --days 90 --json | jq '.days[0]'
    """
    report = aio.run(_read(days))
    if as_json:
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
    elif not report["days"]:
        click.echo(f"No pieces in the last {days} days; make one: alwrity write TOPIC")
    else:
        click.echo("\n".join(plot(report["days"], shutil.get_terminal_size().columns)))


def plot(days: Sequence[dict[str, Any]], columns: int) -> list[str]:
    """The lines: date, pieces, a bar for the pieces, mean quality."""
    width = min(_WIDEST_BAR, columns - _NUMBERS)
    most = max(day["pieces"] for day in days)
    lines = [click.style(f"{'day':<10}  {'pieces':>6}  {'':<{max(width, 0)}}  quality", dim=True)]
    for day in days:
        quality = "-" if day["mean_quality"] is None else f"{day['mean_quality']:.1f}"
        shown = bar(day["pieces"], most, width)
        lines.append(f"{day['date']}  {day['pieces']:>6}  {shown:<{max(width, 0)}}  {quality:>7}")
    return lines


async def _read(days: int) -> Any:
    today = datetime.now(UTC).date()
    query = {
        "from": (today - timedelta(days=days - 1)).isoformat(),
        "to": today.isoformat(),
        "limit": str(days),
    }
    async with connected() as client:
        return await client.get("/api/analytics/daily", query)
