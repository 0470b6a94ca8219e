"""A server with members: who they are, how they sign in, what they have."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from tests.support.accounts import PASSWORD
from tests.support.browser import Tab
from tests.support.processes import Killable, alive, server, vendor

OWNER = "ada@bakery.example"
EDITOR, READER = "bert@bakery.example", "cleo@bakery.example"
_LONG = "The-Very-Long-Named-Winter-Newsletter-Of-The-Sourdough-Department"
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


@asynccontextmanager
async def team_with_models(folder: Path) -> AsyncIterator[Killable]:
    """A server with login and two models, the second with a wrong key; nobody but Ada yet."""
    model = vendor(folder, tokens=4, pace=0)
    chain = f"openai:fake@{model.url}/v1,mistral:fake!401@{model.url}/v1"
    product = await server_with_owner(folder, chain, MISTRAL_API_KEY="sk-wrong")
    async with alive(model, product):
        yield product


async def fill(url: str) -> str:
    """Members, keys, voices and invitations; gives the place that a link leads to."""
    posts: list[tuple[str, dict[str, Any]]] = [
        ("/api/members", {"email": email, "name": name, "role": role, "password": PASSWORD})
        for email, name, role in [
            (EDITOR, "Bert", "editor"),
            (READER, "Cleo", "reader"),
            (f"{_LONG.lower()}@bakery.example", _LONG, "writer"),
        ]
    ]
    for name, scopes in [
        ("Prometheus", ["operations:read"]),
        ("Import of the old blog", ["content:read", "content:write", "content:write-any"]),
    ]:
        posts.append(("/api/keys", {"name": name, "scopes": scopes, "expires_in_days": 90}))
    posts += [("/api/voices", VOICE), ("/api/voices", {"name": _LONG, "tone": "dry"})]
    for email in ("dora@bakery.example", "emil@bakery.example"):
        posts.append(("/api/invitations", {"email": email, "role": "writer"}))
    [*_, fresh, _other] = await as_owner(url, *posts)
    return str(fresh["path"])
