"""How long each part of the start took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
import psutil


class StartReport:
    """Prints a line for each part as it ends.

    Args:
        quiet: Print nothing, as when a command starts a server for itself.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time what happens inside; says nothing of a part that failed."""
        began = time.monotonic()
        yield
        if not self._quiet:
            self.line(name, time.monotonic() - began)

    @staticmethod
    def line(name: str, seconds: float) -> None:
        """One line of the report, in the columns of the set-up's."""
        click.echo(f"  {name:<42}{seconds:6.2f} s")

    @staticmethod
    def since_process_start() -> float:
        """Seconds since the operating system started this program."""
        return max(0.0, time.time() - psutil.Process().create_time())
