"""The analytics in a real browser: what changed, what moved it, and the way into the library."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from tests.support.archive import fill
from tests.support.browser import DESKTOP, PHONE, Scheme, visit
from tests.support.processes import Killable

REFUSAL = '{"detail": "The database \'main\' does not answer; try again in a moment."}'


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_state_is_accessible(
    browser: Browser, site: Killable, scheme: Scheme, tmp_path: Path
) -> None:
    for size in (DESKTOP, PHONE):
        async with visit(browser, f"{site.url}/analytics", scheme=scheme, size=size) as tab:
            page = tab.page
            if size is DESKTOP:
                await expect(page.get_by_role("heading", name="Nothing to measure")).to_be_visible()
                assert await tab.violations() == []
                fill(tmp_path, 200, quiet=10)
                await page.reload()
            await expect(
                page.get_by_text(re.compile("Mean quality .* pieces were made"))
            ).to_be_visible()
            await expect(page.locator("canvas")).to_be_visible()
            await page.get_by_text("The same as a table").click()
            assert await tab.violations() == []
            wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide

            await page.get_by_role("radio", name="7 days").click()
            quiet = page.get_by_role("heading", name="No piece was made in these 7 days")
            await expect(quiet).to_be_visible()
            assert await tab.violations() == []
            await page.get_by_role("link", name="Show 28 days").click()
            await expect(quiet).to_have_count(0)
            assert tab.complaints == []

            await page.route(
                "**/api/analytics/**", lambda route: route.fulfill(status=422, body=REFUSAL)
            )
            await page.reload()
            await expect(page.get_by_text("The database 'main' does not answer")).to_be_visible()
            assert await tab.violations() == []


async def test_a_range_lives_in_the_address_and_leads_into_the_library(
    browser: Browser, site: Killable, tmp_path: Path
) -> None:
    fill(tmp_path, 300)
    async with visit(browser, f"{site.url}/analytics") as tab:
        page = tab.page
        await page.get_by_role("radio", name="3 months").click()
        await expect(page).to_have_url(re.compile(r"\?days=91$"))
        await page.reload()
        await expect(page.get_by_role("radio", name="3 months")).to_be_checked()
        await expect(page.get_by_text("in the 91 days before")).to_be_visible()
        await expect(page.get_by_text("Voice “Workshop” was changed")).to_be_visible()

        # By keys: the crosshair tells of its day, and opens it.
        slider = page.get_by_role("slider", name="Day")
        await expect(page.locator("canvas")).to_be_visible()
        await slider.focus()
        await tab.press("Home")
        first = await slider.get_attribute("aria-valuetext")
        await tab.press("ArrowRight", "ArrowRight")
        assert first != await slider.get_attribute("aria-valuetext")
        await expect(page.locator(".u-cursor-x")).not_to_have_css("transform", "none")

        movers = page.get_by_role("table").filter(has_text="Points")
        await movers.get_by_role("link", name="Mei Tanaka").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Library")
        assert "author=" in page.url
        assert "created_from=" in page.url
        await expect(page.get_by_role("row").nth(1)).to_contain_text("Mei Tanaka")
        await page.go_back()
        await movers.get_by_role("link", name="waste").click()
        await expect(page.get_by_label("Tag", exact=True)).to_have_value("waste")
        assert tab.complaints == []
