"""The line on the terminal that tells how far it is, while the text goes on above it.

Where text and line share a terminal, the line has the bottom row to itself (a scroll region keeps
the text out of it); where the text goes elsewhere, it overwrites itself. On no terminal: nothing.
"""

import os
import shutil
import time
from types import TracebackType
from typing import Self, TextIO

_LEAST_ROWS = 6
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class StatusLine:
    """Use it as a context: the terminal is given back as it was, whatever happens inside.

    Args:
        stream: Where the line goes.
        shared: Whether the text goes to the same terminal.
        enabled: Whether there is a terminal at all; None to ask the stream.
    """

    def __init__(self, stream: TextIO, *, shared: bool, enabled: bool | None = None) -> None:
        self._stream = stream
        usable = stream.isatty() and os.environ.get("TERM", "") != "dumb"
        self.enabled = usable if enabled is None else enabled
        self._size = shutil.get_terminal_size()
        self._pinned = self.enabled and shared and self._size.lines >= _LEAST_ROWS
        self._quiet = self.enabled and shared and not self._pinned
        self._began = time.monotonic()
        self._ticks = 0
        self._text = ""

    def __enter__(self) -> Self:
        if self._pinned:
            self._say("\n\x1b[1A")  # make room for the row below the cursor
            self._pin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pinned:
            self._say(f"\x1b7\x1b[r\x1b[{self._size.lines};1H\x1b[2K\x1b8")
        elif self.enabled and self._text:
            self._say("\r\x1b[2K")

    @property
    def elapsed(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._began

    def show(self, text: str) -> None:
        """Replace what the line says."""
        self._text = text
        self.tick()

    def tick(self) -> None:
        """Draw it anew, with the time that has passed."""
        if not self.enabled or self._quiet or not self._text:
            return
        if (size := shutil.get_terminal_size()) != self._size:
            self._size = size
            if self._pinned and size.lines >= _LEAST_ROWS:
                self._pin()
        self._ticks += 1
        minutes, seconds = divmod(int(self.elapsed), 60)
        spinner = _SPINNER[self._ticks % len(_SPINNER)]
        line = f"{spinner} {self._text} · {minutes}:{seconds:02d}"[: self._size.columns - 1]
        if self._pinned:
            self._say(f"\x1b7\x1b[{self._size.lines};1H\x1b[2K\x1b[2m{line}\x1b[0m\x1b8")
        else:
            self._say(f"\r\x1b[2K{line}")

    def note(self, text: str) -> None:
        """Say something that stays; it stands on a line of its own."""
        if self.enabled and not self._pinned:
            self._say("\r\x1b[2K")
        start = "\n" if self._pinned else ""
        self._say(f"{start}\x1b[33m{text}\x1b[0m\n" if self.enabled else f"{text}\n")
        self.tick()

    def _pin(self) -> None:
        # Setting the region moves the cursor, so it is kept and put back.
        self._say(f"\x1b7\x1b[1;{self._size.lines - 1}r\x1b8")

    def _say(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
