"""`alwrity keys`: API keys for programs, straight on the database."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import click
import orjson

from alwrity.auth import Action, Caller
from alwrity.cli import aio
from alwrity.cli.boot import opened
from alwrity.database import Database
from alwrity.features.accounts import setup
from alwrity.features.accounts.schemas import KeyAnswer
from alwrity.settings import Settings

T = TypeVar("T")

_EMAIL = click.option("--email", help="Whose; the laptop's owner when left out.")


@click.group()
def keys() -> None:
    """Make, list and revoke API keys.

    A program shows its key as `Authorization: Bearer KEY`; the commands take it from
    ALWRITY_API_KEY.
    """


@keys.command()
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice([action.value for action in Action]),
    metavar="SCOPE", help="What it may do, repeatable, such as content:read; all when left out.",
)  # fmt: skip
@click.option("--days", type=click.IntRange(min=1), help="Days until it ends; never when left out.")
@_EMAIL
def create(name: str, scopes: tuple[str, ...], days: int | None, email: str | None) -> None:
    r"""Make a key and print it: this once, only its hash is kept.

    \b
    Examples:
      alwrity keys create laptop
      alwrity keys create website --scope content:read --days 90 --email ada@example.com
    """

    async def make(database: Database, caller: Caller) -> str:
        wanted = [Action(scope) for scope in scopes] or None
        key = await setup.create_key(
            database, caller, name=name, scopes=wanted, expires_in_days=days
        )
        return key.token

    click.echo(_as_member(email, make))
    click.echo("Keep it now: it is not shown again.", err=True)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_EMAIL
def list_keys(as_json: bool, email: str | None) -> None:
    """List the keys that work."""
    found: list[KeyAnswer] = _as_member(email, setup.list_keys)
    if as_json:
        data = [key.model_dump(mode="json", exclude={"etag"}) for key in found]
        click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
        return
    if not found:
        click.echo("There are none; make one: alwrity keys create NAME")
    for key in found:
        ends = f"ends {key.expires_at:%Y-%m-%d}" if key.expires_at else "never ends"
        used = f"used {key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never used"
        click.echo(f"{key.id}  {key.name}  ({used}, {ends})\n    {' '.join(key.scopes)}")


@keys.command()
@click.argument("key_id", type=click.UUID)
@_EMAIL
def revoke(key_id: UUID, email: str | None) -> None:
    """End a key; running servers notice within ten seconds."""

    async def end(database: Database, caller: Caller) -> None:
        await setup.revoke_key(database, caller, key_id)

    _as_member(email, end)
    click.echo("Revoked.")


def _as_member(email: str | None, work: Callable[[Database, Caller], Awaitable[T]]) -> T:
    async def run() -> T:
        async with opened(Settings.load()) as database:
            return await work(database, await setup.find_caller(database, email))

    return aio.run(run())
