"""The library in a real browser: found by address, chosen by keys, changed at once, taken back."""

import aiohttp
import pytest
from playwright.async_api import Browser, expect
from tests.support.browser import DESKTOP, PHONE, Scheme, visit
from tests.support.processes import Killable
from tests.web.seeding import seed


async def test_pieces_are_found_chosen_by_keys_changed_and_taken_back(
    browser: Browser, site: Killable
) -> None:
    await seed(site.url, 12)
    async with visit(browser, f"{site.url}/library?status=draft") as tab:
        page = tab.page
        rows = page.get_by_role("row")
        await expect(rows).to_have_count(1 + 4)

        await tab.press("j", "x", "Shift+J", "Shift+J")
        toolbar = page.get_by_role("toolbar")
        await expect(toolbar).to_contain_text("3 selected")
        await toolbar.get_by_role("button", name="Status").click()
        await page.get_by_role("menuitem", name="In review").click()
        await expect(page.get_by_text("3 pieces changed.")).to_be_visible()
        await expect(rows).to_have_count(1 + 1)
        await page.get_by_role("button", name="Undo").click()
        await expect(rows).to_have_count(1 + 4)

        await tab.press("Escape")
        await expect(toolbar).to_have_count(0)
        await tab.press("/")
        await page.keyboard.type("queue", delay=20)
        await expect(rows).to_have_count(1 + 2)
        await expect(page.get_by_label("Search the library")).to_be_focused()
        assert page.url.endswith("/library?q=queue&status=draft")

        await page.get_by_role("button", name="Save this view").click()
        await page.get_by_label("Name").fill("Queues")
        await tab.press("Enter")
        await page.get_by_role("link", name="All pieces").click()
        await expect(rows).to_have_count(1 + 12)
        await page.get_by_role("link", name="Queues").click()
        await expect(rows).to_have_count(1 + 2)
        await expect(page.get_by_label("Search the library")).to_have_value("queue")
        assert tab.complaints == []


async def test_a_long_library_keeps_few_rows_in_the_document(
    browser: Browser, site: Killable
) -> None:
    async with aiohttp.ClientSession(site.url) as http:
        for part in range(2):
            files = [
                {"filename": f"{part}-{number}.md", "text": f"# Loaf {part}-{number:03}\n\nRye."}
                for number in range(100)
            ]
            async with http.post("/api/content/import", json=files) as answer:
                assert answer.status == 200, await answer.text()
    async with visit(browser, f"{site.url}/library?sort=title") as tab:
        page = tab.page
        await expect(page.get_by_role("link", name="Loaf 0-000")).to_be_visible()
        assert await page.get_by_role("row").count() <= 1 + 30
        for _ in range(6):
            await page.locator("main").evaluate("e => e.scrollTo(0, e.scrollHeight)")
            await page.wait_for_timeout(150)
        await expect(page.get_by_role("link", name="Loaf 1-099")).to_be_visible()
        assert await page.get_by_role("row").count() <= 1 + 30
        assert tab.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_files_are_imported_and_every_state_is_accessible(
    browser: Browser, site: Killable, scheme: Scheme
) -> None:
    for size in (DESKTOP, PHONE):
        async with visit(browser, f"{site.url}/library", scheme=scheme, size=size) as tab:
            page = tab.page
            if size is DESKTOP:
                await expect(page.get_by_role("heading", name="No piece yet")).to_be_visible()
                assert await tab.violations() == []
            await page.locator("input[type=file]").set_input_files(
                {"name": "rye.md", "mimeType": "text/markdown", "buffer": b"# Rye\n\nBread."}
            )
            await expect(page.get_by_text("1 piece imported.")).to_be_visible()
            await page.get_by_role("checkbox").first.check()
            await expect(page.get_by_role("toolbar")).to_be_visible()
            assert await tab.violations() == []
            await page.goto(f"{site.url}/library?q=nothing-like-it")
            await expect(page.get_by_role("heading", name="Nothing fits")).to_be_visible()
            assert await tab.violations() == []
            assert tab.complaints == []
