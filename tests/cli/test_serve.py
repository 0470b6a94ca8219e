import asyncio
import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from alwrity import schema
from alwrity.cli import server_file
from alwrity.settings import Settings, describe


def wait_for(path: Path, process: "subprocess.Popen[str]") -> None:
    for _ in range(600):
        if path.exists():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.1)
    raise TimeoutError(path)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_serves_the_commands_and_stops_when_asked(
    data_dir: Path, number: signal.Signals, alwrity: Command
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "alwrity", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        file = data_dir / "server.json"
        wait_for(file, process)
        told = json.loads(file.read_bytes())
        mode = stat.S_IMODE(file.stat().st_mode)
        url = server_file.running(data_dir)
        with urllib.request.urlopen(f"{told['url']}/health/ready", timeout=10) as answer:
            ready = answer.status
        beside = alwrity("analytics")
        with urllib.request.urlopen(f"{told['url']}/metrics", timeout=10) as answer:
            metrics = answer.read().decode()
    finally:
        process.send_signal(number)
        out, err = process.communicate(timeout=60)

    assert ready == 200
    assert beside.code == 0
    assert '/analytics/daily"' in metrics  # it was this server that was asked
    assert mode == 0o600
    assert told["pid"] == process.pid
    assert url == told["url"]
    assert process.returncode == 0, err
    assert not file.exists()
    assert f"ALwrity serves at {told['url']}" in out
    for part in (
        "Python and settings",
        "loading the program",
        "database",
        "web role",
        "all, since",
    ):
        assert part in out
    assert "demo model" in out
    assert "ALWRITY_LLM" in out
    assert "Traceback" not in err


def test_a_killed_server_is_not_taken_for_a_running_one(data_dir: Path) -> None:
    data_dir.mkdir()
    file = data_dir / "server.json"
    file.write_text(json.dumps({"url": "http://x", "pid": os.getpid(), "process_start": 1.0}))
    assert server_file.running(data_dir) is None  # the number was given to another process

    server_file.announce(data_dir, "http://127.0.0.1:1")
    assert server_file.running(data_dir) == "http://127.0.0.1:1"
    server_file.withdraw(data_dir)
    assert not file.exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"url": 1, "pid": "x", "process_start": null}'])
def test_a_damaged_server_file_is_none(data_dir: Path, text: str) -> None:
    data_dir.mkdir()
    (data_dir / "server.json").write_text(text)

    assert server_file.running(data_dir) is None
    server_file.withdraw(data_dir)


def test_a_port_in_use_is_named_with_another(alwrity: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = alwrity("serve", "--port", str(port))

    assert ended.code == 2
    assert f"Port {port}" in ended.err
    assert "alwrity serve --port" in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("variables", "arguments", "said"),
    [
        ({}, ["--port", "99999"], "99999"),
        ({}, ["--host", "0.0.0.0"], "without login"),
        ({"ALWRITY_AUTH": "password"}, ["--host", "no.such.invalid"], "'no.such.invalid'"),
        ({"ALWRITY_AUTH": "password"}, ["--host", "192.0.2.1"], "'192.0.2.1'"),
        ({"ALWRITY_LOG_LEVEL": "loud"}, [], "'loud'"),
        ({"ALWRITY_LLM": "opneai:gpt"}, [], "'opneai'"),
        ({"ALWRITY_LLM": "openai:gpt", "OPENAI_API_KEY": ""}, [], "OPENAI_API_KEY"),
        ({"DATABASE_URL": "mysql://u:hush@h/d"}, [], "'mysql'"),
    ],
)
def test_settings_that_cannot_work_end_the_start_in_one_sentence(
    variables: dict[str, str], arguments: list[str], said: str,
    alwrity: Command, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    ended = alwrity("serve", "--port", "0", *arguments)

    assert ended.code == 2
    assert said in ended.err
    assert "hush" not in ended.err
    assert ended.err.count("\n") == 1


def test_a_data_folder_that_cannot_be_written_is_named(
    tmp_path: Path, alwrity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()  # root may write anywhere, but not below a file
    monkeypatch.setenv("ALWRITY_DATA_DIR", str(tmp_path / "file" / "data"))

    for command in (["serve", "--port", "0"], ["analytics"], ["db", "upgrade"]):
        ended = alwrity(*command)
        assert ended.code == 2
        assert str(tmp_path / "file" / "data") in ended.err
        assert "ALWRITY_DATA_DIR" in ended.err


def test_a_database_that_does_not_answer_is_named_without_its_password(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hush@127.0.0.1:1/pieces")

    for command in (["serve", "--port", "0"], ["db", "check"], ["keys", "list"]):
        ended = alwrity(*command)
        assert ended.code == 5
        assert "'pieces' at 127.0.0.1:1" in ended.err
        assert "hush" not in ended.err
        assert "Traceback" not in ended.err


def test_a_file_that_is_no_database_is_named(alwrity: Command, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "alwrity.db").write_bytes(b"This is a diary. " * 500)

    ended = alwrity("serve", "--port", "0")

    assert ended.code == 2
    assert "alwrity.db" in ended.err


def test_a_database_of_a_newer_version_is_refused(alwrity: Command, data_dir: Path) -> None:
    assert alwrity("db", "upgrade").code == 0
    assert "already" in alwrity("db", "upgrade").out
    with sqlite3.connect(data_dir / "alwrity.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    for command in (["serve", "--port", "0"], ["db", "upgrade"]):
        ended = alwrity(*command)
        assert ended.code == 2
        assert "newer" in ended.err
    checked = alwrity("db", "check")
    assert checked.code == 1
    assert "newer" in checked.out


def test_checking_the_schema_tells_what_differs(alwrity: Command, data_dir: Path) -> None:
    absent = alwrity("db", "check")
    assert absent.code == 1
    assert "alwrity db upgrade" in absent.out
    assert not data_dir.exists()

    alwrity("db", "upgrade")
    assert alwrity("db", "check").code == 0
    with sqlite3.connect(data_dir / "alwrity.db") as database:
        database.execute("ALTER TABLE content ADD COLUMN surprise TEXT")
    database.close()
    changed = alwrity("db", "check")
    assert changed.code == 1
    assert "surprise" in changed.out


def test_of_many_processes_none_upgrades_by_itself(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgres")
    server.execute("CREATE DATABASE untouched")
    monkeypatch.setenv("DATABASE_URL", server.url("untouched"))

    for role in ("web", "worker"):
        ended = alwrity("serve", "--port", "0", "--role", role)
        assert ended.code == 2
        assert "alwrity db upgrade" in ended.err

    assert alwrity("db", "upgrade").code == 0
    assert alwrity("db", "check").code == 0
    asyncio.run(_is_current())


async def _is_current() -> None:
    from alwrity.database import Database

    database = Database(Settings.load())
    assert await schema.standing(database) is schema.Standing.CURRENT
    await database.close()


def test_help_lists_every_variable(alwrity: Command) -> None:
    out = alwrity("serve", "--help").out

    for name, _, _ in describe():
        assert name in out
