"""`alwrity accounts`: what an operator does on the machine itself, straight on the database."""

import click

from alwrity.cli import aio
from alwrity.cli.boot import opened
from alwrity.features.accounts import setup
from alwrity.settings import AuthMode, Settings

_PASSWORD = click.option(
    "--password",
    envvar="ALWRITY_PASSWORD",
    show_envvar=True,
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for when left out, so that it stays out of the shell's history.",
)


@click.group()
def accounts() -> None:
    """Begin an installation with login, or help somebody back in."""


@accounts.command("create-owner")
@click.option("--email", prompt=True)
@click.option("--name", prompt="Name")
@_PASSWORD
@click.option("--workspace", help="A new workspace of this name, instead of the laptop's.")
def create_owner(email: str, name: str, password: str, workspace: str | None) -> None:
    r"""Make the first owner; what was written without login becomes theirs.

    \b
    Examples:
      alwrity accounts create-owner
      alwrity accounts create-owner --email ada@example.com --name Ada
      ALWRITY_AUTH=password alwrity serve --host 0.0.0.0
    """
    settings = Settings.load()

    async def run() -> None:
        async with opened(settings) as database:
            await setup.create_owner(database, email, name, password, workspace)

    aio.run(run())
    click.echo(f"{email} is an owner.")
    if settings.accounts.auth is AuthMode.NONE:
        click.echo("Login is off; switch it on by: ALWRITY_AUTH=password alwrity serve", err=True)


@accounts.command("set-password")
@click.argument("email")
@_PASSWORD
def set_password(email: str, password: str) -> None:
    r"""Give somebody who forgot it a new password, and end their sessions.

    \b
    Example:
      alwrity accounts set-password ada@example.com
    """

    async def run() -> None:
        async with opened(Settings.load()) as database:
            await setup.set_password(database, email, password)

    aio.run(run())
    click.echo(f"{email} has a new password.")
