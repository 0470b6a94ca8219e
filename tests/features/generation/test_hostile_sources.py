"""A source that leads into the house, at once or by a redirect, ends in one sentence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import select
from tests.features.generation.test_generating import get, start
from tests.support.server import listen
from tests.vendor import Vendor

from alwrity.features.generation import sources, tasks
from alwrity.fetch import addresses
from alwrity.fetch.policy import FetchPolicy
from alwrity.models.content import Content, Source
from alwrity.runtime import Runtime

#: The one address that these tests have the guard take for one on the public internet.
PUBLIC = "127.0.0.2"
SECRET = "The key of the house is under the mat, where nobody looks for it."


@pytest.fixture(autouse=True)
def _one_address_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    is_public = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda a: a == PUBLIC or is_public(a))
    for module in (sources, tasks):
        monkeypatch.setattr(module, "policy_of", lambda _settings: FetchPolicy(any_port=True))


class Site:
    """Answers with a page, or redirects."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.location = ""
        self.port = 0

    async def handle(self, request: web.BaseRequest) -> web.Response:
        self.asked.append(request.path)
        if self.location:
            return web.Response(status=302, headers={"Location": self.location})
        return web.Response(text=SECRET)


@asynccontextmanager
async def site(host: str) -> AsyncIterator[Site]:
    served = Site()
    runner = web.ServerRunner(web.Server(served.handle))
    await runner.setup()
    await web.TCPSite(runner, host, 0).start()
    served.port = runner.addresses[0][1]
    try:
        yield served
    finally:
        await runner.cleanup()


@pytest.fixture
async def outside() -> AsyncIterator[Site]:
    async with site(PUBLIC) as served:
        yield served


@pytest.fixture
async def inside() -> AsyncIterator[Site]:
    async with site("127.0.0.1") as served:
        yield served


async def stored(runtime: Runtime, content_id: str) -> str:
    """The text of the piece's only source."""
    async with runtime.database.read() as session:
        text = await session.scalar(
            select(Source.text)
            .join(Content, Content.brief_id == Source.brief_id)
            .where(Content.id == UUID(content_id))
        )
        assert text is not None
        return text


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
async def test_a_redirect_into_the_house_is_not_followed(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, vendor: Vendor,
    outside: Site, inside: Site, location: str,
) -> None:  # fmt: skip
    outside.location = location.format(port=inside.port)
    address = f"http://{PUBLIC}:{outside.port}/page"

    started = await start(http, sources=[{"kind": "url", "url": address}])
    heard = await listen(url + started["events"])

    error = heard.of("error")[0]
    assert error["state"] == "failed"
    assert "is not on the public internet; paste the text instead." in error["detail"]
    assert error["detail"].count("\n") == 0
    view = await get(http, f"/api/generations/{started['generation_id']}")
    assert (view["state"], view["error"]) == ("failed", error["detail"])
    assert outside.asked == ["/page"]
    assert inside.asked == []
    assert vendor.bodies == []  # no model was paid for it
    assert await stored(runtime, started["content_id"]) == ""


async def test_a_page_outside_is_read(
    http: aiohttp.ClientSession, url: str, runtime: Runtime, outside: Site
) -> None:
    """So that what is refused above is refused for its address."""
    address = f"http://{PUBLIC}:{outside.port}/page"

    started = await start(http, sources=[{"kind": "url", "url": address}])
    heard = await listen(url + started["events"])

    assert heard.of("done")
    assert await stored(runtime, started["content_id"]) == SECRET


async def test_an_address_in_the_house_is_refused_when_it_is_given(
    http: aiohttp.ClientSession, inside: Site
) -> None:
    brief = {
        "topic": "How bakeries reduce waste",
        "sources": [{"kind": "url", "url": f"http://127.0.0.1:{inside.port}/"}],
    }

    async with http.post("/api/content/generate", json=brief) as answer:
        problem = await answer.json()

    assert answer.status == 422
    assert "'127.0.0.1'" in problem["detail"]
    assert "is not on the public internet; paste the text instead." in problem["detail"]
    assert inside.asked == []
