"""A piece in the editor: streamed, saved through every loss, its findings and proposals."""

import asyncio
import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Locator, expect
from tests.support.browser import DESKTOP, PHONE, Scheme, Tab, visit
from tests.support.processes import Killable, alive, server, vendor
from tests.web.seeding import seed

TEXT = """# Bread

Most bakeries throw bread away. In order to sell it, they bake less.

Counting is said to help.[^1]

[^1]: A note.
"""


async def make_piece(url: str, body: str = TEXT) -> str:
    """A piece with one thing to apply, one to put aside, and a citation."""
    async with aiohttp.ClientSession(url) as http:
        piece = {"title": "Bread", "body": body}
        async with http.post("/api/content", json=piece) as answer:
            assert answer.status == 201, await answer.text()
            return str((await answer.json())["id"])


async def read(url: str, path: str) -> dict[str, Any]:
    async with aiohttp.ClientSession(url) as http, http.get(path) as answer:
        assert answer.status == 200, await answer.text()
        found: dict[str, Any] = await answer.json()
        return found


async def body_of(url: str, piece: str) -> str:
    """The text that stands on the server."""
    return str((await read(url, f"/api/content/{piece}"))["body"])


def manuscript(tab: Tab) -> Locator:
    return tab.page.get_by_role("textbox", name="Manuscript")


async def type_at_end(tab: Tab, words: str) -> None:
    await manuscript(tab).click()
    await tab.press("Control+End")
    await tab.page.keyboard.type(words)


async def test_what_is_typed_while_the_server_is_away_is_saved_when_it_is_back(
    browser: Browser, site: Killable
) -> None:
    [piece] = await seed(site.url, 1)
    async with visit(browser, f"{site.url}/write/{piece}") as tab:
        page = tab.page
        await type_at_end(tab, "Before. ")
        await expect(page.get_by_text("Saved now")).to_be_visible()
        await site.kill()
        await page.keyboard.type("Meanwhile. ")
        await expect(page.get_by_text("Kept here")).to_be_visible(timeout=10_000)
        assert await tab.violations() == []
        await page.keyboard.type("Still.")
        await site.start()
        await expect(page.get_by_text("Saved now")).to_be_visible(timeout=20_000)
        assert (await body_of(site.url, piece)).endswith("Before. Meanwhile. Still.")


async def test_the_last_words_are_saved_though_the_page_is_closed_at_once(
    browser: Browser, site: Killable
) -> None:
    [piece] = await seed(site.url, 1)
    async with visit(browser, f"{site.url}/write/{piece}") as tab:
        await type_at_end(tab, "Last words.")
        await tab.page.close(run_before_unload=True)
        for _ in range(100):
            if (await body_of(site.url, piece)).endswith("Last words."):
                break
            await asyncio.sleep(0.05)
        else:
            pytest.fail("the last words did not arrive")


async def test_unsaved_text_outlives_a_reload_and_a_stale_save_shows_both(
    browser: Browser, site: Killable
) -> None:
    [piece] = await seed(site.url, 1)
    async with visit(browser, f"{site.url}/write/{piece}") as tab:
        page = tab.page
        await expect(manuscript(tab)).to_have_attribute("contenteditable", "true")
        await page.route("**/api/content/*", lambda route: route.abort())
        await type_at_end(tab, "Only here.")
        await expect(page.get_by_text("Kept here")).to_be_visible(timeout=10_000)
        async with aiohttp.ClientSession(site.url) as http:
            async with http.get(f"/api/content/{piece}") as answer:
                etag = answer.headers["ETag"]
            change = {"title": "Theirs", "body": "# Theirs\n\nQuite another text.\n"}
            async with http.put(
                f"/api/content/{piece}", json=change, headers={"If-Match": etag}
            ) as answer:
                assert answer.status == 200
        await page.unroute("**/api/content/*")
        await page.reload()
        dialog = page.get_by_role("dialog", name="Somebody saved in between")
        await expect(dialog.get_by_role("group", name="Yours")).to_contain_text("Only here")
        await expect(dialog.get_by_role("group", name="Theirs")).to_contain_text("Quite another")
        assert await tab.violations() == []
        await tab.press("Escape")
        await expect(manuscript(tab)).to_contain_text("Only here")
        await page.get_by_role("button", name="Choose a version").click()
        await dialog.get_by_role("button", name="Take theirs").click()
        await expect(manuscript(tab)).to_contain_text("Quite another text")
        # The own text is a step back, and saved over the other one then.
        await manuscript(tab).click()
        await tab.press("Control+z")
        await expect(page.get_by_text("Saved now")).to_be_visible(timeout=10_000)
        assert (await body_of(site.url, piece)).endswith("Only here.")


async def test_a_finding_is_applied_put_aside_and_undone_by_keys(
    browser: Browser, site: Killable
) -> None:
    piece = await make_piece(site.url)
    async with visit(browser, f"{site.url}/write/{piece}") as tab:
        page = tab.page
        margin = page.get_by_role("complementary", name="Findings")
        card = margin.get_by_role("button", name="In order to")
        await expect(card).to_be_visible(timeout=10_000)
        for _ in range(20):
            await tab.press("j")
            await page.wait_for_timeout(80)  # a person looks before the next step
            if await card.get_attribute("aria-expanded") == "true":
                break
        await expect(card).to_be_focused()
        assert await tab.violations() == []
        await tab.press("a")
        await expect(manuscript(tab)).to_contain_text("To sell it, they bake less")
        await expect(card).to_have_count(0)
        await expect(page.get_by_text("Saved now")).to_be_visible(timeout=10_000)
        assert "To sell it" in await body_of(site.url, piece)
        await tab.press("Control+z")
        await expect(manuscript(tab)).to_contain_text("In order to sell it")
        await expect(card).to_be_visible(timeout=10_000)
        await expect(page.get_by_text("Saved now")).to_be_visible(timeout=10_000)

        await card.click()
        await tab.press("Escape")
        await expect(manuscript(tab)).to_be_focused()
        await tab.press("Escape")
        await expect(card).to_be_focused()
        await tab.press("x")
        await expect(card).to_have_count(0)
        await expect_dismissed(site.url, piece, 1)
        await tab.press("Control+z")
        await expect(card).to_be_visible()
        await expect_dismissed(site.url, piece, 0)
        assert tab.complaints == []


async def expect_dismissed(url: str, piece: str, count: int) -> None:
    for _ in range(100):
        if len((await read(url, f"/api/content/{piece}"))["dismissed"]) == count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {count} findings put aside")


async def test_a_proposal_is_shown_as_a_difference_and_used_or_not(
    browser: Browser, site: Killable
) -> None:
    piece = await make_piece(site.url)
    async with visit(browser, f"{site.url}/write/{piece}") as tab:
        page = tab.page
        line = manuscript(tab).locator(".cm-line", has_text="Most bakeries")
        tools = page.get_by_role("toolbar", name="Change the selection")
        proposal = page.get_by_role("region", name="Proposal")

        await line.click(click_count=3)
        await expect(tools).to_be_visible()
        assert await tab.violations() == []
        await tab.press("Alt+F10")
        assert await tab.focused() == "Rewrite"
        await tab.press("Enter")
        await expect(proposal.get_by_role("button", name="Use it")).to_be_focused(timeout=10_000)
        await expect(manuscript(tab).locator("del").first).to_be_visible()
        await expect(manuscript(tab).locator("ins").first).to_be_visible()
        assert await tab.violations() == []
        await tab.press("Escape")
        await expect(proposal).to_have_count(0)
        await expect(line).to_contain_text("In order to sell it")

        await line.click(click_count=3)
        await tools.get_by_role("textbox", name="Or say how").fill("with more wit")
        await tab.press("Enter")
        await expect(proposal.get_by_role("button", name="Use it")).to_be_focused(timeout=10_000)
        await tab.press("Enter")
        await expect(line).to_have_count(0)
        await expect(page.get_by_text("Saved now")).to_be_visible(timeout=10_000)
        assert "Most bakeries" not in await body_of(site.url, piece)
        await tab.press("Control+z")
        await expect(line).to_contain_text("In order to sell it")
        assert tab.complaints == []


async def test_sections_that_break_off_are_marked_and_written_on(
    browser: Browser, tmp_path: Path
) -> None:
    model = vendor(tmp_path, tokens=30, pace=0)
    product = server(tmp_path, ALWRITY_LLM=f"openai:fake!length@{model.url}/v1")
    async with alive(model, product), visit(browser, f"{product.url}/write") as tab:
        page = tab.page
        await page.get_by_label("What is it about?").fill("How bakeries waste less")
        await page.get_by_role("button", name="Straight on").click()
        marked = manuscript(tab).locator(".cm-cutOff")
        go_on = page.get_by_role("button", name="Write the first one on")
        await expect(go_on).to_be_visible(timeout=20_000)
        await page.reload()
        await expect(go_on).to_be_visible(timeout=20_000)
        count = await marked.count()
        assert count > 1
        assert await tab.violations() == []
        await go_on.click()
        await page.get_by_role("button", name="Use it").click()
        await expect(marked).to_have_count(count - 1)
        assert tab.complaints == []


async def test_the_cursor_is_in_sight_wherever_it_goes_in_a_long_piece(
    browser: Browser, site: Killable
) -> None:
    # Lines whose heights the editor can only guess until it draws them.
    body = "# Long\n\n" + "\n\n".join("Some words and more. " * (3 + n % 40) for n in range(120))
    piece = await make_piece(site.url, body)
    async with visit(browser, f"{site.url}/write/{piece}") as tab:
        await manuscript(tab).click()
        for key in ("Control+Home", "PageDown", "PageDown", "PageDown", "Control+End"):
            await tab.press(key)
            await tab.page.wait_for_timeout(300)
            top = await tab.page.evaluate(
                "() => { const at = getSelection().getRangeAt(0);"
                " return (at.getClientRects()[0] ?? at.startContainer.getBoundingClientRect())"
                ".top }"
            )
            assert 0 < top < DESKTOP[1], (key, top)


async def test_a_piece_without_a_heading_has_its_title_above(
    browser: Browser, site: Killable
) -> None:
    piece = await make_piece(site.url, "Most bakeries throw bread away.")
    async with visit(browser, f"{site.url}/write/{piece}", size=PHONE) as tab:
        page = tab.page
        title = page.get_by_role("textbox", name="Title")
        await expect(title).to_have_value("Bread")
        await title.fill("Bread and waste")
        await expect(page.get_by_text("Saved now")).to_be_visible(timeout=10_000)
        assert (await read(site.url, f"/api/content/{piece}"))["title"] == "Bread and waste"
        await manuscript(tab).click()
        await tab.press("Control+Home")
        await page.keyboard.type("# Crumbs\n\n")
        await expect(title).to_have_count(0)
        await expect(page).to_have_title(re.compile("Crumbs"))
        strip = page.get_by_role("region", name="Findings")
        await strip.get_by_role("button", name="finding").click(timeout=10_000)
        await expect(strip.get_by_text(re.compile(r"1 of \d"))).to_be_visible()
        assert await tab.violations() == []
        assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_state_of_a_piece_keeps_anybody_out(
    browser: Browser, site: Killable, scheme: Scheme, size: tuple[int, int]
) -> None:
    piece = await make_piece(site.url)
    async with visit(browser, f"{site.url}/write/{piece}", scheme=scheme, size=size) as tab:
        page = tab.page
        await manuscript(tab).locator(".cm-clarity").first.click(timeout=10_000)
        await expect(page.get_by_role("button", name="Apply")).to_be_visible()
        assert await tab.violations() == [], "a finding"
        await manuscript(tab).locator(".cm-line", has_text="Most bakeries").click(click_count=3)
        await expect(page.get_by_role("toolbar")).to_be_visible()
        assert await tab.violations() == [], "a selection"
        await page.get_by_role("button", name="Shorten").click()
        await expect(page.get_by_role("button", name="Use it")).to_be_focused(timeout=10_000)
        assert await tab.violations() == [], "a proposal"
        await page.get_by_role("button", name="Discard").click()
        wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide
        await page.goto(f"{site.url}/write/{'0' * 8}-0000-7000-8000-{'0' * 12}")
        await expect(page.get_by_role("heading", name="This could not be read")).to_be_visible()
        assert await tab.violations() == [], "no such piece"


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)])
async def test_a_draft_streams_in_outlives_a_reload_and_is_one_step_back(
    browser: Browser, tmp_path: Path, scheme: Scheme, size: tuple[int, int]
) -> None:
    model = vendor(tmp_path, tokens=60, pace=20)
    product = server(tmp_path, ALWRITY_LLM=f"openai:fake@{model.url}/v1")
    async with (
        alive(model, product),
        visit(browser, f"{product.url}/write", scheme=scheme, size=size) as tab,
    ):
        page = tab.page
        await page.get_by_label("What is it about?").fill("How bakeries waste less")
        await page.get_by_role("button", name="Straight on").click()
        await expect(manuscript(tab)).to_contain_text(re.compile(r"\w+ \w+"), timeout=20_000)
        await expect(manuscript(tab)).to_have_attribute("aria-readonly", "true")
        await expect(page.get_by_text(re.compile(r"tokens/s"))).to_be_visible()
        assert await tab.violations() == []
        await page.mouse.move(300, 400)
        await page.mouse.wheel(0, -200)
        await expect(page.get_by_role("button", name="Follow")).to_be_visible()
        await page.reload()
        await expect(manuscript(tab)).to_contain_text(re.compile(r"\w+ \w+"), timeout=20_000)
        await page.get_by_role("button", name="Stop").click()
        stopped = await manuscript(tab).inner_text()
        await expect(page.get_by_role("button", name="Stop")).to_have_count(0)
        await page.get_by_role("button", name="Go on writing").click(timeout=10_000)
        await expect(page.get_by_role("button", name="Content done")).to_be_visible(timeout=30_000)
        await expect(manuscript(tab)).not_to_have_attribute("aria-readonly", "true")
        assert len(await manuscript(tab).inner_text()) > len(stopped)
        assert await tab.violations() == []
        assert tab.complaints == []
        await manuscript(tab).focus()
        await tab.press("Control+z")
        await expect(manuscript(tab)).not_to_contain_text("Heading 2")
