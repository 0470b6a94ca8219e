"""One exchange with an application in this process, byte by byte, where clients would be too nice.

Unlike a client it sends any bytes, and it hangs up on an event stream behind its first piece.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI

_PATIENCE_SECONDS = 20


@dataclass
class Answer:
    """What came back; of an event stream the beginning only."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


async def exchange(
    app: FastAPI,
    method: str,
    target: str,
    headers: Mapping[str, bytes] | None = None,
    body: bytes | Iterable[bytes] = b"",
) -> Answer:
    """Send a request to `target`, path and query percent-encoded; many pieces are sent chunked."""
    path, _, query = target.partition("?")
    fields = {"host": b"localhost", **(headers or {})}
    if isinstance(body, bytes):
        fields.setdefault("content-length", str(len(body)).encode())
        body = [body]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.lower().encode("ascii"), value) for name, value in fields.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    pieces = list(body)
    hung_up = asyncio.Event()
    start: dict[str, Any] = {}
    received = bytearray()

    async def receive() -> dict[str, Any]:
        if pieces:
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        received.extend(message.get("body", b""))
        if not message.get("more_body") or _is_events(start):
            hung_up.set()

    async with asyncio.timeout(_PATIENCE_SECONDS):
        await app(scope, receive, send)
    told = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], told, bytes(received))


def _is_events(start: Mapping[str, Any]) -> bool:
    return any(
        name == b"content-type" and value.startswith(b"text/event-stream")
        for name, value in start["headers"]
    )
