"""Real processes to be killed: ALwrity's server and the vendor of a model."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import psutil

_ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Killable:
    """A process at one address that is started, killed and started again.

    Args:
        folder: Gets what the process prints.
        name: Of that file.
        arguments: Behind `python -m`.
        environment: In addition to the little that is inherited.
        probe: The path that answers 200 once the process is ready; empty for one without a port.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        *arguments: str,
        environment: dict[str, str] | None = None,
        probe: str = "",
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = environment or {}
        self._log = folder / f"{name}.log"
        self._arguments = arguments
        self._probe = probe
        self._process: asyncio.subprocess.Process | None = None

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def spawn(self) -> None:
        """Start it without waiting until it is ready."""
        arguments = [part.replace("PORT", str(self.port)) for part in self._arguments]
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *arguments, stdout=log, stderr=log, cwd=_ROOT,
                env={**kept, **self.environment},
            )  # fmt: skip

    async def ready(self, *, seconds: float = 60) -> None:
        """Wait until it answers; raise with what it printed when it ends instead."""
        assert self._process is not None
        async with asyncio.timeout(seconds), aiohttp.ClientSession() as http:
            while self._process.returncode is None:
                with suppress(aiohttp.ClientError):
                    async with http.get(self.url + self._probe) as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.02)
        raise AssertionError(f"ended with {self._process.returncode}:\n{self.output[-3000:]}")

    async def start(self) -> None:
        await self.spawn()
        if self._probe:
            await self.ready()

    async def kill(self) -> None:
        """As `kill -9` does: nothing is told, nothing is tidied up."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def terminate(self, *, seconds: float) -> int:
        """Ask it to end; gives its exit code.

        Raises:
            TimeoutError: When it does not.
        """
        assert self._process is not None
        self._process.terminate()
        async with asyncio.timeout(seconds):
            code = await self._process.wait()
        self._process = None
        return code

    def child(self, module: str) -> psutil.Process | None:
        """Its child that runs a module; None while there is none."""
        for process in psutil.Process(self.pid).children():
            with suppress(psutil.Error):
                if module in process.cmdline():
                    return process
        return None


def server(
    folder: Path, name: str = "server", *arguments: str, role: str = "all", **environment: str
) -> Killable:
    """`alwrity serve` over the data in `folder`."""
    web = () if role == "worker" else ("--port", "PORT")
    return Killable(
        folder, name, "alwrity", "serve", "--role", role, *web, *arguments,
        environment={
            "ALWRITY_DATA_DIR": str(folder), "ALWRITY_GENERATE_LIMIT": "1000/minute",
            "OPENAI_API_KEY": "sk-test", **environment,
        },
        probe="" if role == "worker" else "/health/ready",
    )  # fmt: skip


def vendor(folder: Path, *, tokens: int, pace: float) -> Killable:
    """The fake vendor, whose every section is `tokens` long."""
    return Killable(
        folder, "vendor", "tests.vendor", "--port", "PORT", "--tokens", str(tokens),
        "--pace", str(pace), probe="/v1/models",
    )  # fmt: skip


@asynccontextmanager
async def alive(*processes: Killable) -> AsyncIterator[None]:
    """Start them all at once; none outlives the block."""
    try:
        await asyncio.gather(*(process.start() for process in processes))
        yield
    finally:
        for process in processes:
            await process.kill()
