"""200-token streams with persistence: CPU each, and what 64 at once add to a direct call."""

import asyncio
import statistics
import time
from dataclasses import dataclass

import aiohttp
import orjson
from tests.vendor import vendor_process

from benchmarks.server import Serving, serving

STREAMS = 64
ROUNDS = 3
PACE, TOKENS, FIRST = 50, 200, 0.1
# A social post is one section and needs no outline from the model: one call, as the direct side.
BRIEF = {"topic": "Bread of yesterday", "template": "social_post", "words": 300}
DIRECT = {"model": "fake", "stream": True, "messages": [{"role": "user", "content": "Write."}]}


@dataclass
class Timing:
    """Seconds from the request to the first token, and to the end."""

    first: float
    whole: float


async def direct(session: aiohttp.ClientSession, vendor: str) -> Timing:
    began, first = time.perf_counter(), 0.0
    async with session.post(f"{vendor}/v1/chat/completions", json=DIRECT) as answer:
        async for line in answer.content:
            if not first and b'"content"' in line and b'"content":""' not in line:
                first = time.perf_counter() - began
    return Timing(first, time.perf_counter() - began)


async def ours(session: aiohttp.ClientSession, url: str) -> Timing:
    began, first = time.perf_counter(), 0.0
    async with session.post(f"{url}/api/content/generate", json=BRIEF) as answer:
        started = orjson.loads(await answer.read())
    async with session.get(url + started["events"]) as answer:
        async for line in answer.content:
            if not first and line.startswith(b"event: token"):
                first = time.perf_counter() - began
            if line.startswith(b"event: error"):
                raise RuntimeError("a generation failed")
    return Timing(first, time.perf_counter() - began)


async def one_round(
    session: aiohttp.ClientSession, vendor: str, server: Serving
) -> tuple[float, float, float, float]:
    """Added milliseconds to the first token, ratio of the whole, CPU ms a stream, p95 added."""
    base = await asyncio.gather(*(direct(session, vendor) for _ in range(STREAMS)))
    before = server.cpu_seconds()
    got = await asyncio.gather(*(ours(session, server.url) for _ in range(STREAMS)))
    cpu = (server.cpu_seconds() - before) / STREAMS * 1000
    firsts = sorted(timing.first for timing in got)
    base_first = statistics.median(timing.first for timing in base)
    added = statistics.median(firsts) - base_first
    worst = firsts[int(len(firsts) * 0.95)] - base_first
    whole = statistics.median(t.whole for t in got) / statistics.median(t.whole for t in base)
    return added * 1000, whole, cpu, worst * 1000


async def main() -> None:
    arguments = ("--tokens", str(TOKENS), "--pace", str(PACE), "--first-token", str(FIRST))
    async with (
        vendor_process(*arguments) as vendor,
        serving(f"openai:fake@{vendor}/v1") as server,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True)) as session,
    ):
        await ours(session, server.url)
        rounds = [await one_round(session, vendor, server) for _ in range(ROUNDS)]
        added, whole, cpu, worst = (
            statistics.median(column) for column in zip(*rounds, strict=True)
        )
        print(f"{STREAMS} streams at {PACE} tokens/s, {TOKENS} tokens each, {ROUNDS} rounds:")
        print(f"first token, added      {added:.0f} ms median, {worst:.0f} ms p95 (budget 250)")
        print(f"whole, against direct   {whole:.3f}x (budget 1.1)")
        print(f"CPU of the server       {cpu:.1f} ms a stream (budget 15)")
