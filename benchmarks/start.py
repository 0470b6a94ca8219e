"""Time until the web role is ready, and its memory; against a bare interpreter in the same run."""

import statistics
import subprocess
import sys
import time

from benchmarks.server import serving

RUNS = 5


async def main() -> None:
    ready, memory, bare = [], [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import fastapi, sqlalchemy, aiohttp"], check=True)
        bare.append(time.perf_counter() - began)
        async with serving("openai:fake@http://127.0.0.1:9/v1") as server:
            ready.append(server.ready_seconds)
            memory.append(server.megabytes())
    print(f"ready after             {statistics.median(ready):.2f} s (budget 3)")
    print(f"resident memory         {statistics.median(memory):.0f} MB (budget 150)")
    ratio = statistics.median(a / b for a, b in zip(ready, bare, strict=True))
    print(f"against importing FastAPI, SQLAlchemy and aiohttp alone: {ratio:.2f}x")
