"""How a command finds the server that runs over the same data folder: `server.json`.

The process is named by its number and its start, so that a later process with the same number is
not taken for a server that was killed.
"""

import json
import os
import socket
from pathlib import Path

from alwrity.jobs.lease import Holder, this_process

_NAME = "server.json"


def announce(folder: Path, url: str) -> None:
    """Tell the commands on this machine where this process serves; for its user's eyes only.

    Raises:
        OSError: When the folder cannot be written.
    """
    me = this_process()
    text = json.dumps({"url": url, "pid": me.pid, "process_start": me.process_start})
    draft = folder / f".{_NAME}.{me.pid}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(folder / _NAME)


def withdraw(folder: Path) -> None:
    """Remove what this process announced; what another one did stays."""
    found = _read(folder)
    if found is not None and found[1] == this_process():
        (folder / _NAME).unlink(missing_ok=True)


def running(folder: Path) -> str | None:
    """The address of the server over this folder, or None when none lives."""
    found = _read(folder)
    if found is None or found[1].is_dead():
        return None
    return found[0]


def _read(folder: Path) -> tuple[str, Holder] | None:
    try:
        data = json.loads((folder / _NAME).read_bytes())
        holder = Holder(socket.gethostname(), int(data["pid"]), float(data["process_start"]))
        return str(data["url"]), holder
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none, or not one of ours: then no server is known
