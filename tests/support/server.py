"""Both roles in this process behind a real socket, and a listener of event streams."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
import uvicorn

from alwrity.app import create_app
from alwrity.features.generation.events import Event, fold
from alwrity.runtime import Runtime
from alwrity.worker import create_worker


@contextlib.asynccontextmanager
async def serving(runtime: Runtime, *, worker: bool = True) -> AsyncIterator[str]:
    """Serve `runtime`; gives the base URL."""
    config = uvicorn.Config(
        create_app(runtime), host="127.0.0.1", port=0, log_config=None, access_log=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined, method-assign]
    tasks = [asyncio.create_task(server._serve())]
    if worker:
        tasks.append(asyncio.create_task(create_worker(runtime).run()))
    while not server.started:
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        runtime.draining = True
        for task in tasks[1:]:
            task.cancel()
        server.should_exit = True
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass
class Heard:
    """What a client heard of a stream: it folds the text exactly as the documentation says."""

    text: str = ""
    last_id: int | None = None
    ids: list[int] = field(default_factory=list)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def take(self, event_type: str, data: dict[str, Any], event_id: int | None) -> None:
        self.events.append((event_type, data))
        if event_id is not None:
            self.last_id = event_id
            self.ids.append(event_id)
        if event_type == "snapshot":
            self.text = data["text"]
        else:
            self.text = fold(self.text, [Event(0, event_type, orjson.dumps(data).decode())])

    def of(self, event_type: str) -> list[dict[str, Any]]:
        return [data for kind, data in self.events if kind == event_type]

    @property
    def ended(self) -> bool:
        return bool(self.of("done") or self.of("error"))


async def listen(
    url: str, heard: Heard | None = None, *, limit: int | None = None, seconds: float = 30
) -> Heard:
    """Listen until the stream ends, or `limit` further events came; resumes behind `heard`."""
    heard = heard or Heard()
    headers = {} if heard.last_id is None else {"Last-Event-ID": str(heard.last_id)}
    came = 0
    async with (
        asyncio.timeout(seconds),
        aiohttp.ClientSession() as session,
        session.get(url, headers=headers) as answer,
    ):
        if answer.status == 204:
            return heard
        assert answer.status == 200, await answer.text()
        event_id, event_type = None, ""
        async for raw in answer.content:
            line = raw.decode().rstrip("\n")
            if line.startswith("id: "):
                event_id = int(line[4:])
            elif line.startswith("event: "):
                event_type = line[7:]
            elif line.startswith("data: "):
                heard.take(event_type, orjson.loads(line[6:]), event_id)
                event_id = None
                came += 1
                if limit is not None and came >= limit:
                    return heard
    return heard
