import os
import subprocess
import sys

import click
import pytest
from tests.cli.conftest import Command

from alwrity.cli import exits, main
from alwrity.errors import (
    AlwrityError,
    FetchError,
    NotFoundError,
    ProviderError,
    RateLimitedError,
    SettingsError,
    UnavailableError,
)
from alwrity.providers.errors import ProviderStreamError

HEAVY = {"aiohttp", "alembic", "fastapi", "pydantic", "rich", "sqlalchemy", "structlog", "uvicorn"}


def test_help_imports_nothing_heavy() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "alwrity", "--help"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    imported = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()
    }
    assert "click" in imported
    assert imported & HEAVY == set()
    assert "alwrity write" in ended.stdout


def names(group: click.Group, ctx: click.Context) -> list[tuple[str, click.Command]]:
    found = []
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", each) for sub, each in names(command, ctx)]
    return found


def test_every_command_loads_and_teaches_by_example() -> None:
    ctx = click.Context(main.program)
    commands = names(main.program, ctx)

    assert {"serve", "write", "db upgrade", "keys create"} <= {name for name, _ in commands}
    for name, command in commands:
        assert command.help, name
        if not isinstance(command, click.Group) and not name.endswith(
            (" list", " revoke", " check")
        ):
            assert f"alwrity {name}" in command.help, name


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("x"), 2),
        (NotFoundError("x"), 3),
        (FetchError("x"), 3),
        (ProviderError("x"), 4),
        (ProviderStreamError("x"), 4),
        (UnavailableError("x"), 5),
        (RateLimitedError("x"), 5),
        (AlwrityError("x"), 1),
    ],
)
def test_the_exit_code_tells_the_kind_of_failure(error: AlwrityError, code: int) -> None:
    assert exits.exit_code(error) == code


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (SettingsError("The port is taken."), 2, "alwrity: The port is taken.\n"),
        (KeyboardInterrupt(), 130, "alwrity: interrupted.\n"),
        (ZeroDivisionError("a fault"), 1, "(ZeroDivisionError: a fault)"),
    ],
)
def test_a_failure_is_one_sentence(
    error: BaseException, code: int, said: str,
    monkeypatch: pytest.MonkeyPatch, alwrity: Command,
) -> None:  # fmt: skip
    def fail(**_: object) -> None:
        raise error

    command = click.Command("serve", callback=fail)
    monkeypatch.setattr(main.program, "get_command", lambda *_: command)

    ended = alwrity("serve")

    assert ended.code == code
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert ended.err.strip().count("\n") == 0


def test_debugging_shows_where(monkeypatch: pytest.MonkeyPatch, alwrity: Command) -> None:
    monkeypatch.setenv("ALWRITY_DEBUG", "1")
    monkeypatch.setenv("ALWRITY_LOG_LEVEL", "loud")

    assert "Traceback" in alwrity("serve", "--port", "0").err


def test_an_unknown_command_is_a_usage_error(alwrity: Command) -> None:
    ended = alwrity("wriet", "x")

    assert ended.code == 2
    assert "No such command 'wriet'" in ended.err


def test_output_that_nobody_reads_any_more_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "alwrity", "--help"],
        stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
    )  # fmt: skip
    os.close(writing)

    assert ended.stderr == ""
