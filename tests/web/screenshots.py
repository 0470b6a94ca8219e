"""`make screenshots`: every page in every dress, into `web/screenshots`, to be looked at."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Route
from tests.support.archive import fill
from tests.support.browser import DESKTOP, PHONE, Scheme, chromium, visit
from tests.support.processes import alive, server, vendor
from tests.web.seeding import seed

FOLDER = Path(__file__).parents[2] / "web" / "screenshots"
DRESSES: dict[str, tuple[Scheme, tuple[int, int]]] = {
    "light": ("light", DESKTOP),
    "dark": ("dark", DESKTOP),
    "phone": ("light", PHONE),
    "phone-dark": ("dark", PHONE),
}


async def take(url: str, name: str, place: str) -> None:
    """One place in every dress."""
    async with chromium() as browser:
        for dress, (scheme, size) in DRESSES.items():
            async with visit(browser, scheme=scheme, size=size) as tab:
                if name.endswith("-failed"):
                    await tab.page.route("**/api/**", refuse)
                await tab.page.goto(url + place, wait_until="networkidle")
                await tab.page.wait_for_timeout(400)
                await tab.page.screenshot(path=FOLDER / f"{name}-{dress}.png")
                if name == "desk":
                    await tab.press("Control+k")
                    await tab.page.get_by_role("combobox").wait_for()
                    await tab.page.screenshot(path=FOLDER / f"commands-{dress}.png")


async def refuse(route: Route) -> None:
    """What a page of its own is about fails; who is signed in is still told."""
    if route.request.url.endswith("/api/me"):
        await route.continue_()
        return
    detail = "The database 'main' does not answer; try again in a moment."
    await route.fulfill(
        status=422, content_type="application/problem+json", body=json.dumps({"detail": detail})
    )


async def main(wanted: list[str]) -> None:
    """All places, or those that are named."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        model = vendor(Path(folder), tokens=60, pace=0)
        product = server(Path(folder), ALWRITY_LLM=f"openai:fake@{model.url}/v1")
        async with alive(model, product):
            places = {
                "desk-empty": "/",
                "library-empty": "/library",
                "analytics-empty": "/analytics",
            }
            for name, place in places.items():
                if not wanted or name in wanted:
                    await take(product.url, name, place)
            [first, *_] = await seed(product.url, 12)
            await asyncio.sleep(1)
            places = {
                "desk": "/", "brief": "/write?topic=How+small+bakeries+reduce+food+waste",
                "write": f"/write/{first}", "library": "/library",
                "settings": "/settings", "login": "/login", "nothing": "/nothing",
            } | {
                f"write-{panel}": f"/write/{first}?panel={panel}"
                for panel in ("scores", "details", "history", "publish")
            }  # fmt: skip
            for name, place in places.items():
                if not wanted or name in wanted:
                    await take(product.url, name, place)
            fill(Path(folder), 500)
            places = {
                "analytics": "/analytics", "analytics-long": "/analytics?days=91",
                "analytics-failed": "/analytics", "library-long": "/library",
            }  # fmt: skip
            for name, place in places.items():
                if not wanted or name in wanted:
                    await take(product.url, name, place)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
