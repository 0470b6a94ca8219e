"""What the documents say is run, or held against the program."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from tests.support.server import listen, serving

from alwrity.runtime import Runtime
from alwrity.settings import describe

ROOT = Path(__file__).parent.parent.parent
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text()):
        assert (path.parent / target).exists(), target


def test_every_variable_is_in_the_configuration_page_with_its_default() -> None:
    page = (ROOT / "docs/guide/configuration.md").read_text()
    for name, _, description in describe():
        assert f"`{name}`" in page, name
        assert description in page, name


def test_commands_of_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text()
    commands = set(re.findall(r"alwrity ([a-z]+)", text)) - {"analytics "}
    done = subprocess.run(
        [sys.executable, "-m", "alwrity", "--help"], capture_output=True, text=True, check=True
    )
    listed = done.stdout.partition("Commands:")[2]
    for command in commands:
        assert f"\n  {command} " in listed, command
    targets = set(re.findall(r"make ([a-z]+)\s", text))
    makefile = (ROOT / "Makefile").read_text()
    for target in targets:
        assert f"\n{target}:" in makefile, target


async def curl(session: aiohttp.ClientSession, line: str) -> tuple[int, Any, str | None]:
    """Do what a `curl` line of the documents says."""
    words = shlex.split(line)[1:]
    method, headers, data, url = "", {}, None, ""
    while words:
        match words.pop(0):
            case "-s" | "-N":
                pass
            case "-X":
                method = words.pop(0)
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            case "-d":
                data, method = words.pop(0), method or "POST"
            case address:
                url = address
    async with session.request(method or "GET", url, headers=headers, data=data) as answer:
        body = await answer.text()
        is_json = "json" in answer.content_type and "disposition" not in str(answer.headers).lower()
        return answer.status, await answer.json() if is_json else body, answer.headers.get("ETag")


async def test_the_examples_of_the_api_guide_work(runtime: Runtime) -> None:
    page = (ROOT / "docs/guide/api.md").read_text()
    lines = [
        line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
        for line in block.splitlines() if line.startswith("curl")
    ]  # fmt: skip
    assert len(lines) == 23
    async with serving(runtime) as url, aiohttp.ClientSession() as session:
        values = {"URL": url}
        for line in lines:
            for name, value in values.items():
                line = line.replace(f"${name}", str(value))  # noqa: PLW2901
            if "If-Match" in line:
                # What a page does first: read the version that it changes.
                path = re.search(r"http\S+", line)[0].removesuffix("/dismissed")  # type: ignore[index]
                _, _, etag = await curl(session, f"curl -s {path}")
                line = line.replace("$ETAG", str(etag).replace('"', '\\"'))  # noqa: PLW2901
            status, body, _ = await curl(session, line)
            assert status in {200, 201, 202}, (line, body)
            if status == 202:
                values |= {"GENERATION": body["generation_id"], "CONTENT": body["content_id"]}
                await listen(url + body["events"])
            if "/voices" in line:
                values["VOICE"] = body["id"]
            if isinstance(body, dict) and "revision" in body:
                values["REVISION"] = body["revision"]
