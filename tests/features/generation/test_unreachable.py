"""A model that is away: the generation ends with a reason, keeps its text, and goes on later."""

import random
from collections.abc import Iterator

import aiohttp
import pytest
import structlog
from tests.features.generation.test_generating import body_of, get, post, start
from tests.support.processes import free_port
from tests.support.server import Heard, listen
from tests.vendor import running_vendor

from alwrity.providers import catalogue
from alwrity.providers.protocol import Provider
from alwrity.runtime import Runtime


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def provider(port: int) -> Provider:
    specs = catalogue.parse(f"openai:fake@http://127.0.0.1:{port}/v1")
    return catalogue.build(specs, {"OPENAI_API_KEY": "sk-test"})


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Between the attempts of a job, which grow to minutes; nor to draw their tracebacks."""
    monkeypatch.setattr(random, "uniform", lambda low, _high: low)
    with structlog.testing.capture_logs():
        yield


def assert_says_why(heard: Heard, port: int) -> None:
    error = heard.of("error")[0]
    assert error["state"] == "failed"
    assert "'openai:fake'" in error["detail"]
    assert f"127.0.0.1:{port}" in error["detail"]
    assert "ALWRITY_LLM" in error["detail"]
    assert "\n" not in error["detail"]
    assert "Traceback" not in error["detail"]


async def test_it_fails_with_the_reason_and_goes_on_when_the_model_is_back(
    http: aiohttp.ClientSession, url: str, port: int, runtime: Runtime
) -> None:
    started = await start(http)
    heard = await listen(url + started["events"])

    assert_says_why(heard, port)
    view = await get(http, f"/api/generations/{started['generation_id']}")
    assert (view["state"], view["error"]) == ("failed", heard.of("error")[0]["detail"])
    piece = await get(http, f"/api/content/{started['content_id']}")
    assert piece["title"] == "How small bakeries reduce food waste"

    async with running_vendor(port=port, tokens=40):
        await post(http, f"/api/generations/{started['generation_id']}/resume")
        heard = await listen(url + started["events"], heard)
    assert heard.of("done")[-1]["state"] == "done"
    assert (await body_of(runtime, started["content_id"])).body == heard.text
    view = await get(http, f"/api/generations/{started['generation_id']}")
    assert (view["state"], view["error"]) == ("done", None)


async def test_what_was_written_before_the_model_went_away_stays(
    http: aiohttp.ClientSession, url: str, port: int, runtime: Runtime
) -> None:
    async with running_vendor(port=port, tokens=40, pace=100):
        started = await start(http)
        heard = Heard()
        while len(heard.of("section")) < 2 or heard.events[-1][0] != "token":
            await listen(url + started["events"], heard, limit=1)
    heard = await listen(url + started["events"], heard)

    assert_says_why(heard, port)
    kept = (await body_of(runtime, started["content_id"])).body
    assert kept == heard.text
    first, _, _ = kept.rpartition("\n\n## ")
    assert len(first.split()) > 40

    async with running_vendor(port=port, tokens=40):
        await post(http, f"/api/generations/{started['generation_id']}/resume")
        heard = await listen(url + started["events"], heard)
    done = await body_of(runtime, started["content_id"])
    assert heard.of("done")[-1]["state"] == "done"
    assert done.body == heard.text
    assert done.body.startswith(first)
