import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import structlog
from tests.support.plain_logs import plain_logs
from tests.vendor import Vendor, running_vendor

from alwrity import logs
from alwrity.cli import main


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("ALWRITY_DATA_DIR", str(folder))
    for name in ("ALWRITY_URL", "ALWRITY_API_KEY", "ALWRITY_DEBUG", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def alwrity(
    data_dir: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Command]:
    """Runs a command line in this process."""
    # Loggers would keep this test's standard error, which is closed after it.
    monkeypatch.setattr(logs, "configure", lambda *_: None)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    def run(*arguments: str) -> Ended:
        capfd.readouterr()
        code = main.run(arguments)
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    yield run
    structlog.reset_defaults()
    plain_logs()


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    """A vendor that the commands' own servers write with; it runs in a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(10)

    context = running_vendor(tokens=40)
    vendor = wait(context.__aenter__())
    monkeypatch.setenv("ALWRITY_LLM", f"openai:fake@{vendor.openai_url}")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    yield vendor
    wait(context.__aexit__(None, None, None))
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
