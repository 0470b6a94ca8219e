"""The fake vendor itself, as far as the tests of providers do not show it."""

import aiohttp
import pytest
from tests.vendor import Fault, Turn, vendor_process


async def test_a_process_of_its_own_is_planned_over_http() -> None:
    body = {"model": "other", "messages": [{"role": "user", "content": "x"}], "max_tokens": 5}
    async with (
        vendor_process("--model", "other", "--tokens", "9") as url,
        aiohttp.ClientSession(url) as session,
    ):
        async with session.get("/v1/models") as response:
            assert (await response.json())["data"][0]["id"] == "other"
        plan = [{"fault": "429", "at": 2}, "ok"]
        async with session.post("/admin/plan", json=plan) as response:
            assert (await response.json())["planned"] == 2
        async with session.post("/v1/chat/completions", json=body) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "2")
        async with session.post("/v1/chat/completions", json=body) as response:
            answer = await response.json()
            assert answer["choices"][0]["finish_reason"] == "length"
        async with session.get("/admin/requests") as response:
            assert (await response.json())["bodies"] == [body, body]


@pytest.mark.parametrize(
    ("given", "turn"),
    [
        (None, Turn()),
        ("ok", Turn()),
        ("cut@50", Turn(Fault.CUT, 50)),
        ("tokens@7", Turn(tokens=7)),
        ({"fault": "stall", "at": 3}, Turn(Fault.STALL, 3)),
    ],
)
def test_ways_to_write_a_turn(given: object, turn: Turn) -> None:
    assert Turn.of(given) == turn  # type: ignore[arg-type]  # a table of all it takes
