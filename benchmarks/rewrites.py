"""Persisted rewrites a second of one process, not streamed; against direct calls of the vendor."""

import asyncio
import statistics
import time
from typing import Any

import aiohttp
from tests.vendor import vendor_process

from benchmarks.server import serving

CONCURRENT = 32
SECONDS = 4.0
ROUNDS = 3
BODY = "Bread is baked early in the morning, and nobody buys what is left in the evening. " * 8


async def rate(session: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> float:
    """Answers a second."""
    done, end = 0, time.perf_counter() + SECONDS

    async def work() -> None:
        nonlocal done
        while time.perf_counter() < end:
            async with session.post(url, json=body) as answer:
                await answer.read()
                if answer.status not in {200, 201}:
                    raise RuntimeError(await answer.text())
                done += 1

    await asyncio.gather(*(work() for _ in range(CONCURRENT)))
    return done / SECONDS


async def main() -> None:
    async with (
        vendor_process("--tokens", "30") as vendor,
        serving(f"openai:fake@{vendor}/v1") as server,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
    ):
        made = await session.post(f"{server.url}/api/content", json={"title": "t", "body": BODY})
        piece = await made.json()
        ours = f"{server.url}/api/content/{piece['id']}/rewrites?revision={piece['revision']}"
        wish = {"action": "shorten", "start": 0, "end": 81}
        direct = {"model": "fake", "messages": [{"role": "user", "content": BODY}]}
        rates, ratios, cpu = [], [], []
        for _ in range(ROUNDS):
            base = await rate(session, f"{vendor}/v1/chat/completions", direct)
            before = server.cpu_seconds()
            got = await rate(session, ours, wish)
            cpu.append((server.cpu_seconds() - before) / (got * SECONDS) * 1000)
            rates.append(got)
            ratios.append(got / base)
        print(f"rewrites, persisted     {statistics.median(rates):.0f} /s (budget 400)")
        print(f"CPU of the server       {statistics.median(cpu):.2f} ms each")
        print(f"against direct calls    {statistics.median(ratios):.2f}x")
