"""Request ids and request metrics, outermost."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alwrity.scaling.metrics import Metrics

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Observe:
    """Give every request an id and count it under its route template, never under its raw path.

    Args:
        app: The application inside.
        metrics: Where to count.
        bind: Binds the request id to what is logged meanwhile; told as a context manager.
        report: Called after each answer with (method, path, status, seconds).
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        bind: Callable[[str], AbstractContextManager[object]],
        report: Callable[[str, str, int, float], None],
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.bind = bind
        self.report = report

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, watching the answer's first message."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()
        status = 500
        answered = 0.0

        async def watch(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status = message["status"]
                answered = time.perf_counter() - began
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        self.metrics.connections.inc()
        try:
            with self.bind(request_id):
                await self.app(scope, receive, watch)
        finally:
            self.metrics.connections.dec()
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            route = getattr(scope.get("route"), "path", "unmatched")
            elapsed = answered or time.perf_counter() - began
            self.metrics.requests.labels(method, route, f"{status // 100}xx").inc()
            self.metrics.duration.labels(method, route).observe(elapsed)
            self.report(method, scope["path"], status, elapsed)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value.decode("ascii"))
    return uuid4().hex
