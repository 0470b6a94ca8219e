"""Following a generation over as many connections as it takes, without losing a character."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final

from alwrity.cli.client import BROKEN, Client, away
from alwrity.cli.event_parser import Event
from alwrity.cli.folding import Fold, Step
from alwrity.errors import UnavailableError

ENDS: Final = frozenset({"done", "error"})
_GIVE_UP_SECONDS = 60.0
_LONGEST_WAIT = 5.0


async def follow(
    client: Client, generation_id: str, fold: Fold, *, patience: float = _GIVE_UP_SECONDS
) -> AsyncGenerator[tuple[Event, Step], None]:
    """Every event to the end, each with what it did to the text.

    Args:
        client: The server.
        generation_id: Which generation.
        fold: Takes the text in; the caller may read it at any time.
        patience: Seconds without any event until the server is given up.

    Raises:
        UnavailableError: When the server stays away; the generation itself goes on there.
    """
    path = f"/api/generations/{generation_id}"
    heard, failures = time.monotonic(), 0
    while True:
        silent = True
        cause: BaseException = ConnectionError("the connection was closed")
        try:
            async with aclosing(client.events(f"{path}/events", fold.seq)) as events:
                over = False
                async for event in events:
                    silent, heard, failures = False, time.monotonic(), 0
                    over = over or event.type in ENDS
                    yield event, fold.apply(event)
                # Heard to its end, which the server makes itself: hanging up would cut it short.
                if over:
                    return
            # Closed without a word: there is nothing more to hear, and what the end was is asked.
            if silent and (last := await _end(client, path)) is not None:
                yield last, Step()
                return
        except (*BROKEN, UnavailableError) as error:
            cause = error
        if time.monotonic() - heard > patience:
            raise away(client.url, cause) from cause
        failures += 1
        wait = min(_LONGEST_WAIT, 0.1 * 2**failures)
        await asyncio.sleep(wait * random.uniform(0.5, 1))  # noqa: S311 - jitter


async def _end(client: Client, path: str) -> Event | None:
    """The last event of a generation that had ended before it could be heard; else None."""
    generation: dict[str, Any] = await client.get(path)
    if generation["state"] == "failed":
        return Event("error", {"detail": generation["error"], "state": "failed"})
    if generation["state"] not in {"done", "stopped"}:
        return None
    return Event("done", {**generation, "cut_off": False})
