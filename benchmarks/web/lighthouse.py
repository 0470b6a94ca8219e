"""Lighthouse on filled pages: each category's best of three, on a desk and on a phone."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from tests.support.browser import find_chromium
from tools.web_build import node_command

from benchmarks.web.site import filled

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: Points of the four, wanted on each kind of machine.
BUDGETS = {"desktop": (100, 100, 100, 100), "mobile": (95, 100, 100, 100)}
RUNS = 3
#: A busy machine makes a browser lose the beginning of its own trace now and then.
ATTEMPTS = 3
LOST = ("NO_NAVSTART", "NO_FCP", "NO_LCP", "PROTOCOL_TIMEOUT")
PROGRAM = "web/node_modules/lighthouse/cli/index.js"


async def main() -> list[str]:
    chromium = find_chromium()
    if chromium is None:
        print("  no browser: install Chromium or set ALWRITY_CHROMIUM")
        return ["lighthouse (no browser)"]
    missed = []
    async with filled(2000) as (url, places):
        print(f"  {'':20}{'  '.join(CATEGORIES)}")
        for kind, budget in BUDGETS.items():
            for name, place in places.items():
                runs = [await _audit(chromium, url + place, kind) for _ in range(RUNS)]
                points = [max(run[category] for run in runs) for category in CATEGORIES]
                enough = all(have >= want for have, want in zip(points, budget, strict=True))
                if not enough:
                    missed.append(f"lighthouse {kind} {name}")
                verdict = f"(load {os.getloadavg()[0]:.1f}){'' if enough else '  MISSED'}"
                print(f"  {kind:8} {name:10} {points} {verdict}", flush=True)
                faults = set().union(*(run["faults"] for run in runs))
                for fault in sorted(faults):
                    print(f"      {fault}", flush=True)
    return missed


class _TraceLostError(Exception):
    """The browser did not record what Lighthouse reads; another run will."""


async def _audit(chromium: str, url: str, kind: str) -> dict[str, Any]:
    """Points by category, and what was found wrong besides performance."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _run(chromium, url, kind)
        except _TraceLostError as lost:
            print(f"      run {attempt} of {ATTEMPTS} is not counted: {lost}", flush=True)
    raise RuntimeError(f"Lighthouse got no trace of {url} in {ATTEMPTS} attempts.")


async def _run(chromium: str, url: str, kind: str) -> dict[str, Any]:
    preset = ["--preset=desktop"] if kind == "desktop" else []
    process = await asyncio.create_subprocess_exec(
        *node_command(), PROGRAM, url, *preset, "--output=json", "--quiet",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        env={**os.environ, "CHROME_PATH": chromium}, cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, complained = await process.communicate()
    lost = next((code for code in LOST if code.encode() in complained), None)
    if process.returncode and lost:
        raise _TraceLostError(lost)
    if process.returncode:
        raise RuntimeError(f"Lighthouse failed on {url}: {complained.decode()[-2000:]}")
    report = json.loads(said)
    if "runtimeError" in report:
        raise _TraceLostError(report["runtimeError"]["code"])
    found: dict[str, Any] = {
        name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES
    }
    found["faults"] = {
        f"{part['id']}: {report['audits'][part['id']]['title']}"
        for name in CATEGORIES[1:]
        for part in report["categories"][name]["auditRefs"]
        if part["weight"] and (report["audits"][part["id"]]["score"] or 0) < 1
        and report["audits"][part["id"]]["scoreDisplayMode"] in {"binary", "numeric"}
    }  # fmt: skip
    return found
