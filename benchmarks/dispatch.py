"""Finding a route: our index against the framework's router, in process, without sockets."""

import statistics
import tempfile
import time

from starlette.types import ASGIApp, Message
from tests.support.scripted import ScriptedProvider

from alwrity import logs
from alwrity.app import create_app
from alwrity.dispatch import Dispatch
from alwrity.runtime import Runtime
from alwrity.schema import upgrade
from alwrity.settings import Settings

REQUESTS = 300
ROUNDS = 7
PATHS = ("/api/generations/x/events", "/api/desk", "/health/live")


async def cpu_us(app: ASGIApp, path: str) -> float:
    """Microseconds of CPU a request."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        return None

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": path, "scheme": "http",
        "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }  # fmt: skip
    began = time.process_time()
    for _ in range(REQUESTS):
        await app(dict(scope), receive, send)
    return (time.process_time() - began) / REQUESTS * 1e6


async def main() -> None:
    logs.configure("info", "json")
    with tempfile.TemporaryDirectory(prefix="alwrity-bench-") as folder:
        settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder}/bench.db")
        runtime = Runtime(settings, ScriptedProvider())
        await upgrade(runtime.database)
        app = create_app(runtime)
        async with app.router.lifespan_context(app):
            dispatch = app.router.middleware_stack
            assert isinstance(dispatch, Dispatch)
            for path in PATHS:
                rounds = []
                for _ in range(ROUNDS + 1):
                    costs = []
                    for stack in (dispatch, dispatch.router):
                        app.router.middleware_stack, app.middleware_stack = stack, None
                        costs.append(await cpu_us(app, path))
                    rounds.append(costs)
                indexed, routed = (
                    statistics.median(column) for column in zip(*rounds[1:], strict=True)
                )
                ratio = statistics.median(a / b for a, b in rounds[1:])
                print(f"{path:<27} {indexed:.0f} us CPU, {ratio:.2f} of the router's {routed:.0f}")
        await runtime.close()
