"""Every page in a real browser: no complaint in the console, none from axe-core, by keys alone."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from tests.support.accounts import PASSWORD
from tests.support.browser import DESKTOP, PHONE, Scheme, visit
from tests.support.processes import Killable, alive
from tests.web.seeding import seed
from tests.web.team import server_with_owner

PLACES = {
    "/": "Desk",
    "/write": "New piece",
    "/library": "Library",
    "/analytics": "Analytics",
    "/settings": "Settings",
    "/nothing": "Nothing here",
}


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_loads_without_a_complaint(
    browser: Browser, site: Killable, scheme: Scheme, filled: bool
) -> None:
    places = dict(PLACES)
    if filled:
        [first, *_] = await seed(site.url)
        places[f"/write/{first}"] = "How small bakeries reduce food waste"
    for size in (DESKTOP, PHONE):
        async with visit(browser, scheme=scheme, size=size) as tab:
            for place, title in places.items():
                await tab.page.goto(site.url + place)
                await expect(tab.page).to_have_title(f"{title} · ALwrity")
                await expect(tab.page.get_by_role("heading", level=1)).to_have_text(title)
                assert await tab.violations() == [], (place, size)
                # A browser itself reports that the server answered 404.
                refused = [said for said in tab.complaints if "404" not in said]
                assert refused == [], place
                wide = await tab.page.evaluate("document.documentElement.scrollWidth > innerWidth")
                assert not wide, f"{place} scrolls sideways at {size}"


async def test_a_stranger_gets_from_the_sample_to_a_piece_by_keys_alone(
    browser: Browser, site: Killable
) -> None:
    async with visit(browser, site.url) as tab:
        page = tab.page
        await expect(page.get_by_role("heading", level=1)).to_have_text("Desk")
        await tab.press("Tab")
        assert await tab.focused() == "Skip to the page"
        await tab.press("Enter", "Tab", "Tab")
        assert await tab.focused() == "Begin with this brief"
        await tab.press("Enter")
        topic = page.get_by_label("What is it about?")
        await expect(topic).to_have_value("How small bakeries can reduce food waste")
        await topic.focus()
        await tab.press("Enter")
        await expect(page.get_by_role("article")).to_contain_text(
            re.compile(r"\w+ \w+"), timeout=20_000
        )
        # It ends by itself, and then it is in the library.
        await expect(page.get_by_role("button", name="Stop")).to_have_count(0, timeout=20_000)
        await tab.press("g", "l")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Library")
        await expect(page.get_by_role("row")).to_have_count(2)
        assert tab.complaints == []


async def test_the_command_bar_finds_pages_actions_and_pieces(
    browser: Browser, site: Killable
) -> None:
    await seed(site.url)
    async with visit(browser, site.url) as tab:
        page = tab.page
        await expect(page.get_by_role("heading", level=1)).to_have_text("Desk")
        await tab.press("Control+k")
        field = page.get_by_role("combobox")
        await expect(field).to_be_focused()
        await page.keyboard.type("sourdough")
        await expect(page.get_by_role("option", name="A field guide to sourdough")).to_be_visible()
        assert await tab.violations() == []
        await tab.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("sourdough")

        await tab.press("Control+k")
        await page.keyboard.type("theme dark")
        await tab.press("Enter")
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        # The theme is there before anybody listens to keys.
        await expect(page.get_by_role("heading", level=1)).to_contain_text("sourdough")

        await tab.press("?")
        await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        assert await tab.violations() == []
        await tab.press("Escape", "g", "s")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
        await page.get_by_role("link", name="Appearance").click()
        await page.get_by_role("radio", name="Deutsch").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
        assert tab.complaints == []


async def test_a_server_that_goes_and_comes_back_is_told_and_forgotten(
    browser: Browser, site: Killable
) -> None:
    async with visit(browser, site.url) as tab:
        page = tab.page
        await expect(page.get_by_role("heading", level=1)).to_have_text("Desk")
        await site.kill()
        await tab.press("g", "l")
        banner = page.get_by_role("status").filter(has_text="The server does not answer")
        await expect(banner).to_be_visible(timeout=10_000)
        await site.start()
        await expect(banner).to_have_count(0, timeout=20_000)
        await expect(page.get_by_role("heading", name="No piece yet")).to_be_visible()


async def test_the_documentation_runs_under_its_policy(browser: Browser, site: Killable) -> None:
    async with visit(browser, f"{site.url}/api/docs") as tab:
        await expect(tab.page.get_by_text("/api/content/generate").first).to_be_visible()
        assert tab.complaints == []


async def test_a_member_signs_in_and_out(browser: Browser, tmp_path: Path) -> None:
    product = await server_with_owner(tmp_path, "openai:fake")
    async with alive(product), visit(browser, f"{product.url}/library?from=mail") as tab:
        page = tab.page
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert await tab.violations() == []
        await page.get_by_label("Email").fill("ada@bakery.example")
        await page.get_by_label("Password", exact=True).fill("wrong horse battery")
        await tab.press("Enter")
        await expect(page.get_by_label("Password", exact=True)).to_have_attribute(
            "aria-invalid", "true"
        )
        assert await tab.violations() == []
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await tab.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Library")
        assert page.url.endswith("/library?from=mail")

        await page.get_by_role("button", name="Ada").click()
        await tab.press("End", "Enter")
        await expect(page).to_have_title("Sign in · ALwrity")
        await page.goto(product.url)
        await expect(page).to_have_title("Sign in · ALwrity")


async def test_keys_right_behind_the_click_reach_the_menu(browser: Browser, site: Killable) -> None:
    async with visit(browser, site.url) as tab:
        await expect(tab.page.get_by_role("button", name="Account")).to_be_visible()
        # In one turn of the page's loop: before the event that tells of the open menu.
        focused = await tab.page.evaluate("""() => {
            document.querySelector("button[aria-haspopup=menu]").click();
            return document.activeElement.getAttribute("role");
        }""")
        assert focused in {"menuitem", "menuitemradio"}
