import asyncio

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from alwrity.scaling.asgi.limit import BoundStreams, LimitRequests
from alwrity.scaling.rate_limit.memory import MemoryRateLimitStore
from alwrity.scaling.rate_limit.policy import Policy
from alwrity.scaling.rate_limit.rules import Rule, Rules, Templates


async def hello(request: Request) -> Response:
    own = {"RateLimit-Limit": "7"} if "own" in request.query_params else {}
    return PlainTextResponse("hello", headers=own)


def who(scope: Scope) -> str | None:
    return dict(scope["headers"]).get(b"who", b"").decode() or None


def limited(rules: Rules, store: MemoryRateLimitStore | None = None) -> httpx.AsyncClient:
    app = Starlette(
        routes=[Route(path, hello, methods=["GET", "POST"]) for path in ("/a", "/a/{id}")],
        middleware=[
            Middleware(
                LimitRequests, store=store or MemoryRateLimitStore(), rules=rules, subject=who,
                name="test", plan=lambda scope: "trial" if who(scope) == "trial" else "",
                reject=lambda decision: PlainTextResponse("no", 429, decision.headers),
                free=Templates("/a/{id}"),
            )
        ],
    )  # fmt: skip
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test", headers={"who": "me"}
    )


TWO = Rules(Rule("*", Policy.parse("2/minute")))


async def test_every_answer_tells_what_is_left_and_the_third_is_refused() -> None:
    async with limited(TWO) as client:
        answers = [await client.get("/a") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
        assert answers[0].headers["ratelimit-policy"] == "2;w=60"
        assert "retry-after" not in answers[1].headers
        assert answers[2].headers["retry-after"] == "60"
        assert answers[2].headers.get_list("ratelimit-limit") == ["2"]
        assert (await client.get("/a", headers={"who": "you"})).status_code == 200


async def test_what_is_further_in_may_speak_of_its_own_limit() -> None:
    async with limited(TWO) as client:
        answer = await client.get("/a?own")
    assert answer.headers.get_list("ratelimit-limit") == ["7"]


async def test_nobody_is_not_counted() -> None:
    async with limited(TWO) as client:
        for _ in range(5):
            assert (await client.get("/a", headers={"who": ""})).status_code == 200


async def test_resuming_a_stream_costs_nothing_and_beginning_one_does() -> None:
    async with limited(TWO) as client:
        for _ in range(5):
            answer = await client.get("/a/1", headers={"Last-Event-ID": "5"})
            assert answer.status_code == 200
            # Elsewhere the field buys nothing.
        codes = [(await client.get("/a", headers={"Last-Event-ID": "5"})) for _ in range(3)]
        assert [answer.status_code for answer in codes] == [200, 200, 429]


async def test_rules_by_method_route_plan_and_cost() -> None:
    rules = Rules(
        Rule("*", Policy.parse("100/minute")),
        (
            Rule("/a/{id}", Policy.parse("1/minute"), plan="trial"),
            Rule("/a", Policy.parse("10/minute"), frozenset({"POST"}), cost=5),
        ),
    )
    async with limited(rules) as client:
        assert [(await client.post("/a")).status_code for _ in range(3)] == [200, 200, 429]
        assert (await client.get("/a")).headers["ratelimit-limit"] == "100"
        trial = {"who": "trial"}
        # One count for the template, not one for each path.
        assert (await client.get("/a/1", headers=trial)).status_code == 200
        assert (await client.get("/a/2", headers=trial)).status_code == 429
        assert (await client.get("/a/2")).status_code == 200


async def test_streams_of_one_caller_are_bounded_while_they_are_open() -> None:
    release = asyncio.Event()

    async def stream(request: Request) -> Response:
        await release.wait()
        return PlainTextResponse("end")

    app = Starlette(
        routes=[Route("/events", stream), Route("/a", hello)],
        middleware=[
            Middleware(
                BoundStreams, streams=Templates("/events"), bound=2, subject=who,
                reject=lambda: PlainTextResponse("no", 429),
            )
        ],
    )  # fmt: skip
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
        me = {"who": "me"}
        first = [asyncio.create_task(client.get("/events", headers=me)) for _ in range(2)]
        await asyncio.sleep(0.05)
        assert (await client.get("/events", headers=me)).status_code == 429
        assert (await client.get("/a", headers=me)).status_code == 200
        other = asyncio.create_task(client.get("/events", headers={"who": "you"}))
        await asyncio.sleep(0.01)
        first[0].cancel()  # hanging up makes room, too
        await asyncio.sleep(0.01)
        third = asyncio.create_task(client.get("/events", headers=me))
        await asyncio.sleep(0.01)
        release.set()
        answers = await asyncio.gather(first[1], third, other)
    assert [answer.status_code for answer in answers] == [200, 200, 200]
