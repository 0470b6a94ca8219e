"""A piece from its brief to a review: outline, panels, history, rights."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect
from tests.support.accounts import PASSWORD
from tests.support.browser import DESKTOP, PHONE, Scheme, Tab, visit
from tests.support.processes import Killable, alive, server, vendor
from tests.web.seeding import seed
from tests.web.team import as_owner, server_with_owner

TOPIC = "How small bakeries reduce food waste"


async def test_from_brief_to_review(browser: Browser, site: Killable) -> None:
    async with visit(browser, f"{site.url}/write") as tab:
        page = tab.page
        await page.get_by_label("What is it about?").fill(TOPIC)
        await page.get_by_text("Points, reader, search and sources").click()
        await page.get_by_role("button", name="Add a point").click()
        await page.keyboard.type("Track daily sales")
        await tab.press("Enter")
        await page.keyboard.type("Bake smaller batches")
        await page.get_by_label("Paste a text, Markdown").fill(
            "# Waste in bakeries\n\nGood teams measure before they change a system."
        )
        await page.get_by_role("button", name="Add source").click()
        await expect(page.get_by_label("Title of source 1")).to_have_value("Waste in bakeries")
        await page.get_by_role("button", name="Plan first").click()

        outline = page.get_by_role("form", name="Outline")
        await expect(outline).to_be_visible(timeout=20_000)
        assert await tab.violations() == []
        await expect(page.get_by_role("button", name="Outline now")).to_be_visible()
        await reorder_by_keys(tab)
        await page.get_by_role("button", name="Confirm and write").click()

        text = page.get_by_role("article", name="Manuscript")
        await expect(text).to_contain_text("Count first", timeout=20_000)
        await expect(page.get_by_role("button", name="Stop")).to_have_count(0, timeout=20_000)
        await expect(page.get_by_role("button", name="Content done")).to_be_visible()
        written = await text.inner_text()
        assert written.index("Count first") < written.index("Heading")

        await page.get_by_role("button", name="Research done").click()
        sources = page.get_by_role("complementary", name="Sources")
        await expect(sources.get_by_text("Waste in bakeries").first).to_be_visible()
        assert await tab.violations() == []

        await change_details(tab)
        await compare_and_restore(tab)
        await page.get_by_role("button", name="Publish").click()
        publish = page.get_by_role("complementary", name="Publish")
        await expect(publish.get_by_text("The slug is missing").first).to_be_visible()
        assert await tab.violations() == []
        async with page.expect_download() as download:
            await publish.get_by_role("link", name="Markdown").click()
        assert "## Count last" in (await (await download.value).path()).read_text()
        await publish.get_by_role("button", name="Send to review").click()
        await expect(publish.get_by_role("button", name="Approve")).to_be_visible()
        await page.get_by_role("button", name="Undo").last.click()
        await expect(publish.get_by_role("button", name="Send to review")).to_be_visible()
        assert unexpected(tab) == []


def unexpected(tab: Tab) -> list[str]:
    """What the console complained about, but refusals and analyses that are not there yet."""
    return [said for said in tab.complaints if "422" not in said and "404" not in said]


async def reorder_by_keys(tab: Tab) -> None:
    """Rename the last section, move it to the front; remove another, undo; leave one unnamed."""
    page = tab.page
    outline = page.get_by_role("form", name="Outline")
    headings = outline.get_by_label("Heading")
    count = await headings.count()
    await headings.last.fill("Count first")
    for place in range(count, 1, -1):
        await tab.press("Alt+ArrowUp")
        said = outline.get_by_role("status")
        await expect(said).to_contain_text(f"“Count first” moved to place {place} of {count + 1}.")
    await expect(headings.first).to_have_value("Count first")
    await expect(headings.first).to_be_focused()
    await tab.press("Alt+ArrowUp")
    await expect(outline.get_by_role("status")).to_have_text("It cannot go further.")

    # By the pointer, too.
    handle = outline.get_by_role("button", name="Move section 2: drag it")
    await handle.drag_to(outline.get_by_role("listitem", name="Section 3"))
    await expect(headings.nth(1)).to_have_value("Count first")
    await headings.nth(1).focus()
    await tab.press("Alt+ArrowUp")
    await expect(headings.first).to_have_value("Count first")

    await outline.get_by_role("button", name="Remove section 3").click()
    await expect(headings).to_have_count(count - 1)
    await page.get_by_role("button", name="Undo").click()
    await expect(headings).to_have_count(count)
    await outline.get_by_role("button", name="Add a section").click()
    await page.get_by_role("button", name="Confirm and write").click()
    await expect(headings.last).to_have_attribute("aria-invalid", "true")
    assert await tab.violations() == []
    await outline.get_by_role("button", name=f"Remove section {count + 2}").click()


async def change_details(tab: Tab) -> None:
    page = tab.page
    await page.get_by_role("button", name="Details", exact=True).click()
    details = page.get_by_role("form", name="Details")
    await details.get_by_label("Slug").fill("less waste")
    await details.get_by_label("Tags").fill("Waste,")
    await details.get_by_role("button", name="Save").click()
    await expect(details.get_by_label("Slug")).to_have_attribute("aria-invalid", "true")
    await details.get_by_label("Slug").fill("")
    await details.get_by_label("Keyphrase").fill("food waste")
    await details.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Details saved.")).to_be_visible()
    await expect(details.get_by_text("waste", exact=True)).to_be_visible()
    assert await tab.violations() == []


async def compare_and_restore(tab: Tab) -> None:
    """Change the text over the API, as another tab would; compare; restore; undo."""
    page = tab.page
    changed = await page.evaluate(
        """async (id) => {
          const place = `/api/content/${id}`;
          const answer = await fetch(place);
          const {body} = await answer.json();
          const headers = {"If-Match": answer.headers.get("ETag")};
          headers["Content-Type"] = "application/json";
          const edited = JSON.stringify({
            body: body.replace("## Count first", "## Count last") + "\\n\\nNotes are kept.[^1]",
          });
          return (await fetch(place, {method: "PATCH", headers, body: edited})).status;
        }""",
        page.url.split("/write/")[1].split("?")[0],
    )
    assert changed == 200
    await page.reload()
    text = page.get_by_role("article", name="Manuscript")
    await expect(text).to_contain_text("Count last")
    # The editor draws what is near the sight; the note is at the end.
    await page.evaluate("document.querySelector('main').scrollTo(0, 1e6)")
    await page.get_by_role("button", name="Citation 1: show its passage").last.click()
    passage = page.get_by_role("complementary", name="Sources").locator("[aria-current]")
    await expect(passage).to_contain_text("Good teams measure before they change a system")
    await page.get_by_role("button", name="History", exact=True).click()
    history = page.get_by_role("complementary", name="History")
    await expect(history.locator("ins").first).to_contain_text("last")
    await expect(history.locator("del")).to_contain_text("first")
    assert await tab.violations() == []
    await history.get_by_role("button", name="Restore revision").click()
    await expect(text).to_contain_text("Count first")
    await page.get_by_role("button", name="Undo").last.click()
    await expect(text).to_contain_text("Count last")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_brief_is_checked_at_its_fields_and_remembered(
    browser: Browser, site: Killable, scheme: Scheme
) -> None:
    for size in (DESKTOP, PHONE):
        async with visit(browser, f"{site.url}/write", scheme=scheme, size=size) as tab:
            page = tab.page
            topic = page.get_by_label("What is it about?")
            await page.get_by_role("button", name="Straight on").click()
            await expect(topic).to_be_focused()
            await expect(topic).to_have_attribute("aria-invalid", "true")
            assert await tab.violations() == [], (scheme, size)

            await page.get_by_role("button", name="Use the sample brief").click()
            await expect(page.get_by_role("textbox", name="Point 3")).to_have_value(
                "Sell day-old bread at a discount"
            )
            await page.get_by_label("Length in words").fill("5001")
            await expect(page.get_by_text("Give a whole number from 50 to 5,000.")).to_be_visible()
            await page.get_by_label("Length in words").fill("300")
            # What only the server can know: its sentence stands at the field.
            await page.get_by_label("Paste a text, Markdown").fill("http://127.0.0.1:9/waste")
            await page.get_by_role("button", name="Add source").click()
            await page.get_by_role("button", name="Straight on").click()
            sources = page.get_by_role("group", name="Sources")
            await expect(sources).to_contain_text("127.0.0.1", timeout=10_000)
            await expect(
                page.get_by_role("alert").filter(has_text="One field needs you.")
            ).to_be_visible()
            assert await tab.violations() == [], (scheme, size)
            wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide

            await page.reload()
            await expect(topic).to_have_value("How small bakeries can reduce food waste")
            await expect(page.get_by_label("Length in words")).to_have_value("300")
            await page.get_by_role("button", name="Empty the brief").click()
            await expect(topic).to_have_value("")
            await page.get_by_role("button", name="Undo").click()
            await expect(topic).to_have_value("How small bakeries can reduce food waste")
            assert unexpected(tab) == []


async def test_a_plan_is_made_and_confirmed_by_keys_alone(browser: Browser, site: Killable) -> None:
    async with visit(browser, f"{site.url}/write") as tab:
        page = tab.page
        await page.get_by_label("What is it about?").wait_for()
        await tab_to(tab, "What is it about?")
        await page.keyboard.type(TOPIC)
        await tab_to(tab, "Points, reader, search and sources")
        await tab.press("Enter")
        await tab_to(tab, "Add a point")
        await tab.press("Enter")
        await page.keyboard.type("One")
        await tab.press("Enter")
        await page.keyboard.type("Two")
        await tab.press("Alt+ArrowUp")
        await expect(page.get_by_role("textbox", name="Point 1")).to_have_value("Two")
        await tab_to(tab, "Plan first")
        await tab.press("Enter")
        await expect(page.get_by_role("form", name="Outline")).to_be_visible(timeout=20_000)
        await tab_to(tab, "Go to the outline")
        await tab.press("Enter")
        assert await tab.focused() == "Heading"
        await tab_to(tab, "Confirm and write")
        await tab.press("Enter")
        await expect(page.get_by_role("button", name="Content done")).to_be_visible(timeout=20_000)
        # The scores, and back to where one was.
        await page.get_by_role("button", name="Outline done").focus()
        await tab_to(tab, "SEO")
        await tab.press("Enter")
        scores = page.get_by_role("complementary", name="Scores")
        await expect(scores.get_by_text("What would raise SEO most")).to_be_visible(timeout=15_000)
        assert await tab.violations() == []
        await tab.press("Escape")
        await expect(scores).to_have_count(0)
        assert (await tab.focused()).startswith("SEO")
        assert tab.complaints == []


async def tab_to(tab: Tab, name: str, *, most: int = 60) -> None:
    """Press Tab until the focus is on what begins with a name."""
    for _ in range(most):
        await tab.press("Tab")
        if (await tab.focused()).startswith(name):
            return
    raise AssertionError(f"Tab never came to {name!r}")


async def test_what_was_stopped_goes_on(browser: Browser, tmp_path: Path) -> None:
    model = vendor(tmp_path, tokens=120, pace=25)
    product = server(tmp_path, ALWRITY_LLM=f"openai:fake@{model.url}/v1")
    async with alive(model, product), visit(browser, f"{product.url}/write") as tab:
        page = tab.page
        await page.get_by_label("What is it about?").fill(TOPIC)
        await page.get_by_label("Length in words").fill("150")
        await tab.press("Enter")
        await expect(page.get_by_role("button", name="Content now")).to_be_visible(timeout=20_000)
        locked = page.get_by_role("button", name="Publish locked")
        await locked.focus()
        await tab.press("Enter")
        await expect(
            page.get_by_text("Comes once the text is written and checked.")
        ).to_be_visible()
        await expect(page.get_by_role("complementary", name="Publish")).to_have_count(0)
        assert await tab.violations() == []
        await page.get_by_role("button", name="Stop").click()
        await page.get_by_role("button", name="Go on writing").click(timeout=10_000)
        await expect(page.get_by_role("button", name="Content done")).to_be_visible(timeout=30_000)
        assert tab.complaints == []


async def test_a_piece_is_copied_deleted_and_brought_back(browser: Browser, site: Killable) -> None:
    [first, *_] = await seed(site.url, 1)
    async with visit(browser, f"{site.url}/write/{first}", size=PHONE) as tab:
        page = tab.page
        await page.get_by_role("button", name="More").click()
        assert await tab.violations() == []
        await page.get_by_role("menuitem", name="Duplicate").click()
        title = page.get_by_role("heading", level=1)
        await expect(title).to_have_text(f"{TOPIC} (copy)")
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Put into the bin").click()
        await expect(title).to_have_text("Library")
        await page.get_by_role("button", name="Undo").click()
        await expect(title).to_have_text(f"{TOPIC} (copy)")
        assert unexpected(tab) == []


async def test_a_reader_changes_nothing_and_a_writer_their_own(
    browser: Browser, tmp_path: Path
) -> None:
    product = await server_with_owner(tmp_path, "openai:fake")
    async with alive(product):
        piece = await piece_of_owner_and_members(product.url)
        for role in ("reader", "writer"):
            async with visit(browser, f"{product.url}/write/{piece}?panel=publish") as tab:
                page = tab.page
                await page.get_by_label("Email").fill(f"{role}@bakery.example")
                await page.get_by_label("Password", exact=True).fill(PASSWORD)
                await tab.press("Enter")
                publish = page.get_by_role("complementary", name="Publish")
                why = "As a reader you see" if role == "reader" else "belongs to somebody else"
                await expect(publish.get_by_text(why)).to_be_visible()
                await expect(publish.get_by_role("button", name="Send to review")).to_be_disabled()
                await expect(publish.get_by_role("button", name="Mend it")).to_have_count(0)
                await expect(publish.get_by_role("link", name="Markdown")).to_be_visible()
                await page.get_by_role("button", name="Details", exact=True).click()
                details = page.get_by_role("complementary", name="Details")
                await expect(details.get_by_text("bread", exact=True)).to_be_visible()
                await expect(details.get_by_role("textbox")).to_have_count(0)
                await page.get_by_role("button", name="More").click()
                items = page.get_by_role("menuitem")
                await expect(items.filter(has_text="bin")).to_have_count(0)
                copies = items.filter(has_text="Duplicate")
                await expect(copies).to_have_count(0 if role == "reader" else 1)
                await tab.press("Escape")
                await page.goto(f"{product.url}/write")
                if role == "reader":
                    await expect(page.get_by_text("Writing takes another role")).to_be_visible()
                else:
                    await expect(page.get_by_role("button", name="Plan first")).to_be_visible()
                assert await tab.violations() == []


async def piece_of_owner_and_members(url: str) -> str:
    """A piece by the owner, a reader and a writer beside them; gives the piece's id."""
    members: list[tuple[str, dict[str, Any]]] = [
        ("/api/members", {"email": f"{role}@bakery.example", "name": role.title(), "role": role,
                          "password": PASSWORD})
        for role in ("reader", "writer")
    ]  # fmt: skip
    piece = {"title": "Bread", "body": "# Bread\n\nWe bake.", "keyphrase": "bread"}
    [*_, made] = await as_owner(url, *members, ("/api/content", piece))
    return str(made["id"])
