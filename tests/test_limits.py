"""The limits of the edge, through the whole application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from alwrity.app import create_app
from alwrity.errors import SettingsError
from alwrity.runtime import Runtime
from alwrity.settings import LimitSettings, Settings
from tests.support.accounts import PASSWORD, Team, bearer, make_team, password_settings
from tests.support.redis import RedisServer
from tests.support.scripted import ScriptedProvider


@asynccontextmanager
async def serving(settings: Settings, *addresses: str) -> AsyncIterator[list[httpx.AsyncClient]]:
    """One server, and a client at each address."""
    async with AsyncExitStack() as stack:
        runtime = Runtime(settings, ScriptedProvider())
        stack.push_async_callback(runtime.close)
        app = create_app(runtime)
        await stack.enter_async_context(app.router.lifespan_context(app))
        clients = []
        for address in addresses:
            transport = httpx.ASGITransport(app, client=(address, 1))
            client = httpx.AsyncClient(transport=transport, base_url="http://localhost")
            clients.append(await stack.enter_async_context(client))
        yield clients


@pytest.fixture
def with_login(database_url: str, tmp_path: Path) -> Settings:
    return password_settings(database_url, tmp_path)


@pytest.fixture
async def team(with_login: Settings) -> AsyncIterator[Team]:
    runtime = Runtime(with_login, ScriptedProvider())
    yield await make_team(runtime.database)
    await runtime.close()


def limited(settings: Settings, **limits: object) -> Settings:
    return settings.model_copy(update={"limits": LimitSettings(**limits)})


async def test_an_address_is_limited_before_anybody_is_known(with_login: Settings) -> None:
    settings = limited(with_login, address_limit="3/minute")
    async with serving(settings, "203.0.113.7", "203.0.113.8") as (client, other):
        answers = [await client.get("/api/content") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
        refused = answers[-1]
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["status"] == 429
        assert "More than 3 requests in 60 seconds; try again in 60 s." in refused.json()["detail"]
        assert refused.headers["retry-after"] == "60"
        assert refused.headers["x-request-id"]
        assert answers[0].headers["ratelimit-remaining"] == "2"
        assert (await other.get("/api/content")).status_code == 401
        # A header that anybody can send is nobody's word.
        spoofed = await client.get("/api/content", headers={"X-Forwarded-For": "198.51.100.1"})
        assert spoofed.status_code == 429
        assert (await client.get("/health/live")).status_code == 200
        # Unless what it shows has to be looked up.
        guessing = {"Authorization": "Bearer guess"}
        assert (await client.get("/health/live", headers=guessing)).status_code == 429


async def test_behind_a_trusted_proxy_its_clients_are_told_apart(with_login: Settings) -> None:
    settings = limited(with_login, address_limit="2/minute", trusted_proxies="10.0.0.0/8")
    async with serving(settings, "10.0.0.1") as (proxy,):

        async def ask(forwarded: str) -> int:
            headers = {"X-Forwarded-For": forwarded}
            return (await proxy.get("/api/content", headers=headers)).status_code

        assert [await ask("198.51.100.1") for _ in range(3)] == [401, 401, 429]
        assert await ask("198.51.100.2") == 401
        assert await ask("198.51.100.9, 198.51.100.1") == 429
        assert [await ask(f"2001:db8::{n}") for n in range(3)] == [401, 401, 429]


async def test_tries_of_a_password_are_counted_for_the_client_not_the_proxy(
    with_login: Settings, team: Team
) -> None:
    settings = limited(with_login, trusted_proxies="10.0.0.1")
    wrong = {"email": team.emails[team.owner.role], "password": PASSWORD + "?"}
    async with serving(settings, "10.0.0.1") as (proxy,):

        async def try_from(address: str) -> int:
            headers = {"X-Forwarded-For": address, "Sec-Fetch-Site": "same-origin"}
            answer = await proxy.post("/api/session", json=wrong, headers=headers)
            return answer.status_code

        codes = [await try_from("198.51.100.1") for _ in range(11)]
        assert codes[-1] == 429
        assert await try_from("198.51.100.2") == codes[0] != 429


async def test_a_caller_is_limited_wherever_they_call_from(
    with_login: Settings, team: Team
) -> None:
    settings = limited(
        with_login, caller_limit="4/minute", route_limits="GET /api/content 2/minute"
    )
    key, other = bearer(await team.key()), bearer(await team.key())
    async with serving(settings, "203.0.113.7", "203.0.113.8") as clients:
        codes = [
            (await clients[n % 2].get("/api/content", headers=key)).status_code for n in range(3)
        ]
        assert codes == [200, 200, 429]
        answers = [await clients[n % 2].get("/api/me", headers=key) for n in range(5)]
        assert [answer.status_code == 429 for answer in answers] == [False] * 4 + [True]
        assert answers[0].headers["ratelimit-limit"] == "4"
        assert (await clients[0].get("/api/content", headers=other)).status_code == 200


@pytest.mark.parametrize(
    "rule", ["/api/contents 1/minute", "PUT /api/content 1/minute", "/api/content/{id} 1/minute"]
)
def test_a_rule_for_no_route_ends_the_start(with_login: Settings, rule: str) -> None:
    runtime = Runtime(limited(with_login, route_limits=rule), ScriptedProvider())
    with pytest.raises(SettingsError, match="ALWRITY_ROUTE_LIMITS: there is no route"):
        create_app(runtime)


def test_rules_for_routes_and_for_all_below_are_taken(with_login: Settings) -> None:
    rules = "PATCH /api/content/{content_id} 9/minute, /api/seo/{rest:path} @trial 9/minute"
    create_app(Runtime(limited(with_login, route_limits=rules), ScriptedProvider()))


async def test_without_login_requests_are_not_limited(settings: Settings) -> None:
    settings = limited(settings, address_limit="1/minute", caller_limit="1/minute")
    async with serving(settings, "127.0.0.1") as (client,):
        for _ in range(3):
            answer = await client.get("/api/content")
            assert answer.status_code == 200
            assert "ratelimit-limit" not in answer.headers


async def test_two_servers_share_their_limits_through_redis_and_survive_its_loss(
    with_login: Settings, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine a healthy Redis may answer late, and late is lost.
    monkeypatch.setattr("alwrity.runtime._REDIS_SECONDS", 2.0)
    redis = RedisServer()
    settings = limited(with_login, caller_limit="20/minute").model_copy(
        update={"redis_url": type(with_login.redis_url)(redis.url)}
    )
    key, second = bearer(await team.key()), bearer(await team.key())
    try:
        async with (
            serving(settings, "203.0.113.7") as (a,),
            serving(settings, "203.0.113.7") as (b,),
        ):
            assert (await a.get("/health")).json()["redis"] == "healthy"
            answers = await asyncio.gather(
                *((a, b)[n % 2].get("/api/me", headers=key) for n in range(40))
            )
            assert sum(answer.status_code != 429 for answer in answers) == 20
            await asyncio.sleep(2.2)  # until both have counted each other

            redis.freeze()
            answers = await asyncio.gather(
                *((a, b)[n % 2].get("/api/me", headers=second) for n in range(60))
            )
            assert {answer.status_code for answer in answers} == {200, 429}
            assert sum(answer.status_code == 200 for answer in answers) == 20
            report = await a.get("/health")
            assert report.status_code == 200
            assert report.json()["redis"] == "unhealthy"
            assert report.json()["status"] == "degraded"
            assert (await a.get("/health/ready")).status_code == 200
            redis.thaw()
            async with asyncio.timeout(20):
                while (await a.get("/health")).json()["redis"] != "healthy":  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
    finally:
        redis.stop()
