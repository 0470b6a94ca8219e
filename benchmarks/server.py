"""A real `alwrity serve` against a fake vendor, each a process of its own."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import psutil


@dataclass(frozen=True)
class Serving:
    """A server under measurement."""

    url: str
    process: psutil.Process
    ready_seconds: float

    def cpu_seconds(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system

    def megabytes(self) -> float:
        return self.process.memory_info().rss / 1e6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(llm: str, **environment: str) -> AsyncIterator[Serving]:
    """Start a server on a new database; it is ready when `/health/ready` says so."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="alwrity-bench-") as folder:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "alwrity", "serve", "--port", str(port),
            env={**os.environ, "ALWRITY_DATA_DIR": folder, "ALWRITY_LLM": llm,
                 "OPENAI_API_KEY": "none", "ALWRITY_GENERATE_LIMIT": "1000000/minute",
                 **environment},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=None if os.environ.get("BENCH_LOG") else asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            await _ready(url, process)
            yield Serving(url, psutil.Process(process.pid), time.perf_counter() - began)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                await process.wait()


async def _ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(3000):
            if process.returncode is not None:
                raise RuntimeError("the server ended before it was ready")
            try:
                async with session.get(f"{url}/health/ready") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.01)
    raise TimeoutError("the server was not ready in time")
