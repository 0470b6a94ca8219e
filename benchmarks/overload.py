"""Ten times too much: goodput of generations and of reads, and whether `/health` still answers."""

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from tests.vendor import vendor_process

from benchmarks.server import Serving, serving
from benchmarks.streams import BRIEF, DIRECT

SLOTS, PACE, TOKENS, FIRST = 8, 50, 60, 0.1
FACTOR = 10
WARM, WINDOW = 25.0, 30.0
PIECES = 400
READ = "/api/content?q=bread&limit=100"
IN_TIME = 1.0
TIMES = (0.5, 1.0, 2.0, 5.0, 10.0)
READ_SECONDS = 6.0
BODY = "Bread is baked early in the morning, and nobody buys what is left in the evening. " * 12


@dataclass
class Probe:
    """Milliseconds of each look at `/health`, and looks that failed."""

    took: list[float] = field(default_factory=list)
    failed: int = 0

    def __str__(self) -> str:
        ordered = sorted(self.took)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        return (
            f"/health p50 {statistics.median(ordered):.0f} ms, p99 {p99:.0f} ms of {len(ordered)}"
            f" (budget 1000), {self.failed} failed"
        )


@asynccontextmanager
async def probing(server: Serving) -> AsyncIterator[Probe]:
    """Look at `/health` ten times a second, over a connection of its own each time."""
    probe = Probe()

    async def look(session: aiohttp.ClientSession) -> None:
        began = time.perf_counter()
        try:
            async with session.get(f"{server.url}/health") as answer:
                await answer.read()
                probe.failed += answer.status != 200
        except aiohttp.ClientError:
            probe.failed += 1
        probe.took.append((time.perf_counter() - began) * 1000)
        if os.environ.get("BENCH_LOG") and time.perf_counter() - began > 1:
            print(f"  /health took {time.perf_counter() - began:.1f} s at {began:.1f}")

    async def forever(session: aiohttp.ClientSession) -> None:
        async with asyncio.TaskGroup() as looks:
            while True:
                looks.create_task(look(session))
                await asyncio.sleep(0.1)

    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        task = asyncio.create_task(forever(session))
        try:
            yield probe
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def capacity(session: aiohttp.ClientSession, vendor: str) -> float:
    """Answers a second of the vendor's slots, each kept busy by one direct caller."""
    done, end = 0, time.perf_counter() + 10

    async def one_after_the_other() -> None:
        nonlocal done
        while time.perf_counter() < end:
            async with session.post(f"{vendor}/v1/chat/completions", json=DIRECT) as answer:
                await answer.read()
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(SLOTS)))
    return done / (time.perf_counter() - began)


async def generations(session: aiohttp.ClientSession, admission: str) -> None:
    arguments = ("--tokens", str(TOKENS), "--pace", str(PACE), "--first-token", str(FIRST))
    async with (
        vendor_process(*arguments, "--slots", str(SLOTS)) as vendor,
        serving(f"openai:fake@{vendor}/v1", ALWRITY_ADMISSION=admission) as server,
        probing(server) as probe,
    ):
        best = await capacity(session, vendor)
        ended: list[float] = []
        shed = 0

        async def client() -> None:
            nonlocal shed
            while True:
                async with session.post(f"{server.url}/api/content/generate", json=BRIEF) as answer:
                    if answer.status != 202:
                        shed += 1
                        await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))
                        continue
                    started = await answer.json()
                async with session.get(server.url + started["events"]) as answer:
                    async for line in answer.content:
                        if line.startswith(b"event: done"):
                            ended.append(time.perf_counter())  # noqa: PERF401 - as they come

        probe.took.clear()
        clients = [asyncio.create_task(client()) for _ in range(SLOTS * FACTOR)]
        began = time.perf_counter()
        await asyncio.sleep(WARM + WINDOW)
        for task in clients:
            task.cancel()
        await asyncio.gather(*clients, return_exceptions=True)
        counted = sum(began + WARM <= moment < began + WARM + WINDOW for moment in ended)
        limit = await _gauge(session, server, "admission_limit")
        print(f"{SLOTS * FACTOR} clients for {SLOTS} slots of the vendor, admission {admission}:")
        print(f"  goodput               {counted / WINDOW / best:.2f} of {best:.2f}/s (budget 0.9)")
        print(f"  limit at the end      {limit:.0f}, {shed} shed")
        print(f"  {probe}")


async def _gauge(session: aiohttp.ClientSession, server: Serving, name: str) -> float:
    async with session.get(f"{server.url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return next(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(f"{name}{{"))


@dataclass
class Reads:
    """Of one load: answers in time, refusals, answers too late, a second."""

    good: float
    shed: float
    late: float


async def read_rate(session: aiohttp.ClientSession, url: str) -> float:
    """Reads a second of eight callers that wait for their answers: what the server can do."""
    done, end = 0, time.perf_counter() + READ_SECONDS

    async def one_after_the_other() -> None:
        nonlocal done
        while time.perf_counter() < end:
            async with session.get(url) as answer:
                await answer.read()
            done += 1

    await asyncio.gather(*(one_after_the_other() for _ in range(8)))
    return done / READ_SECONDS


async def flood(session: aiohttp.ClientSession, url: str, rate: float) -> Reads:
    """Begin so many reads a second, whether or not those before them were answered."""
    good = shed = late = 0

    async def one() -> None:
        nonlocal good, shed, late
        began = time.perf_counter()
        try:
            async with session.get(url) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            late += 1
            return
        in_time = time.perf_counter() - began <= IN_TIME
        good += status == 200 and in_time
        late += status == 200 and not in_time
        shed += status == 503

    async with asyncio.TaskGroup() as tasks:
        began, begun = time.perf_counter(), 0
        while (passed := time.perf_counter() - began) < READ_SECONDS:
            while begun < passed * rate:
                tasks.create_task(one())
                begun += 1
            await asyncio.sleep(0.005)
    return Reads(good / READ_SECONDS, shed / READ_SECONDS, late / READ_SECONDS)


async def reads(session: aiohttp.ClientSession) -> None:
    async with vendor_process() as vendor, serving(f"openai:fake@{vendor}/v1") as server:
        for number in range(PIECES):
            piece = {"title": f"Bread {number}", "body": BODY}
            async with session.post(f"{server.url}/api/content", json=piece) as answer:
                if answer.status != 201:
                    raise RuntimeError(await answer.text())
        url = server.url + READ
        best = await read_rate(session, url)
        print(f"reads that search and list, {best:.0f}/s of eight callers; begun without waiting:")
        for times in TIMES:
            async with probing(server) as probe:
                seen = await flood(session, url, times * best)
                print(
                    f"  {times:4.1f} times: {seen.good / best:.2f} in time, "
                    f"{seen.shed / best:.2f} refused, {seen.late / best:.2f} late; {probe}"
                )
            await asyncio.sleep(1)


async def main() -> None:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        for admission in os.environ.get("BENCH_ADMISSION", "gradient,aimd").split(","):
            await generations(session, admission)
        await reads(session)
