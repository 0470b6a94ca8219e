"""Checks of limits a second against slowapi and limits in one interleaved run; what is over.

Two figures each: by the clock, and by the CPU that this process used, which is what a machine
without other work would give to what waits for nobody.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.requests import Request
from tests.support.redis import RedisServer

from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import Policy
from alwrity.scaling.rate_limit.redis import RedisRateLimitStore
from alwrity.scaling.redis import RedisClient

ROUNDS = 5
CONCURRENT = 64
SUBJECTS = 50
BUDGET = 300_000
#: Never reached: what is measured is the check, not the refusal.
WIDE = 10**9

Check = Callable[[str], Awaitable[object]]


@asynccontextmanager
async def servers(url: str, size: int) -> AsyncIterator[list[RedisRateLimitStore]]:
    clients = [RedisClient(url) for _ in range(size)]
    stores = [RedisRateLimitStore(client) for client in clients]
    try:
        yield stores
    finally:
        for part in [*stores, *clients]:
            await part.aclose()


async def rate(check: Check, checks: int) -> tuple[float, float]:
    """Checks a second of the clock and of CPU, 64 at once, over 50 subjects."""

    async def worker(number: int) -> None:
        for turn in range(checks // CONCURRENT):
            await check(f"subject-{(number + turn) % SUBJECTS}")

    await worker(0)
    began, began_cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker(number) for number in range(CONCURRENT)))
    return checks / (time.perf_counter() - began), checks / (time.process_time() - began_cpu)


def peers(redis_url: str) -> dict[str, tuple[Check, int]]:
    """What others offer, as they come; empty where they are not installed."""
    try:
        from limits.aio.storage import MemoryStorage, RedisStorage  # noqa: PLC0415
        from limits.aio.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter  # noqa: PLC0415
        from slowapi import Limiter  # noqa: PLC0415

        from limits import RateLimitItemPerMinute  # noqa: PLC0415
    except ImportError as error:
        print(f"without peers: {error}")
        return {}
    item = RateLimitItemPerMinute(WIDE)
    fixed = FixedWindowRateLimiter(MemoryStorage())
    hundred = RateLimitItemPerMinute(100)
    moving = MovingWindowRateLimiter(MemoryStorage())
    redis = MovingWindowRateLimiter(
        RedisStorage(f"async+{redis_url}", implementation="redispy", max_connections=CONCURRENT)
    )
    limiter = Limiter(key_func=lambda request: request.scope["who"])

    @limiter.limit(f"{WIDE}/minute")
    async def endpoint(request: Request) -> None:
        """What slowapi guards."""

    def slowapi(who: str) -> Awaitable[object]:
        scope = {
            "type": "http", "who": who, "path": "/", "headers": [], "method": "GET",
            "app": _Application(limiter), "query_string": b"",
        }  # fmt: skip
        return endpoint(request=Request(scope))

    return {
        "limits, memory, fixed window": (lambda who: fixed.hit(item, who), 20_000),
        "limits, memory, moving window, 100/minute": (lambda who: moving.hit(hundred, who), 20_000),
        "slowapi, memory, fixed window": (slowapi, 20_000),
        "limits, Redis, moving window": (lambda who: redis.hit(hundred, who), 3_000),
    }


class _Application:
    """Where slowapi looks for itself."""

    def __init__(self, limiter: object) -> None:
        self.state = type("State", (), {"limiter": limiter})()


async def measure(server: RedisServer) -> None:
    memory = MemoryRateLimitStore()
    exact, leased = Policy.parse("100/minute"), Policy.parse(f"{WIDE}/minute")
    always = Policy.parse("1000000/day; 60/minute")
    async with servers(server.url, 1) as (store,):
        ours: dict[str, tuple[Check, int]] = {
            "leased from Redis, spent here": (lambda who: store.hit(who, leased), 400_000),
            "memory, exact, 100/minute": (lambda who: memory.hit(who, exact), 100_000),
            "Redis, exact, refusals remembered": (lambda who: store.hit(who, exact), 20_000),
            "Redis, exact, asked each time": (
                lambda who: store.hit(f"{who}{time.perf_counter_ns()}", always), 10_000,
            ),
        }  # fmt: skip
        figures: dict[str, list[tuple[float, float]]] = {}
        everybody = {**ours, **peers(server.url)}
        for _ in range(ROUNDS):
            for name, (check, checks) in everybody.items():
                figures.setdefault(name, []).append(await rate(check, checks))
    first = figures["leased from Redis, spent here"]
    for name, rates in figures.items():
        ratio = statistics.median(a[0] / b[0] for a, b in zip(first, rates, strict=True))
        clock, cpu = (statistics.median(pair[which] for pair in rates) for which in (0, 1))
        best = max(pair[1] for pair in rates)
        print(
            f"{name:42} {clock:>9,.0f}/s {cpu:>9,.0f}/s of CPU (best {best:>9,.0f})"
            f"   leased: {ratio:6.1f}x"
        )
    best = max(pair[1] for pair in first)
    verdict = "met" if best >= BUDGET else "MISSED"
    print(f"budget {BUDGET:,} checks/s of CPU for what is leased, in the best round: {verdict}")


async def over(server: RedisServer) -> None:
    for words in ("10/minute", "100/minute", "1000/minute", "10000/minute"):
        server.empty()
        policy = Policy.parse(words)
        amount = policy.limits[0].amount
        async with servers(server.url, 4) as stores:
            decisions = await asyncio.gather(
                *(stores[n % 4].hit("a", policy) for n in range(max(1000, 2 * amount)))
            )
        admitted = sum(decision.allowed for decision in decisions)
        print(
            f"{words:>14}: a burst over 4 servers admits {admitted} "
            f"({100 * (admitted / amount - 1):+.1f} %)"
        )


async def main() -> None:
    server = RedisServer()
    try:
        await measure(server)
        await over(server)
    finally:
        server.stop()
