"""Settings that cannot work end the program in one sentence: the value, the remedy, no secret.

Beside those of `test_serve`, which are about the start itself: a port in use, a folder that cannot
be written, a database that is away or of a newer version, an address open to all without login.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Command

POSTGRES = "postgresql://me:hush@127.0.0.1:1/pieces"


def assert_one_sentence(err: str, *said: str) -> None:
    assert err.startswith("alwrity: ")
    assert err.endswith(".\n")
    assert err.count("\n") == 1
    for part in said:
        assert part in err
    for part in ("hush", "Traceback", "Value error"):
        assert part not in err


@pytest.mark.parametrize(
    ("url", "value", "remedy"),
    [
        ("me:hush@db/pieces", "no scheme", "use postgresql://"),
        ("me:hush://db/pieces", "no scheme", "use postgresql://"),
        ("postgresql://me:hush@db:eighty/pieces", "cannot be read", "host:5432"),
        ("postgresql://me:hush@[::1:1/pieces", "cannot be read", "host:5432"),
        ("postgresql://me:hush@127.0.0.1:0/pieces", "port 0", "1 to 65535"),
        ("postgresql://me:hush@127.0.0.1:99999/pieces", "port 99999", "1 to 65535"),
        ("postgresql://me:hu@hush@127.0.0.1:1/pieces", "cannot be read", "@ as %40"),
        ("sqlite://", "in memory", "sqlite:///FILE"),
        ("sqlite:///:memory:", "in memory", "sqlite:///FILE"),
        ("sqlite:///file::memory:?cache=shared&uri=true", "in memory", "sqlite:///FILE"),
        ("sqlite:///a.db?mode=memory", "in memory", "sqlite:///FILE"),
        (f"{POSTGRES}?sslmode=loud", "'loud'", "verify-full"),
        (f"{POSTGRES}?ssl=1", "'1'", "verify-full"),
        (f"{POSTGRES}?sslmod=require", "'sslmod'", "leave it out"),
        (f"{POSTGRES}?loop=hush", "'loop'", "leave it out"),
        (f"{POSTGRES}?sslmode=verify-full&sslrootcert=/ca", "'sslrootcert'", "PGSSLROOTCERT"),
    ],
)
def test_an_address_of_a_database(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch, url: str, value: str, remedy: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    for command in (["serve", "--port", "0"], ["keys", "list"]):
        ended = alwrity(*command)
        assert ended.code == 2
        assert_one_sentence(ended.err, "DATABASE_URL", value, remedy)


@pytest.mark.parametrize("mode", ["disable", "require", "verify-full"])
def test_sslmode_is_understood(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch, mode: str, tmp_path: Path
) -> None:
    """Nobody listens there, so what is told is the connection, not the parameter."""
    monkeypatch.setenv("DATABASE_URL", f"{POSTGRES}?sslmode={mode}")
    monkeypatch.setenv("PGSSLROOTCERT", str(tmp_path / "nowhere"))

    ended = alwrity("keys", "list")

    assert ended.code == 5
    assert_one_sentence(ended.err, "'pieces' at 127.0.0.1:1", "check DATABASE_URL")


@pytest.mark.parametrize("value", ["lots", "0/minute", "10/fortnight", ""])
def test_a_limit_that_is_none(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ALWRITY_GENERATE_LIMIT", value)

    ended = alwrity("serve", "--port", "0")

    assert ended.code == 2
    assert_one_sentence(ended.err, "ALWRITY_GENERATE_LIMIT", repr(value), "'10/minute'")


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("ALWRITY_ADDRESS_LIMIT", "lots", "'10/minute'"),
        ("ALWRITY_CALLER_LIMIT", "10/minute; 5", "'10/minute'"),
        ("ALWRITY_ROUTE_LIMITS", "/api 10", "'10/minute'"),
        ("ALWRITY_ROUTE_LIMITS", "api 10/minute", "'POST /api/seo/analyse 60/minute'"),
        ("ALWRITY_TRUSTED_PROXIES", "proxy", "'10.0.0.0/8, 192.168.1.7'"),
    ],
)
def test_limits_at_the_edge(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, remedy: str
) -> None:
    monkeypatch.setenv(variable, value)

    ended = alwrity("serve", "--port", "0")

    assert ended.code == 2
    assert_one_sentence(ended.err, variable, repr(value), remedy)


@pytest.mark.parametrize("url", ["localhost:6379", "redis://me:hush@:6379", "redis://h:hush/0"])
def test_a_redis_that_is_none(alwrity: Command, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("REDIS_URL", url)

    ended = alwrity("serve", "--port", "0")

    assert ended.code == 2
    assert_one_sentence(ended.err, "REDIS_URL", "redis://")
    assert "hush" not in ended.err


@pytest.mark.parametrize(
    ("llm", "value", "remedy"),
    [
        ("gpt-4o-mini", "'gpt-4o-mini'", "openai:gpt-4o-mini"),
        ("openai", "'openai' without a model", "'openai:MODEL'"),
        ("openai:", "'openai' without a model", "'openai:MODEL'"),
        ("openai:gpt", "'openai:gpt'", "OPENAI_API_KEY"),
        ("anthropic:claude", "'anthropic:claude'", "ANTHROPIC_API_KEY"),
        ("embedded,ollama:x", "'embedded,ollama:x'", "'embedded' alone"),
        ("vllm:x", "'vllm:x'", "http://HOST:PORT/v1"),
        ("ollama:x@http://h:port/v1", "'ollama:x'", "http://HOST:PORT/v1"),
        ("ollama:x@http://me:hush@h/v1", "'ollama:x'", "ALWRITY_LLM_API_KEY"),
    ],
)
def test_a_model(
    alwrity: Command, monkeypatch: pytest.MonkeyPatch, llm: str, value: str, remedy: str
) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ALWRITY_LLM_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALWRITY_LLM", llm)

    for command in (["serve", "--port", "0"], ["write", "How bakeries reduce waste"]):
        ended = alwrity(*command)
        assert ended.code == 2
        assert_one_sentence(ended.err, "ALWRITY_LLM", value, remedy)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ALWRITY_GENERATE_LIMIT", "lots", "'lots'"),  # judged before the program is loaded
        ("DATABASE_URL", f"{POSTGRES}?sslmode=loud", "'loud'"),  # and after
    ],
)
def test_the_program_itself_ends_so(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    """With the real logging, which the tests above do without."""
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("ALWRITY_LOG_LEVEL", "debug")

    ended = subprocess.run(
        [sys.executable, "-m", "alwrity", "serve", "--port", "0"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert ended.returncode == 2
    assert "hush" not in ended.stdout
    assert_one_sentence(ended.stderr, variable, said)
