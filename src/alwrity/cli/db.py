"""`alwrity db`: the database's schema."""

import click

from alwrity import schema
from alwrity.cli import aio, boot
from alwrity.cli.exits import FOUND
from alwrity.database import Database
from alwrity.settings import Settings


@click.group()
def db() -> None:
    """Bring the database up to date, or check it.

    On a laptop `alwrity serve` upgrades by itself. With PostgreSQL and several processes, upgrade
    once before the new version starts.
    """


@db.command()
def upgrade() -> None:
    r"""Apply the migrations that are missing; safe to call twice, or from two machines.

    \b
    Example:
      DATABASE_URL=postgresql://me:secret@db/alwrity alwrity db upgrade
    """
    settings = Settings.load()
    boot.prepare_data_folder(settings)
    before, after = aio.run(_upgrade(settings))
    if before == after:
        click.echo(f"The database has schema {after} already.")
    else:
        click.echo(f"Upgraded the database from schema {before or 'none'} to {after}.")


@db.command()
def check() -> None:
    """Compare the database with what this version needs; exit code 1 if they differ."""
    settings = Settings.load()
    file = boot.sqlite_file(settings)
    if file is not None and not file.exists():
        click.echo(f"There is no database at {str(file)!r} yet; run: alwrity db upgrade")
        raise click.exceptions.Exit(FOUND)
    standing, differences = aio.run(_check(settings))
    click.echo(schema.sentence(standing))
    for difference in differences:
        click.echo(f"  differs: {difference}")
    if differences or standing is not schema.Standing.CURRENT:
        raise click.exceptions.Exit(FOUND)


async def _upgrade(settings: Settings) -> tuple[str | None, str]:
    database = Database(settings)
    try:
        with boot.explained(settings):
            return await schema.upgrade(database)
    finally:
        await database.close()


async def _check(settings: Settings) -> tuple[schema.Standing, list[str]]:
    database = Database(settings)
    try:
        with boot.explained(settings):
            standing = await schema.standing(database)
            # Of another version every table may differ, which says nothing.
            current = standing is schema.Standing.CURRENT
            return standing, await schema.check(database) if current else []
    finally:
        await database.close()
