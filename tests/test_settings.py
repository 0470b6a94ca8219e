from pathlib import Path

import pytest

from alwrity.errors import SettingsError
from alwrity.settings import Settings, describe


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("ALWRITY_PORT", "99999", "99999"),
        ("ALWRITY_PORT", "eighty", "eighty"),
        ("ALWRITY_AUTH", "maybe", "maybe"),
        ("DATABASE_POOL_SIZE", "0", "0"),
        ("ALWRITY_FLUSH_MS", "-1", "-1"),
    ],
)
def test_a_value_that_cannot_work_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, word: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert variable in caught.value.detail
    assert word in caught.value.detail


def test_without_login_only_loopback_can_be_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALWRITY_HOST", "0.0.0.0")
    with pytest.raises(SettingsError, match="without login"):
        Settings.load()
    monkeypatch.setenv("ALWRITY_AUTH", "password")
    assert Settings.load().server.host == "0.0.0.0"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_loopback_has_several_names(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("ALWRITY_HOST", host)
    assert Settings.load().server.on_loopback


def test_the_database_is_sqlite_until_a_url_names_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert Settings.load(data_dir=tmp_path).database_url == (
        f"sqlite+aiosqlite:///{tmp_path}/alwrity.db"
    )
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/db")
    assert Settings.load().database_url == "postgresql+asyncpg://u:p@h/db"
    monkeypatch.setenv("DATABASE_URL", "mysql://u:secret@h/db")
    with pytest.raises(SettingsError) as caught:
        _ = Settings.load().database_url
    assert "'mysql'" in caught.value.detail
    assert "secret" not in caught.value.detail


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush@h/db")
    assert "hush" not in repr(Settings.load())


def test_every_variable_is_described_once() -> None:
    names = [name for name, _, _ in describe()]
    assert len(names) == len(set(names))
    assert {"DATABASE_URL", "DATABASE_POOL_SIZE", "REDIS_URL", "ALWRITY_LLM"} <= set(names)
