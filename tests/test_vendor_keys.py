"""What a vendor repeats of our key, and the database's password, show up nowhere."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.support.postgres import PostgresServer
from tests.support.processes import Killable, alive, server
from tests.support.server import Heard, listen
from tests.vendor import Vendor, running_vendor

KEY = "q7Vx1TmZk93bWcR2yUd5"  # of no vendor's form, so that only knowing it helps
PASSWORD = "hush-Zt84"  # the server trusts everybody, and takes any
SECRETS = (KEY, KEY[-8:], KEY[-4:], PASSWORD)
#: One attempt of the job fails by a 500, which is tried three times; the next one for good.
FAILURES = ["500-key"] * 3 + ["401"] * 3


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    async with running_vendor(tokens=20) as vendor:
        yield vendor


def where(url: str, text: str) -> list[tuple[str, str]]:
    """Each secret in a text, with what stands around it."""
    return [
        (url, text[max(0, text.index(secret) - 80) : text.index(secret) + 80])
        for secret in SECRETS
        if secret in text
    ]


async def answers(machine: Killable, started: dict[str, str]) -> dict[str, str]:
    """Everything that the server tells about a generation and about itself."""
    paths = (
        f"/api/generations/{started['generation_id']}", f"/api/content/{started['content_id']}",
        "/api/content", "/health", "/health/ready", "/metrics", "/api/openapi.json",
    )  # fmt: skip
    async with aiohttp.ClientSession(machine.url) as http:
        told = {}
        for path in paths:
            async with http.get(path) as answer:
                assert answer.status == 200, path
                told[path] = await answer.text() + str(answer.headers)
        return told


def files(folder: Path) -> dict[str, str]:
    """The log, the database and whatever else was left behind."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes().decode("latin-1") for path in found}


async def fail_once(machine: Killable) -> tuple[dict[str, str], Heard]:
    brief = {"topic": "How small bakeries reduce food waste", "words": 100}
    async with (
        aiohttp.ClientSession(machine.url) as http,
        http.post("/api/content/generate", json=brief) as answer,
    ):
        assert answer.status == 202
        started = await answer.json()
    return started, await listen(machine.url + started["events"], seconds=60)


@pytest.mark.parametrize(
    ("llm", "variable", "log_format"),
    [
        ("openai:fake", "OPENAI_API_KEY", "json"),
        ("anthropic:fake", "ANTHROPIC_API_KEY", "console"),
    ],
)
async def test_a_key_that_the_vendor_repeats_is_neither_told_nor_logged_nor_stored(
    tmp_path: Path, vendor: Vendor, llm: str, variable: str, log_format: str
) -> None:
    vendor.plan(*FAILURES)
    machine = server(
        tmp_path, ALWRITY_LLM=f"{llm}@{vendor.url}/v1", ALWRITY_LOG_LEVEL="debug",
        ALWRITY_LOG_FORMAT=log_format, **{variable: KEY},
    )  # fmt: skip
    async with alive(machine):
        started, heard = await fail_once(machine)
        told = await answers(machine, started)
        await machine.terminate(seconds=30)

    error = heard.of("error")[0]
    assert error["state"] == "failed"
    assert "[key]" in error["detail"]
    assert "answered 401" in error["detail"]
    assert error["detail"] in told[f"/api/generations/{started['generation_id']}"]
    assert {r.headers.get("x-api-key", r.headers.get("Authorization"))
            for r in vendor.requests} & {KEY, f"Bearer {KEY}"}  # fmt: skip
    assert "job_failed" in machine.output
    assert "[key]" in machine.output
    told |= {"events": str(heard.events)}
    told |= files(tmp_path)
    assert [found for place, text in told.items() for found in where(place, text)] == []


async def test_the_databases_password_is_neither_told_nor_logged(
    tmp_path: Path, vendor: Vendor, postgres: PostgresServer
) -> None:
    """Not even when the database goes away, and statements fail with what they were."""
    name = "passwords"
    await asyncio.to_thread(postgres.execute, f"CREATE DATABASE {name}")
    url = postgres.url(name).replace("postgres@", f"postgres:{PASSWORD}@")
    vendor.plan(*FAILURES)
    machine = server(
        tmp_path, DATABASE_URL=url, ALWRITY_LLM=f"openai:fake@{vendor.openai_url}",
        ALWRITY_LOG_LEVEL="debug", OPENAI_API_KEY=KEY,
    )  # fmt: skip
    async with alive(machine):
        started, heard = await fail_once(machine)
        told = await answers(machine, started)
        await asyncio.to_thread(postgres.execute, f"DROP DATABASE {name} WITH (FORCE)")
        async with aiohttp.ClientSession(machine.url) as http:
            for path in ("/api/content", "/health", "/health/ready"):
                async with http.get(path) as answer:
                    assert answer.status == 503, path
                    told[f"{path}, away"] = await answer.text()

    told |= {"events": str(heard.events), "log": machine.output}
    assert "database_unavailable" in machine.output
    assert [found for place, text in told.items() for found in where(place, text)] == []
