"""`make screenshots`: every page in every dress, into `web/screenshots`, to be looked at.

`make screenshots ARGS=picture` takes the picture of the README anew.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Browser, Route
from tests.support.archive import fill
from tests.support.browser import DESKTOP, PHONE, Scheme, Tab, chromium, visit
from tests.support.processes import alive, server, vendor
from tests.web import screenshots_settings as settings
from tests.web import team as members
from tests.web.seeding import seed

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "web" / "screenshots"
PICTURE = ROOT / "docs" / "pictures" / "write.png"
TEXT = Path(__file__).with_name("picture.md")
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
                    await tab.page.get_by_role("heading", level=1).wait_for()
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


class Team:
    """Pictures of a server with login; each member signs in once."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._cookies: dict[str, list[Any]] = {}

    async def take(self, name: str, state: settings.State) -> None:
        """One state in every dress; one that takes doing in the two that differ most."""
        for dress in state.dresses or DRESSES:
            scheme, size = DRESSES[dress]
            async with visit(self._browser, scheme=scheme, size=size) as tab:
                await self._enter(tab, state.email)
                await tab.page.goto(self._url + state.place, wait_until="networkidle")
                await state.act(tab.page)
                await tab.page.wait_for_timeout(400)
                await tab.page.screenshot(path=FOLDER / f"{name}-{dress}.png")

    async def _enter(self, tab: Tab, email: str) -> None:
        if email and email not in self._cookies:
            await members.sign_in(tab, self._url, email)
            self._cookies[email] = list(await tab.context.cookies())
        await tab.context.add_cookies(self._cookies.get(email, []))


async def settings_and_entrances(wanted: list[str]) -> None:
    """A server with login: nobody but its owner, then members, keys, voices and invitations."""
    with tempfile.TemporaryDirectory() as folder:
        async with members.team_with_models(Path(folder)) as product, chromium() as browser:
            team = Team(browser, product.url)
            for name, state in settings.BEFORE.items():
                if not wanted or name in wanted:
                    await team.take(name, state)
            link = await members.fill(product.url)
            links = {"invitation": settings.State(link, "")}
            for name, state in (settings.AFTER | links).items():
                if not wanted or name in wanted:
                    await team.take(name, state)


async def demo_model() -> None:
    """What somebody sees who has connected no model yet."""
    with tempfile.TemporaryDirectory() as folder:
        product = server(Path(folder), ALWRITY_LLM="embedded")
        async with alive(product):
            await take(product.url, "settings-models-demo", "/settings/models")


async def picture(url: str) -> None:
    """The picture of the README: a piece with its findings, one of them open."""
    piece = {"title": "Waste", "body": TEXT.read_text(), "keyphrase": "food waste"}
    async with (
        aiohttp.ClientSession(url) as http,
        http.post("/api/content", json=piece) as answer,
    ):
        place = f"/write/{(await answer.json())['id']}"
    await asyncio.sleep(1)
    async with chromium() as browser, visit(browser, url + place, size=(1280, 800)) as tab:
        await tab.page.locator(".cm-clarity", has_text="In order to").click()
        await tab.page.get_by_role("button", name="Apply").wait_for()
        await tab.page.wait_for_timeout(400)
        await tab.page.screenshot(path=PICTURE)


async def main(wanted: list[str]) -> None:
    """All places, or those that are named."""
    FOLDER.mkdir(exist_ok=True)
    signed_in = {*settings.BEFORE, *settings.AFTER, "invitation"}
    if not wanted or signed_in.intersection(wanted):
        await settings_and_entrances(wanted)
    if not wanted or "settings-models-demo" in wanted:
        await demo_model()
    with tempfile.TemporaryDirectory() as folder:
        model = vendor(Path(folder), tokens=60, pace=0)
        product = server(Path(folder), ALWRITY_LLM=f"openai:fake@{model.url}/v1")
        async with alive(model, product):
            places = {
                "desk-empty": "/",
                "library-empty": "/library",
                "analytics-empty": "/analytics",
            } | settings.ALONE
            for name, place in places.items():
                if not wanted or name in wanted:
                    await take(product.url, name, place)
            if "picture" in wanted:
                await picture(product.url)
            [first, *_] = await seed(product.url, 12)
            await asyncio.sleep(1)
            places = {
                "desk": "/", "brief": "/write?topic=How+small+bakeries+reduce+food+waste",
                "write": f"/write/{first}", "library": "/library",
                "nothing": "/nothing",
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
