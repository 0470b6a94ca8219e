import io
import re
import shutil
from os import terminal_size

import pytest

from alwrity.cli.analytics import plot
from alwrity.cli.bars import bar
from alwrity.cli.status_line import StatusLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: terminal_size((40, 24)))


def test_beside_the_text_it_keeps_the_last_row_and_gives_it_back() -> None:
    stream = Terminal()
    with StatusLine(stream, shared=True) as line:
        line.show("drafting")
        during = stream.getvalue()

    assert "\x1b[1;23r" in during
    assert "\x1b[24;1H\x1b[2K" in during
    assert "drafting · 0:00" in during
    assert "\x1b[r" in stream.getvalue().removeprefix(during)


def test_the_terminal_is_given_back_when_something_breaks() -> None:
    stream = Terminal()
    with pytest.raises(ZeroDivisionError), StatusLine(stream, shared=True):
        raise ZeroDivisionError

    assert "\x1b[r" in stream.getvalue()


def test_alone_it_overwrites_itself_and_never_wraps() -> None:
    stream = Terminal()
    with StatusLine(stream, shared=False) as line:
        line.show("x" * 100)

    shown = re.sub(r"\x1b\[[0-9;]*[A-Za-z]|\r", "", stream.getvalue())
    assert len(shown) == 39
    assert stream.getvalue().endswith("\r\x1b[2K")


def test_on_no_terminal_only_what_stays_is_said() -> None:
    stream = io.StringIO()
    with StatusLine(stream, shared=False) as line:
        line.show("drafting")
        line.note("A note.")

    assert stream.getvalue() == "A note.\n"


@pytest.mark.parametrize(
    ("value", "most", "width", "shown"),
    [
        (0, 10, 8, ""),
        (10, 10, 8, "████████"),
        (5, 10, 8, "████"),
        (1, 1000, 8, "▏"),
        (9, 16, 1, "▌"),
        (3, 10, 0, ""),
    ],
)
def test_bars(value: float, most: float, width: int, shown: str) -> None:
    assert bar(value, most, width) == shown


@pytest.mark.parametrize("columns", [10, 40, 80, 200])
def test_a_plot_fits_its_terminal_and_says_when_nothing_is_known(columns: int) -> None:
    days = [
        {"date": "2026-03-02", "pieces": 12, "mean_quality": 81.25},
        {"date": "2026-03-01", "pieces": 3, "mean_quality": None},
    ]
    lines = plot(days, columns)

    assert all(len(line) <= max(columns, 29) for line in lines[1:])
    assert "12" in lines[1]
    assert lines[1].endswith("81.2")
    assert lines[2].endswith("  -")
