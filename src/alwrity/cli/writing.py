"""One generation as a person watches it: start, follow, confirm, stop, tell how it ended."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import click
import structlog

from alwrity.cli import aio, outline_editor
from alwrity.cli.client import Client
from alwrity.cli.event_parser import Event
from alwrity.cli.folding import Fold, Step
from alwrity.cli.following import follow
from alwrity.cli.status_line import StatusLine
from alwrity.errors import AlwrityError

log = structlog.get_logger(__name__)

_TICK_SECONDS = 0.2
_STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a generation ended.

    Attributes:
        text: The piece as far as it is written.
        error: Why it failed, or None.
    """

    generation_id: str
    content_id: str
    state: str
    title: str
    text: str
    seo_score: int | None
    quality_score: int | None
    cut_off: bool
    provider: str | None
    demo: bool
    error: str | None


class Writing:
    """Writes one piece.

    Args:
        client: The server.
        status: Told how far it is.
        emit: Gets the text as it comes; None when nobody reads along.
        confirm: Whether a person confirms the outline.
    """

    def __init__(
        self,
        client: Client,
        status: StatusLine,
        emit: Callable[[str], None] | None,
        *,
        confirm: bool,
    ) -> None:
        self._client = client
        self._status = status
        self._emit = emit
        self._confirm = confirm
        self._fold = Fold()
        self._outline: dict[str, Any] = {}
        self._ids: dict[str, Any] = {}
        self._stopping: asyncio.Task[Any] | None = None

    async def run(self, brief: dict[str, Any]) -> Outcome:
        """From the brief to the end.

        Raises:
            AlwrityError: When the server refuses the brief, or stays away.
        """
        self._status.show("handing in the brief")
        self._ids = await self._client.post("/api/content/generate", brief)
        ticking = asyncio.create_task(self._tick())
        task = asyncio.current_task()
        try:
            with aio.on_signals((signal.SIGINT,), lambda: self._interrupted(task)):
                last = await self._follow()
        except asyncio.CancelledError:
            if self._stopping is None:
                raise
            raise click.Abort from None
        finally:
            ticking.cancel()
        return await self._outcome(last)

    async def _follow(self) -> Event:
        events = follow(self._client, self._ids["generation_id"], self._fold)
        async with aclosing(events):
            async for event, step in events:
                self._show(step)
                self._tell(event)
                if event.data.get("state") == "awaiting_outline":
                    await self._ask()
                last = event
        return last

    def _show(self, step: Step) -> None:
        if self._emit is None:
            return
        if step.withdrawn:
            self._status.note("(The last passage is taken back and written anew.)")
        if step.added:
            self._emit(step.added)

    def _tell(self, event: Event) -> None:
        data = event.data
        match event.type:
            case "outline":
                self._outline = data
            case "snapshot" | "state":
                self._outline = data.get("outline") or self._outline
                if self._stopping is None:
                    self._status.show(str(data["state"]).replace("_", " "))
            case "queued":
                self._status.show(_place(data.get("position"), data.get("expected_wait_seconds")))
            case "progress":
                self._status.show(
                    f"drafting section {data['section']} of {data['sections']} · "
                    f"{data['tokens']} tokens · {data['tokens_per_second']:.1f} tokens/s"
                )

    async def _ask(self) -> None:
        if not self._confirm or self._stopping is not None:
            return
        self._confirm = False  # asked once, however often the state is told
        self._status.show("")
        path = f"/api/generations/{self._ids['generation_id']}"
        outline = await outline_editor.confirmed(self._outline)
        if outline is None:
            self._stop()
        else:
            await self._client.post(f"{path}/outline", outline)

    def _interrupted(self, task: "asyncio.Task[Any] | None") -> None:
        if self._stopping is None:
            self._stop()
            asyncio.get_running_loop().call_later(_STOP_SECONDS, self._give_up, task)
        else:
            self._give_up(task)

    def _give_up(self, task: "asyncio.Task[Any] | None") -> None:
        if task is not None and not task.done():
            task.cancel()

    def _stop(self) -> None:
        self._status.show("stopping; what is written is kept")
        path = f"/api/generations/{self._ids['generation_id']}/stop"
        self._stopping = asyncio.create_task(self._client.post(path, None))
        self._stopping.add_done_callback(_report)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            self._status.tick()

    async def _outcome(self, last: Event) -> Outcome:
        piece = await self._client.get(f"/api/content/{self._ids['content_id']}")
        data = last.data
        provider = data.get("provider")
        return Outcome(
            generation_id=str(self._ids["generation_id"]),
            content_id=str(self._ids["content_id"]),
            state=str(data["state"]),
            title=str(piece["title"] or self._outline.get("title", "")),
            text=self._fold.text,
            seo_score=data.get("seo_score", piece["seo_score"]),
            quality_score=data.get("quality_score", piece["quality_score"]),
            cut_off=bool(data.get("cut_off")),
            provider=provider,
            demo=bool(data.get("demo", str(provider).startswith("embedded"))),
            error=data["detail"] if last.type == "error" else None,
        )


def _place(position: int | None, wait: float | None) -> str:
    """What is said of a place in the queue; unknown is not said."""
    where = "queued" if position is None else f"queued at position {position}"
    return where if wait is None else f"{where}, about {wait:.0f} s"


def _report(stopping: "asyncio.Task[Any]") -> None:
    error = None if stopping.cancelled() else stopping.exception()
    if isinstance(error, AlwrityError):
        log.warning("stop_failed", detail=error.detail)
