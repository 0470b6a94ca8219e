"""A draft of 200 tokens a second in the editor: late frames, long tasks, CPU a frame."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Page
from tests.support.browser import chromium, visit
from tests.support.processes import alive, server, vendor

from benchmarks.web.devtools import task_seconds

PACE = 200
SECONDS = 8
RUNS = 3
MOST_LATE = 0.01
MOST_CPU_MS = 12
LATE_MS = 25
#: A task of more than 50 ms, as browsers have it.
_WATCH = """({seconds, late}) => new Promise((done) => {
  const frames = [];
  let long = 0;
  const observer = new PerformanceObserver((list) => { long += list.getEntries().length; });
  observer.observe({type: "longtask"});
  const step = (now) => {
    frames.push(now);
    if (now - frames[0] < seconds * 1000) return requestAnimationFrame(step);
    observer.disconnect();
    const gaps = frames.slice(1).map((now, place) => now - frames[place]);
    done({
      frames: gaps.length,
      fps: 1000 * gaps.length / (frames.at(-1) - frames[0]),
      late: gaps.filter((gap) => gap > late).length / gaps.length,
      long,
    });
  };
  requestAnimationFrame(step);
})"""


async def main() -> list[str]:
    with tempfile.TemporaryDirectory(prefix="alwrity-bench-") as folder:
        model = vendor(Path(folder), tokens=PACE * (SECONDS + 4), pace=PACE)
        product = server(Path(folder), ALWRITY_LLM=f"openai:fake@{model.url}/v1")
        async with alive(model, product), chromium() as browser:
            runs = []
            for _ in range(RUNS):
                piece = await _begin(product.url)
                async with visit(browser) as tab:
                    # A stream that is open is a network that is never idle.
                    await tab.page.goto(f"{product.url}/write/{piece}", wait_until="load")
                    runs.append(await _watch(tab.page))
            # Others work on this machine, too.
            best = min(runs, key=lambda run: (run["late"], run["cpu"]))
            missed = set()
            if best["late"] > MOST_LATE or best["long"]:
                missed.add("frames of streamed")
            if best["cpu"] > MOST_CPU_MS:
                missed.add("CPU of streamed")
            print(
                f"  {best['rate']} into the editor: {best['fps']:.1f} fps, "
                f"{best['late']:.1%} late frames "
                f"(budget {MOST_LATE:.0%}), "
                f"{best['long']:.0f} long tasks (budget 0), {best['cpu']:.1f} ms CPU a frame "
                f"(budget {MOST_CPU_MS}){'  MISSED' if missed else ''}"
            )
            return sorted(missed)


async def _begin(url: str) -> str:
    brief = {"topic": "How bakeries waste less", "words": 5000}
    async with (
        aiohttp.ClientSession(url) as http,
        http.post("/api/content/generate", json=brief) as answer,
    ):
        answer.raise_for_status()
        return str((await answer.json())["content_id"])


async def _watch(page: Page) -> dict[str, Any]:
    rate = page.get_by_text("tokens/s")
    await rate.wait_for(timeout=30_000)
    await asyncio.sleep(1)
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Performance.enable")
    before = await task_seconds(devtools)
    seen: dict[str, Any] = await page.evaluate(_WATCH, {"seconds": SECONDS, "late": LATE_MS})
    seen["cpu"] = 1000 * (await task_seconds(devtools) - before) / seen["frames"]
    seen["rate"] = await rate.inner_text()
    await page.get_by_role("button", name="Stop").click()
    await page.get_by_role("button", name="Go on writing").wait_for()
    return seen
