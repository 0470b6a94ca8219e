"""Limits, a cache and a breaker of `alwrity.scaling` in a FastAPI application of your own.

Run it with `uvicorn --app-dir examples quotes:app`, then `curl -i localhost:8000/quotes/bread`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, HTTPException
from starlette.responses import JSONResponse

from alwrity.scaling.asgi.address import client_address
from alwrity.scaling.asgi.limit import LimitRequests
from alwrity.scaling.breaker import Breaker, BreakerOpenError
from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.cached import cached
from alwrity.scaling.cache.entry import Lifetime
from alwrity.scaling.cache.memory import MemoryTier
from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import Policy
from alwrity.scaling.rate_limit.rules import Rule, Rules

SOURCE = "https://quotes.example/"
cache = Cache(MemoryTier(16_000_000))
breaker = Breaker("quotes")
client = httpx.AsyncClient(timeout=5)


@cached(cache, Lifetime(ttl=60, swr=30, sie=3600), scope="")
async def quotes(topic: str) -> list[str]:
    """Asked once a minute for all who want them; for an hour old ones stand in for none."""
    with breaker.guard():
        answer = await client.get(SOURCE + topic)
        return list(answer.raise_for_status().json())


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Give back at the end what was opened."""
    yield
    await cache.close()
    await client.aclose()


app = FastAPI(lifespan=lifespan)
app.add_middleware(
    LimitRequests,
    store=MemoryRateLimitStore(),
    rules=Rules(Rule("*", Policy.parse("10/minute; 100/hour"))),
    subject=lambda scope: client_address(scope, trusted=()),
    name="address",
    reject=lambda refused: JSONResponse({"detail": "Too many."}, 429, refused.headers),
)


@app.get("/quotes/{topic}")
async def read(topic: str) -> list[str]:
    """Quotes about a topic."""
    try:
        return await quotes(topic)
    except (BreakerOpenError, httpx.HTTPError) as error:
        raise HTTPException(503, "No quotes at the moment; try again soon.") from error
