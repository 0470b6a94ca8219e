"""A server that plays a script: what each connection gets before it is cut."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from alwrity.cli.client import Client
from alwrity.cli.folding import Fold
from alwrity.cli.following import follow
from alwrity.errors import NotFoundError, UnavailableError
from alwrity.features.generation.events import encode

SNAPSHOT = encode("snapshot", {"text": "", "seq": 0, "state": "queued", "outline": None}, 0)
DONE = encode("done", {"state": "done", "content_id": "c"}, 9)


def token(seq: int, text: str) -> bytes:
    return encode("token", {"text": text}, seq)


@asynccontextmanager
async def playing(
    *script: bytes | int, state: str = "done", error: str | None = None
) -> AsyncIterator[tuple[Client, list[str | None]]]:
    """Bytes are sent and the connection cut; a number is the status of the answer."""
    turns, asked = list(script), []

    async def events(request: web.Request) -> web.StreamResponse:
        asked.append(request.headers.get("Last-Event-ID"))
        turn = turns.pop(0) if turns else 503
        if isinstance(turn, int):
            return (
                web.json_response({"detail": "No."}, status=turn)
                if turn != 204
                else web.Response(status=204)
            )
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        await answer.write(turn)
        if request.transport is not None and not turn.endswith(DONE):
            request.transport.abort()
        return answer

    async def generation(_: web.Request) -> web.Response:
        return web.json_response({"state": state, "error": error, "provider": "openai:fake"})

    app = web.Application()
    app.router.add_get("/api/generations/g/events", events)
    app.router.add_get("/api/generations/g", generation)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with Client(f"http://127.0.0.1:{runner.addresses[0][1]}") as client:
            yield client, asked
    finally:
        await runner.cleanup()


async def heard(client: Client, **options: Any) -> tuple[str, str, dict[str, Any]]:
    fold, last = Fold(), None
    async for event, _ in follow(client, "g", fold, **options):
        last = event
    assert last is not None
    return fold.text, last.type, last.data


async def test_a_cut_connection_goes_on_behind_the_last_event() -> None:
    async with playing(
        SNAPSHOT + token(1, "One ") + token(2, "two "),
        token(3, "three ") + token(4, "🍞"),
        DONE,
    ) as (client, asked):
        text, kind, _ = await heard(client)

    assert text == "One two three 🍞"
    assert kind == "done"
    assert asked == [None, "2", "4"]


async def test_half_an_event_is_not_taken_and_comes_again() -> None:
    async with playing(token(1, "One ") + token(2, "two ")[:12], token(2, "two") + DONE) as (c, _):
        assert (await heard(c))[0] == "One two"


async def test_a_server_that_is_away_for_a_while_is_waited_for() -> None:
    async with playing(token(1, "One"), 503, DONE) as (client, asked):
        assert (await heard(client))[:2] == ("One", "done")

    assert len(asked) == 3


async def test_an_end_that_was_missed_is_asked_for() -> None:
    async with playing(token(1, "One"), 204) as (client, _):
        _, kind, data = await heard(client)

    assert kind == "done"
    assert data["provider"] == "openai:fake"


async def test_a_failure_that_was_missed_is_told() -> None:
    async with playing(204, state="failed", error="No key.") as (client, _):
        assert (await heard(client))[1:] == ("error", {"detail": "No key.", "state": "failed"})


async def test_a_server_that_stays_away_is_given_up_in_one_sentence() -> None:
    async with playing(token(1, "One")) as (client, _):
        with pytest.raises(UnavailableError, match="does not answer"):
            await heard(client, patience=0.3)


async def test_what_the_server_refuses_is_not_asked_again() -> None:
    async with playing(404) as (client, asked):
        with pytest.raises(NotFoundError, match="No"):
            await heard(client)

    assert asked == [None]
