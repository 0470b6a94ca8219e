"""`alwrity serve`: one process with the web role, the worker role, or both."""

import asyncio
import gc
import signal
import socket
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import click

from alwrity import logs
from alwrity.cli import aio, demo, listening, server_file
from alwrity.cli.report import StartReport
from alwrity.settings import Settings, describe

if TYPE_CHECKING:
    from alwrity.cli.serving import Running

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class _WithVariables(click.Command):
    """Lists every environment variable below the options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, f"{text} [{default}]" if default else text) for name, default, text in describe()
        ]
        with formatter.section("Environment variables [default]"):
            formatter.write_dl(rows)
        super().format_epilog(ctx, formatter)


@click.command(cls=_WithVariables)
@click.option("--host", help="Address to listen on (ALWRITY_HOST).")
@click.option("--port", type=int, help="Port; 0 takes any free one (ALWRITY_PORT).")
@click.option(
    "--role",
    type=click.Choice(["web", "worker", "all"]),
    default="all",
    show_default=True,
    help="web answers requests, worker writes and analyses, all does both.",
)
def serve(host: str | None, port: int | None, role: str) -> None:
    r"""Start the server and print its address.

    Ctrl-C (or SIGTERM) stops it gracefully: open answers are finished, and what is being written
    goes on at the next start.

    \b
    Examples:
      alwrity serve
      alwrity serve --port 8080
      ALWRITY_LLM=ollama:llama3.2 alwrity serve
      DATABASE_URL=postgresql://me:secret@db/alwrity alwrity serve --role worker
    """
    report = StartReport()
    given = {"host": host, "port": port}
    settings = Settings.load(server={k: v for k, v in given.items() if v is not None})
    logs.configure(settings.server.log_level, settings.server.log_format)
    server = settings.server
    sock = (
        None if role == "worker" else listening.listen(server.host, server.port, settings.data_dir)
    )
    report.line("Python and settings", report.since_process_start())
    try:
        aio.run(_serve(settings, role, sock, report), quiet=False)
    finally:
        if sock is not None:
            sock.close()


async def _serve(
    settings: Settings, role: str, sock: socket.socket | None, report: StartReport
) -> None:
    stop = asyncio.Event()
    async with AsyncExitStack() as stack:
        with aio.on_signals(_SIGNALS, stop.set):
            with report.part("loading the program"):
                # Nothing that is loaded goes again: looking for it takes a tenth of the time. On
                # again when all is ready.
                gc.disable()
                # After the cheap failures, such as a port in use: it takes most of the start.
                from alwrity.cli import boot, serving  # noqa: PLC0415
            folder = settings.data_dir if boot.prepare_data_folder(settings) else None
            running = await stack.enter_async_context(
                serving.running(settings, serving.Role(role), sock, report)
            )
            url = listening.url_of(sock) if sock is not None else None
            if folder is not None and url is not None:
                server_file.announce(folder, url)
                stack.callback(server_file.withdraw, folder)
            _welcome(running, url)
            await _until(stop, running)
        click.echo("Stopping: open answers are finished first; Ctrl-C again ends at once.")


def _welcome(running: "Running", url: str | None) -> None:
    StartReport.line("all, since the program was called", StartReport.since_process_start())
    click.echo(demo.model_line(running.runtime.provider.name))
    click.echo(f"ALwrity serves at {url}" if url else "ALwrity works for the queue")


async def _until(stop: asyncio.Event, running: "Running") -> None:
    """Wait for a signal; raise when a role fails."""
    stopped = asyncio.create_task(stop.wait())
    failed = asyncio.create_task(running.until_failure())
    try:
        await asyncio.wait({stopped, failed}, return_when=asyncio.FIRST_COMPLETED)
        if failed.done():
            failed.result()
    finally:
        stopped.cancel()
        failed.cancel()
