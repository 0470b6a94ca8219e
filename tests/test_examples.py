"""The examples, run against a source that is there, away, and there again."""

import runpy
from pathlib import Path
from typing import Any

import httpx
import pytest

FILE = Path(__file__).parents[1] / "examples" / "quotes.py"


class Source:
    """What the example asks."""

    def __init__(self) -> None:
        self.asked = 0
        self.away = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(500 if self.away else 200, json=[f"On {request.url.path[1:]}."])


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
async def example(source: Source) -> Any:
    names = runpy.run_path(str(FILE))
    names["client"]._transport = httpx.MockTransport(source)
    names["client"]._mounts = {}
    yield names
    await names["cache"].close()
    await names["client"].aclose()


async def test_it_is_asked_once_limited_and_left_alone_while_it_fails(
    example: dict[str, Any], source: Source
) -> None:
    transport = httpx.ASGITransport(example["app"], client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for _ in range(3):
            answer = await client.get("/quotes/bread")
            assert answer.json() == ["On bread."]
        assert source.asked == 1
        assert answer.headers["ratelimit-remaining"] == "7"

        source.away = True
        for topic in "abcdefg":
            assert (await client.get(f"/quotes/{topic}")).status_code == 503
        refused = await client.get("/quotes/bread")
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0

    for number in range(50):
        with pytest.raises(Exception, match=r"left alone|500"):
            await example["quotes"](f"topic{number}")
    assert source.asked < 50
