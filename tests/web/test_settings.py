"""The settings and the entrances: what each role sees, and what is made, shown once, taken back."""

from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect
from tests.support.accounts import PASSWORD
from tests.support.browser import DESKTOP, PHONE, Scheme, Tab, visit
from tests.support.processes import alive
from tests.web.team import OWNER, fill, server_with_owner, sign_in, team_with_models

#: Each part, and what stands in it once it is there.
PARTS = {
    "Models": "Reached at",
    "Voices": "For people who run a small bakery",
    "Members": "bert@bakery.example",
    "API keys": "Prometheus",
    "Appearance": "Language",
    "Account": "Change password",
}


def unexpected(tab: Tab) -> list[str]:
    """Complaints, without a browser's own about refusals that the test asks for."""
    return [said for said in tab.complaints if "the server responded with a status of" not in said]


async def to_copy(page: Page, label: str) -> str:
    """The text of what is there to be copied."""
    return await page.get_by_role("group", name=label, exact=True).locator("code").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_part_passes_the_audit_empty_and_filled(
    browser: Browser, tmp_path: Path, scheme: Scheme
) -> None:
    async with team_with_models(tmp_path) as product, visit(browser, scheme=scheme) as tab:
        page = tab.page
        await sign_in(tab, product.url)
        for part in ("voices", "keys"):
            await page.goto(f"{product.url}/settings/{part}")
            await expect(page.get_by_role("heading", name="yet")).to_be_visible()
            assert await tab.violations() == [], part
        link = await fill(product.url)
        for width, height in (DESKTOP, PHONE):
            await page.set_viewport_size({"width": width, "height": height})
            await page.goto(f"{product.url}/settings")
            parts = page.get_by_role("navigation", name="Parts of the settings")
            await expect(parts.get_by_role("link")).to_have_text(list(PARTS))
            for part, words in PARTS.items():
                await parts.get_by_role("link", name=part).click()
                await expect(page).to_have_title(f"{part} · Settings · ALwrity")
                await expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
                assert await tab.violations() == [], (part, width)
                wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
                assert not wide, f"{part} scrolls sideways at {width}"
        await page.goto(product.url + link)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Join My workspace")
        assert await tab.violations() == []
        assert tab.complaints == []


async def test_who_is_invited_joins_sees_less_and_is_removed(
    browser: Browser, tmp_path: Path
) -> None:
    product = await server_with_owner(tmp_path, "openai:fake")
    async with alive(product), visit(browser) as tab, visit(browser, size=PHONE) as guest:
        page = tab.page
        await sign_in(tab, product.url)
        await page.goto(f"{product.url}/settings/members")
        await page.get_by_label("Their email").fill("emil@bakery.example")
        await page.get_by_label("Role", exact=True).select_option("reader")
        await page.get_by_role("button", name="Make link").click()
        link = await to_copy(page, "Link of the invitation")
        assert await tab.violations() == []

        await joins_as_reader(guest, product.url, link)
        await guest.page.goto("about:blank")
        await guest.page.goto(link)
        await expect(guest.page.get_by_role("alert")).to_contain_text("was used already")
        assert await guest.violations() == []

        await page.reload()
        role = page.get_by_label("Role of Emil")
        await role.select_option("editor")
        await expect(page.get_by_text("Emil: Editor from now on.")).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_text("Emil: Reader again.")).to_be_visible()
        await expect(role).to_have_value("reader")
        await page.get_by_label("Role of Ada").select_option("writer")
        await expect(page.get_by_role("alert")).to_contain_text("This is the last owner")
        await expect(page.get_by_label("Role of Ada")).to_have_value("owner")
        assert await tab.violations() == []
        await page.get_by_role("button", name="Remove Emil").click()
        assert await tab.violations() == []
        await page.get_by_role("dialog").get_by_role("button", name="Remove Emil").click()
        await expect(role).to_have_count(0)
        await guest.page.goto(f"{product.url}/library")
        await expect(guest.page).to_have_title("Sign in · ALwrity")
        assert unexpected(tab) == unexpected(guest) == []


async def joins_as_reader(guest: Tab, url: str, link: str) -> None:
    """From the link to the desk; then look at what a reader is offered."""
    page = guest.page
    await page.goto(link)
    await expect(
        page.get_by_text("Ada invites you (emil@bakery.example) as a reader")
    ).to_be_visible()
    await page.get_by_label("Your name").fill("Emil")
    await page.get_by_label("Choose a password", exact=True).fill(PASSWORD)
    await guest.press("Enter")
    await expect(page).to_have_title("Desk · ALwrity")
    assert guest.complaints == []
    await page.goto(f"{url}/settings")
    parts = page.get_by_role("navigation", name="Parts of the settings").get_by_role("link")
    await expect(parts).to_have_text(["Voices", "Members", "Appearance", "Account"])
    await expect(page.get_by_text("Nobody has described how this workspace writes")).to_be_visible()
    await parts.get_by_text("Members").click()
    await expect(page.get_by_text("Ada")).to_be_visible()
    await expect(page.get_by_text(OWNER)).to_have_count(0)
    await expect(page.get_by_role("combobox")).to_have_count(0)
    await page.goto(f"{url}/settings/keys")
    await expect(page.get_by_text("API keys are for owners; you are a reader here")).to_be_visible()
    assert await guest.violations() == []


async def test_a_key_is_shown_once_opens_the_api_and_is_revoked(
    browser: Browser, tmp_path: Path
) -> None:
    product = await server_with_owner(tmp_path, "openai:fake")
    async with alive(product), visit(browser) as tab, aiohttp.ClientSession(product.url) as http:
        page = tab.page
        await sign_in(tab, product.url)
        await page.goto(f"{product.url}/settings/keys")
        await page.get_by_label("What is it for?").fill("Our website")
        await page.get_by_label("It may").select_option("chosen")
        make = page.get_by_role("button", name="Make key")
        await expect(make).to_be_disabled()
        await page.get_by_role("checkbox", name="Read pieces").check()
        await make.click()
        token = await to_copy(page, "The key")
        assert token in await to_copy(page, "A call to try it")
        assert await tab.violations() == []
        bearer = {"Authorization": f"Bearer {token}"}
        async with http.get("/api/content", headers=bearer) as answer:
            assert answer.status == 200
        await page.reload()
        row = page.get_by_role("listitem").filter(has_text="Our website")
        await expect(row).to_contain_text("Read pieces")
        assert token not in await page.content()
        await page.get_by_role("button", name="Revoke Our website").click()
        await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        await expect(page.get_by_role("heading", name="No key yet")).to_be_visible()
        async with http.get("/api/content", headers=bearer) as answer:
            assert answer.status == 401
        assert tab.complaints == []


async def test_a_voice_is_begun_from_the_sample_changed_and_brought_back(
    browser: Browser, tmp_path: Path
) -> None:
    product = await server_with_owner(tmp_path, "openai:fake")
    async with alive(product), visit(browser) as tab, visit(browser) as other:
        for each in (tab, other):
            await sign_in(each, product.url)
            await each.page.goto(f"{product.url}/settings/voices")
        page = tab.page
        await page.get_by_role("button", name="Begin with this one").click()
        assert await tab.focused() == "Name"
        await page.get_by_role("button", name="Save voice").click()
        await expect(page.get_by_role("heading", name="Workshop")).to_be_visible()
        await other.page.reload()
        for each, tone in ((tab, "dry"), (other, "loud")):
            await each.page.get_by_role("button", name="Edit Workshop").click()
            await each.page.get_by_label("Tone").fill(tone)
        await page.get_by_role("button", name="Save voice").click()
        await expect(page.get_by_text("dry", exact=True)).to_be_visible()
        assert await tab.focused() == "Edit Workshop"
        # Nobody's words are overwritten unseen.
        await other.page.get_by_role("button", name="Save voice").click()
        await other.page.get_by_role("button", name="Take what they saved").click()
        await expect(other.page.get_by_label("Tone")).to_have_value("dry")
        assert await other.violations() == []
        await page.get_by_role("button", name="Delete Workshop").click()
        await expect(page.get_by_role("heading", name="No voice yet")).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_role("heading", name="Workshop")).to_be_visible()
        assert unexpected(tab) == unexpected(other) == []


async def test_a_model_is_tested_and_says_why_it_failed(browser: Browser, tmp_path: Path) -> None:
    async with team_with_models(tmp_path) as product, visit(browser) as tab:
        page = tab.page
        await sign_in(tab, product.url)
        await page.goto(f"{product.url}/settings/models")
        good, bad = (
            page.get_by_role("listitem").filter(has_text=name) for name in ("OpenAI", "Mistral")
        )
        await good.get_by_role("button", name="Test").click()
        await expect(good.get_by_role("status")).to_contain_text("the first word came after")
        await expect(good).to_contain_text("Answers")
        await bad.get_by_role("button", name="Test").click()
        await expect(bad.get_by_role("status")).to_contain_text("answered 401")
        await expect(bad).to_contain_text("Failed last time")
        assert "sk-wrong" not in await page.content()
        assert await tab.violations() == []
        await page.get_by_text("Connect another model").click()
        await page.get_by_label("Kind of model").select_option("anthropic")
        assert (await to_copy(page, "Lines to set")).startswith("export ANTHROPIC_API_KEY=")
        assert tab.complaints == []


async def test_choices_and_a_new_password_hold_in_another_browser(
    browser: Browser, tmp_path: Path
) -> None:
    product = await server_with_owner(tmp_path, "openai:fake")
    fresh = "another horse battery"
    async with alive(product), visit(browser) as tab, visit(browser) as other:
        for each in (tab, other):
            await sign_in(each, product.url)
        page = tab.page
        await page.goto(f"{product.url}/settings/appearance")
        await page.get_by_role("radio", name="Deutsch").click()
        await page.get_by_role("radio", name="Dunkel").click()
        await page.get_by_role("link", name="Konto").click()
        await page.get_by_label("Jetziges Passwort", exact=True).fill("wrong horse battery")
        await page.get_by_label("Neues Passwort", exact=True).fill(fresh)
        await tab.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("The current password is wrong")
        assert await tab.violations() == []
        await page.get_by_label("Jetziges Passwort", exact=True).fill(PASSWORD)
        await tab.press("Enter")
        await expect(page.get_by_text("Ihr Passwort ist geändert")).to_be_visible()

        await other.page.goto(f"{product.url}/settings")
        await expect(other.page.get_by_text("Then go on where you were.")).to_be_visible()
        await other.page.get_by_label("Email").fill(OWNER)
        await other.page.get_by_label("Password", exact=True).fill(fresh)
        await other.press("Enter")
        await expect(other.page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
        await expect(other.page.locator("html")).to_have_attribute("data-theme", "dark")
        assert unexpected(tab) == unexpected(other) == []
