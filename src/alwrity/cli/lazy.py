"""A click group that loads a command when it is called, not when the program starts."""

import importlib
from collections.abc import Mapping
from typing import NamedTuple, cast

import click


class Entry(NamedTuple):
    """Where a command is, and what the list of commands says of it."""

    target: str
    summary: str


class LazyGroup(click.Group):
    """Commands by name; listing them imports none of them.

    Args:
        entries: By name: the command as `module:attribute`, and its line in the list.
    """

    def __init__(
        self,
        name: str,
        entries: Mapping[str, Entry],
        *,
        help: str,  # noqa: A002 - click's name
    ) -> None:
        super().__init__(name, help=help)
        self._entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order of the table, which is the order of a user's first day."""
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command; None when there is none of that name."""
        entry = self._entries.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        return cast("click.Command", getattr(importlib.import_module(module), attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self._entries.items()])
