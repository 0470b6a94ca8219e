"""Answers are made smaller where that pays, and streams are left alone."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from alwrity.scaling.asgi.compress import MINIMUM, Compress


async def answer(request: Request) -> Response:
    return JSONResponse({"said": "x" * int(request.query_params["length"])})


async def stream(request: Request) -> Response:
    del request

    async def events() -> AsyncIterator[str]:
        yield "data: " + "x" * MINIMUM + "\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


@pytest.mark.parametrize(
    ("method", "path", "compressed"),
    [
        ("GET", f"/api/x?length={MINIMUM}", True),
        ("GET", "/api/x?length=100", False),
        ("POST", f"/api/x?length={MINIMUM}", False),
        ("GET", f"/x?length={MINIMUM}", False),
        ("GET", "/api/events", False),
    ],
)
async def test_what_is_compressed(method: str, path: str, compressed: bool) -> None:
    routes = [
        Route("/api/events", stream),
        *(Route(at, answer, methods=["GET", "POST"]) for at in ("/api/x", "/x")),
    ]
    app = Compress(Starlette(routes=routes), below="/api/")
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        said = await client.request(method, path)
        plain = await client.request(method, path, headers={"Accept-Encoding": "identity"})
    assert (said.headers.get("content-encoding") == "gzip") is compressed
    assert said.text == plain.text
    assert "content-encoding" not in plain.headers
