"""A server with members: who they are, how they sign in, what they have."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
from tests.support.accounts import PASSWORD
from tests.support.browser import Tab
from tests.support.processes import Killable, server

OWNER = "ada@bakery.example"
VOICE = {
    "name": "Workshop",
    "description": "For people who run a small bakery.",
    "tone": "warm and plain",
    "dos": ["name the tool", "say why before how"],
    "donts": ["no superlatives"],
    "sample": "Weigh the leftovers every evening. It takes four minutes.",
}


async def server_with_owner(folder: Path, model: str, **environment: str) -> Killable:
    """`alwrity serve` with login, not started yet; Ada is its first owner."""
    await asyncio.to_thread(create_owner, folder)
    return server(folder, ALWRITY_AUTH="password", ALWRITY_LLM=model, **environment)


def create_owner(folder: Path) -> None:
    """As whoever installs it does."""
    done = subprocess.run(
        [sys.executable, "-m", "alwrity", "accounts", "create-owner", "--email", OWNER,
         "--name", "Ada"],
        input=f"{PASSWORD}\n{PASSWORD}\n", text=True, capture_output=True, check=False,
        env={**os.environ, "ALWRITY_AUTH": "password", "ALWRITY_DATA_DIR": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


async def sign_in(tab: Tab, url: str, email: str = OWNER, password: str = PASSWORD) -> None:
    """Give a browser the session's cookie, without its login page."""
    await tab.page.goto(f"{url}/login")
    status = await tab.page.evaluate(
        """async (who) => (await fetch("/api/session", {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify(who),
        })).status""",
        {"email": email, "password": password},
    )
    assert status == 201, status


async def as_owner(url: str, *requests: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What the owner's POSTs to these places answer."""
    jar = aiohttp.CookieJar(unsafe=True)  # its host is a number
    # As a page of the site sends it.
    headers = {"Origin": url}
    answers = []
    async with aiohttp.ClientSession(url, cookie_jar=jar, headers=headers) as http:
        who = {"email": OWNER, "password": PASSWORD}
        for place, body in [("/api/session", who), *requests]:
            async with http.post(place, json=body) as answer:
                assert answer.status < 300, await answer.text()
                answers.append(await answer.json())
    return answers[1:]
