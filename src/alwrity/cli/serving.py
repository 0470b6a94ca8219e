"""The web and the worker role on one runtime, in this process: for `serve`, and for commands alone.

Stopping is graceful: the server stops being ready, open answers are finished, the worker hands its
leases back so that another process, or the next start, goes on at once.
"""

import asyncio
import contextlib
import gc
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

import structlog
import uvicorn
from fastapi import FastAPI

from alwrity.app import create_app
from alwrity.cli import boot, listening
from alwrity.cli.report import StartReport
from alwrity.runtime import Runtime
from alwrity.settings import Settings
from alwrity.worker import create_worker

log = structlog.get_logger(__name__)

_BACKLOG = 2048
_GRACE_SECONDS = 10
# Made and not freed, until circles among them are looked for; the default is 700.
_OBJECTS = 20_000


class Role(StrEnum):
    """What a process does."""

    WEB = "web"
    WORKER = "worker"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Running:
    """Roles that have started.

    Attributes:
        runtime: What they share.
        tasks: One a role; one that ends by itself has failed.
    """

    runtime: Runtime
    tasks: tuple[asyncio.Task[None], ...]

    async def until_failure(self) -> None:
        """Wait until a role ends by itself, which none should."""
        await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in self.tasks:
            if task.done():
                task.result()  # raises what ended it
                raise RuntimeError(f"the role {task.get_name()!r} ended by itself")


class _Server(uvicorn.Server):
    """Leaves signals to the command: they concern the worker, too."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def running(
    settings: Settings, role: Role, sock: socket.socket | None, report: StartReport
) -> AsyncIterator[Running]:
    """Start the roles; stop them gracefully at the end.

    Args:
        settings: The knobs.
        role: Which roles.
        sock: Where the web role listens.
        report: Is told how long each part took.

    Raises:
        SettingsError: When a model or the database cannot work as configured.
        UnavailableError: When the database does not answer.
    """
    async with AsyncExitStack() as stack:
        runtime = boot.make_runtime(settings)
        stack.push_async_callback(runtime.close)
        with report.part("database"):
            upgrade = settings.uses_sqlite or role is Role.ALL
            await boot.prepare_schema(settings, runtime.database, upgrade=upgrade)
        tasks: list[asyncio.Task[None]] = []
        if sock is not None and role is not Role.WORKER:
            with report.part("web role"):
                tasks.append(await stack.enter_async_context(_web(runtime, sock)))
        if role is not Role.WEB:
            with report.part("worker role"):
                tasks.append(await stack.enter_async_context(_worker(runtime)))
        # What was made until now stays: looking through it again would stop all for some 80 ms.
        gc.freeze()
        # What requests leave behind is mostly freed without it: it looks for circles less often.
        gc.set_threshold(_OBJECTS)
        gc.enable()
        try:
            yield Running(runtime, tuple(tasks))
        finally:
            runtime.draining = True


@asynccontextmanager
async def alone(settings: Settings) -> AsyncIterator[str]:
    """A server for one command: both roles on a free port of the loopback; gives its address."""
    boot.prepare_data_folder(settings)
    sock = listening.listen("127.0.0.1", 0)
    url = listening.url_of(sock)
    try:
        async with running(settings, Role.ALL, sock, StartReport(quiet=True)):
            yield url
    finally:
        sock.close()


@asynccontextmanager
async def _worker(runtime: Runtime) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(create_worker(runtime).run(), name=Role.WORKER)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("worker_ended_badly", exc_info=error)


@asynccontextmanager
async def _web(runtime: Runtime, sock: socket.socket) -> AsyncIterator[asyncio.Task[None]]:
    app = create_app(runtime)
    # The lifespan is entered here, so that what fails in it ends the start with its own sentence.
    async with app.router.lifespan_context(app):
        server = _Server(_config(app))
        task = asyncio.create_task(server.serve(sockets=[sock]), name=Role.WEB)
        try:
            while not server.started and not task.done():  # noqa: ASYNC110 - it sets a flag only
                await asyncio.sleep(0.005)
            if task.done():
                task.result()
            yield task
        finally:
            server.should_exit = True
            await asyncio.wait([task])


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
