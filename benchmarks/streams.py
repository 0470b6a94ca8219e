"""200-token streams with persistence: CPU each, and what 64 at once add to a direct call."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import aiohttp
import orjson
from tests.vendor import vendor_process

from benchmarks.server import Serving, serving

STREAMS = 64
ROUNDS = 3
TURNS = 2
UNPACED = 160
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


Stream = Callable[[], Awaitable[Timing]]


async def side_by_side(stream: Stream) -> list[Timing]:
    """STREAMS at any moment, begun one after the other."""

    async def one_after_the_other(place: int) -> list[Timing]:
        await asyncio.sleep(place * TOKENS / PACE / STREAMS)
        return [await stream() for _ in range(TURNS)]

    turns = await asyncio.gather(*(one_after_the_other(place) for place in range(STREAMS)))
    return [timing for timings in turns for timing in timings]


async def all_at_once(stream: Stream) -> list[Timing]:
    """STREAMS begun in the same moment."""
    return await asyncio.gather(*(stream() for _ in range(STREAMS)))


@dataclass
class Round:
    """Added milliseconds to the first token (median, p95), ratio of the whole, CPU ms a stream."""

    added: float
    worst: float
    whole: float
    cpu: float

    @classmethod
    async def measure(
        cls, way: Callable[[Stream], Awaitable[list[Timing]]], base: Stream, ours: Stream,
        server: Serving,
    ) -> "Round":  # fmt: skip
        direct_timings = await way(base)
        before = server.cpu_seconds()
        timings = await way(ours)
        cpu = (server.cpu_seconds() - before) / len(timings)
        first = statistics.median(timing.first for timing in direct_timings)
        firsts = sorted(timing.first - first for timing in timings)
        whole = statistics.median(timing.whole for timing in direct_timings)
        return cls(
            statistics.median(firsts) * 1000, firsts[int(len(firsts) * 0.95)] * 1000,
            statistics.median(timing.whole for timing in timings) / whole, cpu * 1000,
        )  # fmt: skip


def report(title: str, rounds: list[Round]) -> None:
    added, worst, whole, cpu = (
        statistics.median(getattr(each, name) for each in rounds)
        for name in ("added", "worst", "whole", "cpu")
    )
    print(title)
    print(f"  first token, added    {added:.0f} ms median, {worst:.0f} ms p95 (budget 250)")
    print(f"  whole, against direct {whole:.3f}x (budget 1.1)")
    print(f"  CPU of the server     {cpu:.1f} ms a stream")


async def unpaced(session: aiohttp.ClientSession, at_a_time: int, budget: str = "") -> None:
    """CPU of a stream whose tokens come as fast as they can."""
    async with (
        vendor_process("--tokens", str(TOKENS)) as vendor,
        serving(f"openai:fake@{vendor}/v1") as server,
    ):

        async def some(rounds: int) -> None:
            for _ in range(rounds):
                await asyncio.gather(*(ours(session, server.url) for _ in range(at_a_time)))

        await some(1)
        before = server.cpu_seconds()
        await some(UNPACED // at_a_time)
        cpu = (server.cpu_seconds() - before) / UNPACED * 1000
        print(f"{TOKENS} tokens without pace, {at_a_time} at a time, {UNPACED} streams:")
        print(f"  CPU of the server     {cpu:.1f} ms a stream{budget}")


async def main() -> None:
    arguments = ("--tokens", str(TOKENS), "--pace", str(PACE), "--first-token", str(FIRST))
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        async with (
            vendor_process(*arguments) as vendor,
            serving(f"openai:fake@{vendor}/v1") as server,
        ):
            sides = (partial(direct, session, vendor), partial(ours, session, server.url), server)
            await ours(session, server.url)
            what = f"{STREAMS} streams at {PACE} tokens/s, {TOKENS} tokens each"
            steady = [await Round.measure(side_by_side, *sides) for _ in range(ROUNDS)]
            report(f"{what}, begun one after the other:", steady)
            herd = [await Round.measure(all_at_once, *sides) for _ in range(ROUNDS)]
            report(f"{what}, begun in the same moment:", herd)
        # As many at a time as where the budget's figure was measured, on the same vendor.
        await unpaced(session, 32, " (budget 15)")
        await unpaced(session, 8)
