"""Proposals for a selection, against a real server and a vendor's protocol."""

from typing import Any

import aiohttp
import pytest
from tests.vendor import Turn, Vendor

from alwrity.text import utf16_length

BODY = "Bread 🥖 is baked early. Nobody buys it late. Then it is thrown away."
SELECTED = "Nobody buys it late."
START = utf16_length(BODY[: BODY.index(SELECTED)])
WISH = {"action": "shorten", "start": START, "end": START + len(SELECTED)}


@pytest.fixture
async def piece(http: aiohttp.ClientSession) -> dict[str, Any]:
    async with http.post("/api/content", json={"title": "Bread", "body": BODY}) as answer:
        assert answer.status == 201, await answer.text()
        return await answer.json()


async def ask(
    http: aiohttp.ClientSession, piece: dict[str, Any], wish: dict[str, Any], status: int = 201,
    revision: int | None = None,
) -> Any:  # fmt: skip
    path = f"/api/content/{piece['id']}/rewrites?revision={revision or piece['revision']}"
    async with http.post(path, json=wish) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def settle(
    http: aiohttp.ClientSession, proposal: dict[str, Any], how: str, status: int = 200
) -> Any:
    path = f"/api/content/{proposal['content_id']}/rewrites/{proposal['id']}/{how}"
    async with http.post(path) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def read(http: aiohttp.ClientSession, piece: dict[str, Any]) -> dict[str, Any]:
    async with http.get(f"/api/content/{piece['id']}") as answer:
        return await answer.json()


async def test_a_proposal_changes_nothing_until_it_is_applied(
    http: aiohttp.ClientSession, piece: dict[str, Any], vendor: Vendor
) -> None:
    vendor.plan(Turn(text="None sells late."))
    proposal = await ask(http, piece, WISH)

    assert proposal["original"] == SELECTED
    assert proposal["proposal"] == "None sells late."
    assert "".join(d["text"] for d in proposal["diff"] if d["op"] != "insert") == SELECTED
    assert (await read(http, piece))["body"] == BODY

    assert (await settle(http, proposal, "apply"))["state"] == "applied"
    after = await read(http, piece)
    assert after["body"] == BODY.replace(SELECTED, "None sells late.")
    assert after["revision"] == piece["revision"] + 1
    await settle(http, proposal, "apply", 409)
    await settle(http, proposal, "discard", 409)


async def test_a_proposal_for_an_older_revision_is_refused(
    http: aiohttp.ClientSession, piece: dict[str, Any], vendor: Vendor
) -> None:
    vendor.plan(Turn(text="One."), Turn(text="Two."))
    first, second = await ask(http, piece, WISH), await ask(http, piece, WISH)
    await settle(http, first, "apply")

    await settle(http, second, "apply", 412)
    await ask(http, piece, WISH, 409)
    assert (await settle(http, second, "discard"))["state"] == "discarded"


async def test_it_streams_and_ends_with_the_proposal(
    http: aiohttp.ClientSession, piece: dict[str, Any], vendor: Vendor
) -> None:
    vendor.plan(Turn(text="Late bread is a sad and lonely thing."))
    path = f"/api/content/{piece['id']}/rewrites?revision={piece['revision']}"
    async with http.post(path, json=WISH, headers={"Accept": "text/event-stream"}) as answer:
        assert answer.status == 200
        text = await answer.text()
    assert text.count("event: token") >= 1
    assert text.count("event: done") == 1
    assert "sad and lonely" in text.rpartition("event: done")[2]


async def test_a_cut_off_section_can_be_continued(
    http: aiohttp.ClientSession, piece: dict[str, Any], vendor: Vendor
) -> None:
    vendor.plan(Turn(text="It is a pity."))
    end = utf16_length(BODY)
    proposal = await ask(http, piece, {"action": "continue", "start": end, "end": end})
    await settle(http, proposal, "apply")
    assert (await read(http, piece))["body"] == f"{BODY} It is a pity."


@pytest.mark.parametrize(
    "wish",
    [
        {"action": "shorten", "start": 3, "end": 3},
        {"action": "shorten", "start": 0, "end": 99_999},
        {"action": "tone", "start": 0, "end": 5},
        {"action": "sing", "start": 0, "end": 5},
        {"action": "continue", "start": 0, "end": 5},
    ],
)
async def test_a_wish_that_cannot_work_gets_one_sentence(
    http: aiohttp.ClientSession, piece: dict[str, Any], wish: dict[str, Any]
) -> None:
    assert (await ask(http, piece, wish, 422))["detail"]


async def test_a_model_that_fails_is_told_and_nothing_is_kept(
    http: aiohttp.ClientSession, piece: dict[str, Any], vendor: Vendor
) -> None:
    vendor.plan(*["401"] * 5)
    problem = await ask(http, piece, WISH, 502)
    assert "sk-test" not in problem["detail"]
