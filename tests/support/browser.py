"""A real headless Chromium: whichever the machine has, driven over its own protocol."""

import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: A desk's screen, and a phone's.
DESKTOP, PHONE = (1440, 900), (390, 844)
Scheme = Literal["light", "dark"]


def find_chromium() -> str | None:
    """The browser to test with: `ALWRITY_CHROMIUM`, or one on the path."""
    given = os.environ.get("ALWRITY_CHROMIUM")
    return given or next(filter(None, map(shutil.which, _NAMES)), None)


def require_chromium() -> str:
    """The same, or a skip that nobody overlooks."""
    path = find_chromium()
    if path is None:
        reason = (
            "NO BROWSER: end-to-end tests are skipped; install Chromium or set ALWRITY_CHROMIUM"
        )
        print(f"\n{'=' * 20} {reason} {'=' * 20}", file=sys.__stderr__)
        pytest.skip(reason)
    return path


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser, started; use `visit` for a page in it."""
    path = require_chromium()
    async with async_playwright() as playwright:
        # A container's root cannot use the sandbox; it opens our own pages only.
        browser = await playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
        )
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Tab:
    """A page with what it complained about.

    Attributes:
        complaints: Errors and warnings of the console, uncaught errors, refused requests.
    """

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    async def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands: rule, then the first element."""
        await self.page.evaluate(AXE.read_text())
        result: dict[str, Any] = await self.page.evaluate("() => axe.run()")
        return [
            f"{found['id']}: {found['nodes'][0]['html'][:200]} {found['nodes'][0]['any'][:1]}"
            for found in result["violations"]
        ]

    async def focused(self) -> str:
        """The words of the element that has the focus: its label, or its text."""
        found = await self.page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent }"
        )
        return str(found).strip()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            await self.page.keyboard.press(key)


def _is_expected(said: ConsoleMessage) -> bool:
    """A browser itself reports that a piece has no analysis yet, which is answered by 404."""
    return "404" in said.text and str(said.location.get("url", "")).endswith("/analysis")


@asynccontextmanager
async def visit(
    browser: Browser,
    url: str = "about:blank",
    *,
    scheme: Scheme = "light",
    size: tuple[int, int] = DESKTOP,
    language: str = "en-GB",
) -> AsyncIterator[Tab]:
    """A fresh profile at `url`, with reduced motion so that nothing is caught half-way."""
    context = await browser.new_context(
        color_scheme=scheme,
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        reduced_motion="reduce",
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
    )
    tab = Tab(await context.new_page(), context)
    tab.page.on(
        "console",
        lambda said: (
            tab.complaints.append(f"{said.type}: {said.text}")
            if said.type in {"error", "warning"} and not _is_expected(said)
            else None
        ),
    )
    tab.page.on("pageerror", lambda error: tab.complaints.append(f"uncaught: {error}"))
    tab.page.on(
        "requestfailed",
        lambda request: (
            tab.complaints.append(f"failed: {request.url} {request.failure}")
            if "ERR_ABORTED" not in (request.failure or "")
            else None
        ),
    )
    try:
        await tab.page.goto(url, wait_until="networkidle")
        yield tab
    finally:
        await context.close()
