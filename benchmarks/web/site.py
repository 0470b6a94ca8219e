"""The product on a library with a past, and a browser before it."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.archive import fill
from tests.support.processes import alive, server
from tests.web.seeding import seed


@asynccontextmanager
async def filled(pieces: int) -> AsyncIterator[tuple[str, dict[str, str]]]:
    """A server whose library has so many pieces; gives its address and the pages to look at."""
    with tempfile.TemporaryDirectory(prefix="alwrity-bench-") as folder:
        product = server(Path(folder), ALWRITY_LLM="openai:fake@http://127.0.0.1:9/v1")
        async with alive(product):
            fill(Path(folder), pieces)
            [piece, *_] = await seed(product.url)
            yield (
                product.url,
                {
                    "desk": "/",
                    "library": "/library",
                    "analytics": "/analytics",
                    "write": f"/write/{piece}",
                },
            )
