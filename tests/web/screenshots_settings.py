"""The settings and the entrances in their states, for `make screenshots`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page
from tests.web.team import EDITOR, OWNER, READER


async def _nothing(_page: Page) -> None:
    """As it comes."""


@dataclass(frozen=True)
class State:
    """A place in a state.

    Attributes:
        email: Who is signed in; empty for nobody.
        act: What is done there before the picture.
    """

    place: str
    email: str = OWNER
    act: Callable[[Page], Awaitable[None]] = _nothing

    @property
    def dresses(self) -> tuple[str, ...]:
        """The dresses that tell most of a state that takes doing; none for all of them."""
        return () if self.act is _nothing else ("light", "phone-dark")


async def _test_first(page: Page) -> None:
    await page.get_by_role("button", name="Test").first.click()
    await page.get_by_text("It answered in").wait_for()


async def _test_second(page: Page) -> None:
    await page.get_by_role("button", name="Test").last.click()
    await page.get_by_text("It did not answer").wait_for()


async def _invite(page: Page) -> None:
    await page.get_by_label("Their email").fill("emil@bakery.example")
    await page.get_by_role("button", name="Make link").click()
    await page.get_by_text("shown this once").wait_for()


async def _lower_the_last_owner(page: Page) -> None:
    await page.get_by_label("Role of Ada").select_option("editor")
    await page.get_by_text("This is the last owner").wait_for()


async def _remove(page: Page) -> None:
    await page.get_by_role("button", name="Remove Cleo").click()


async def _make_key(page: Page) -> None:
    await page.get_by_label("What is it for?").fill("Our website's build")
    await page.get_by_role("button", name="Make key").click()
    await page.get_by_text("shown this once").wait_for()


async def _choose_scopes(page: Page) -> None:
    await page.get_by_label("It may").select_option("chosen")


async def _edit_voice(page: Page) -> None:
    await page.get_by_role("button", name="Edit Workshop").click()


async def _begin_bare_voice(page: Page) -> None:
    await page.get_by_role("button", name="New voice").click()
    await page.get_by_label("Name").fill("Newsletter")
    await page.get_by_role("button", name="Save voice").click()


async def _wrong_password(page: Page) -> None:
    await page.get_by_label("Password now").fill("wrong horse battery")
    await page.get_by_label("New password", exact=True).fill("another horse battery")
    await page.get_by_role("button", name="Change password").click()
    await page.get_by_text("The current password is wrong").wait_for()


async def _sign_in_wrongly(page: Page) -> None:
    await page.get_by_label("Email").fill(OWNER)
    await page.get_by_label("Password", exact=True).fill("wrong horse battery")
    await page.get_by_role("button", name="Sign in").click()
    await page.locator("[aria-invalid]").wait_for()


#: Without login, on an empty database.
ALONE = {
    "settings-members-alone": "/settings/members",
    "settings-keys-alone": "/settings/keys",
    "settings-voices-empty": "/settings/voices",
    "settings-appearance": "/settings/appearance",
    "settings-nothing": "/settings/billing",
}
BEFORE = {"settings-keys-empty": State("/settings/keys"), "login": State("/login", "")}
AFTER = {
    "settings-models": State("/settings"),
    "settings-models-tested": State("/settings/models", act=_test_first),
    "settings-models-failing": State("/settings/models", EDITOR, _test_second),
    "settings-models-reader": State("/settings/models", READER),
    "settings-members": State("/settings/members"),
    "settings-members-invited": State("/settings/members", act=_invite),
    "settings-members-last-owner": State("/settings/members", act=_lower_the_last_owner),
    "settings-members-remove": State("/settings/members", act=_remove),
    "settings-members-reader": State("/settings/members", READER),
    "settings-keys": State("/settings/keys"),
    "settings-keys-made": State("/settings/keys", act=_make_key),
    "settings-keys-chosen": State("/settings/keys", act=_choose_scopes),
    "settings-voices": State("/settings/voices"),
    "settings-voices-reader": State("/settings/voices", READER),
    "settings-voices-edit": State("/settings/voices", act=_edit_voice),
    "settings-voices-bare": State("/settings/voices", act=_begin_bare_voice),
    "settings-account": State("/settings/account"),
    "settings-account-refused": State("/settings/account", act=_wrong_password),
    "login-refused": State("/login?next=/library", "", _sign_in_wrongly),
    "invitation-unknown": State("/invitation#alw_i_1_2_3", ""),
}
