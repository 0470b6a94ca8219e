"""The response cache around applications of a few lines."""

import asyncio
import gzip
import random
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send
from tests.scaling.cache.worlds import World
from tests.support.asgi import Answer, exchange

from alwrity.scaling.asgi.cache import CacheResponses, Rule
from alwrity.scaling.cache.cache import Cache
from alwrity.scaling.cache.entry import Lifetime

MINUTE = Lifetime(60, jitter=0)
PROSE = "So it was, and so it is. " * 100


class App:
    """Counts its runs; `answer` makes each answer."""

    def __init__(self, answer: Callable[[Scope, int], Response]) -> None:
        self.answer = answer
        self.runs = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.runs += 1
        run = self.runs
        await self.gate.wait()
        await self.answer(scope, run)(scope, receive, send)


def caller_of(scope: Scope) -> str | None:
    return next((value.decode() for name, value in scope["headers"] if name == b"x-who"), "me")


def cached(cache: Cache, app: App, rule: Rule | None = None, **options: Any) -> Any:
    return CacheResponses(
        app, cache=cache, rule=lambda _: rule or Rule(MINUTE, ("t",)), caller=caller_of, **options
    )


async def get(app: Any, target: str = "/x", **headers: str) -> Answer:
    sent = {name.replace("_", "-"): value.encode() for name, value in headers.items()}
    return await exchange(app, "GET", target, sent)


def numbered(_scope: Scope, run: int) -> Response:
    return JSONResponse({"run": run}, headers={"X-Request-ID": str(run)})


async def test_an_answer_is_kept_and_says_so(cache: Cache, world: World) -> None:
    app = App(numbered)
    outer = cached(cache, app)
    first, second = await get(outer), await get(outer)
    assert (first.body, second.body) == (b'{"run":1}', b'{"run":1}')
    assert first.headers["cache-status"] == "cache; fwd=miss"
    assert second.headers["cache-status"].startswith("cache; hit; ttl=5")
    assert second.headers["age"] == "0"
    assert second.headers["content-type"] == "application/json"
    assert "x-request-id" not in second.headers
    await world.pass_time(30)
    third = await get(outer)
    assert int(third.headers["age"]) in {30, 31, 32}
    await cache.invalidate("t")
    assert (await get(outer)).body == b'{"run":2}'


async def test_two_callers_never_share_an_entry(cache: Cache) -> None:
    def told(scope: Scope, _run: int) -> Response:
        return PlainTextResponse(caller_of(scope))

    outer = cached(cache, App(told))
    for who in ("a", "b", "a\n/x", "1:a", "a", "b"):
        assert (await get(outer, x_who=who)).body.decode() == who


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/x?a=1&b=2", "/x?b=2&a=1", True),
        ("/x?a=1&a=2", "/x?a=2&a=1", False),
        ("/x?a=1", "/x?a=2", False),
        ("/x", "/x?", True),
        ("/x?a=1", "/x%3Fa=1", False),
        ("/x%0A", "/x%250A", False),
        ("/x", "/X", False),
    ],
)
async def test_the_key_has_path_and_query(
    cache: Cache, one: str, other: str, *, same: bool
) -> None:
    outer = cached(cache, App(numbered))
    assert ((await get(outer, one)).body == (await get(outer, other)).body) is same


async def test_fields_named_in_vary_are_part_of_the_key(cache: Cache) -> None:
    def told(scope: Scope, _run: int) -> Response:
        words = [v for n, v in scope["headers"] if n == b"accept-language"]
        return Response(b"+".join(words), headers={"Vary": "Accept-Language, Cookie"})

    app = App(told)
    outer = cached(cache, app, vary=(b"accept-language", b"host"))
    for _ in range(2):
        assert (await get(outer, accept_language="de")).body == b"de"
        assert (await get(outer, accept_language="en")).body == b"en"
        assert (await get(outer, accept_language="en", host="elsewhere")).body == b"en"
    assert app.runs == 3
    unprepared = cached(cache, app)
    for count in (4, 5):
        assert (await get(unprepared, accept_language="de")).body == b"de"
        assert app.runs == count


@pytest.mark.parametrize(
    "answer",
    [
        lambda: Response(b"x", 404),
        lambda: Response(b"x", 206),
        lambda: Response(b"x", headers={"Set-Cookie": "a=b"}),
        lambda: Response(b"x", headers={"Cache-Control": "max-age=5, No-Store"}),
        lambda: Response(b"x", headers={"Cache-Control": 'private="x", max-age=5'}),
        lambda: Response(b"x", headers={"Cache-Control": "no-cache"}),
        lambda: Response(b"x", headers={"Vary": "*"}),
        lambda: Response(b"x", headers={"Vary": "Accept-Encoding, Origin"}),
        lambda: Response(b"x", headers={"Content-Encoding": "br"}),
        lambda: Response(b"x", media_type="text/event-stream"),
        lambda: Response(b"x" * 2001),
        lambda: StreamingResponse(iter([b"x" * 1500, b"y" * 1500, b"z"])),
    ],
)  # fmt: skip
async def test_what_is_not_for_all_is_passed_on_whole_and_never_kept(
    cache: Cache, answer: Callable[[], Response]
) -> None:
    app = App(lambda _scope, _run: answer())
    expected = await get(app)
    outer = cached(cache, app, body_bound=2000)
    app.runs = 0
    app.gate.clear()
    waiting = [asyncio.create_task(get(outer)) for _ in range(5)]
    await asyncio.sleep(0.02)
    app.gate.set()
    for one in [*await asyncio.gather(*waiting), await get(outer)]:
        assert (one.status, one.body, one.headers) == (
            expected.status, expected.body, expected.headers,
        )  # fmt: skip
    assert app.runs == 6
    assert len(cache.memory) == 0


@pytest.mark.parametrize(
    ("method", "headers"),
    [("POST", {}), ("PUT", {}), ("GET", {"range": b"bytes=0-1"}), ("GET", {"if-match": b'"a"'})],
)
async def test_what_is_no_plain_read_passes_by(
    cache: Cache, method: str, headers: dict[str, bytes]
) -> None:
    app = App(numbered)
    outer = cached(cache, app)
    for count in (1, 2):
        assert (await exchange(outer, method, "/x", headers)).body == b'{"run":%d}' % count


async def test_a_request_without_rule_or_caller_passes_by(cache: Cache) -> None:
    app = App(numbered)
    ruleless = CacheResponses(app, cache=cache, rule=lambda _: None, caller=lambda _: "a")
    nobody = CacheResponses(app, cache=cache, rule=lambda _: Rule(MINUTE), caller=lambda _: None)
    for outer in (ruleless, nobody, ruleless, nobody):
        await get(outer)
    assert app.runs == 4


async def test_an_unchanged_answer_is_304(cache: Cache) -> None:
    outer = cached(cache, App(lambda *_: PlainTextResponse(PROSE)))
    first = await get(outer)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    for told in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = await get(outer, if_none_match=told)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert "content-length" not in again.headers
        assert again.headers["vary"] == "Accept-Encoding"
    assert (await get(outer, if_none_match='"other"')).status == 200


async def test_the_applications_own_etag_stays(cache: Cache) -> None:
    outer = cached(cache, App(lambda *_: JSONResponse({}, headers={"ETag": '"7.2"'})))
    for _ in range(2):
        assert (await get(outer)).headers["etag"] == '"7.2"'
    # On a miss, too: the application is asked for the whole answer, since it is for all.
    other = await get(outer, "/other", if_none_match='"7.2"')
    assert other.status == 304


@pytest.mark.parametrize(
    ("accepts", "packed"),
    [
        ("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=1.0", True), ("gzip;q=0", False),
        ("gzip; q=0.0, br", False), ("identity", False), ("", False),
    ],
)  # fmt: skip
async def test_an_answer_is_compressed_once_for_who_accepts_it(
    cache: Cache, accepts: str, *, packed: bool
) -> None:
    outer = cached(cache, App(lambda *_: PlainTextResponse(PROSE)))
    for _ in range(2):
        answer = await get(outer, accept_encoding=accepts)
        assert (answer.headers.get("content-encoding") == "gzip") is packed
        body = gzip.decompress(answer.body) if packed else answer.body
        assert body.decode() == PROSE
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["vary"] == "Accept-Encoding"


async def test_head_is_get_without_the_body(cache: Cache) -> None:
    app = App(lambda scope, _run: PlainTextResponse(scope["method"]))
    outer = cached(cache, app)
    for _ in range(2):
        answer = await exchange(outer, "HEAD", "/x")
        assert (answer.status, answer.body) == (200, b"")
        assert answer.headers["content-length"] == "3"
    assert (await get(outer)).body == b"GET"
    assert app.runs == 1


async def test_all_who_miss_get_the_answer_of_one_run(cache: Cache) -> None:
    app = App(numbered)
    outer = cached(cache, app)
    app.gate.clear()
    waiting = [asyncio.create_task(get(outer)) for _ in range(200)]
    while not app.runs:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.001)
    waiting[0].cancel()
    app.gate.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(answers[0], asyncio.CancelledError)
    assert {answer.body for answer in answers[1:]} == {b'{"run":1}'}  # type: ignore[union-attr]
    assert app.runs == 1


async def test_a_failed_answer_reaches_all_and_is_not_kept(cache: Cache) -> None:
    app = App(lambda _scope, run: JSONResponse({"run": run}, 503, {"Retry-After": "7"}))
    outer = cached(cache, app)
    app.gate.clear()
    waiting = [asyncio.create_task(get(outer)) for _ in range(5)]
    await asyncio.sleep(0.02)
    app.gate.set()
    for answer in await asyncio.gather(*waiting):
        assert (answer.status, answer.body) == (503, b'{"run":1}')
        assert answer.headers["retry-after"] == "7"
    assert (await get(outer)).body == b'{"run":2}'


async def test_a_stale_answer_stands_in_for_a_failed_one_but_not_for_another(
    cache: Cache, world: World
) -> None:
    statuses = [200, 503, 404]

    def told(_scope: Scope, run: int) -> Response:
        return Response(b"%d" % run, statuses[run - 1])

    outer = cached(cache, App(told), Rule(Lifetime(60, sie=600, jitter=0)))
    assert (await get(outer)).status == 200
    await world.pass_time(100)
    stale = await get(outer)
    assert (stale.status, stale.body) == (200, b"1")
    assert stale.headers["cache-status"].startswith("cache; hit; ttl=-4")
    assert (await get(outer)).status == 404


async def test_an_answer_behind_a_stale_one_is_never_sent_to_who_has_his(
    cache: Cache, world: World
) -> None:
    def told(_scope: Scope, run: int) -> Response:
        private = {"Cache-Control": "private"} if run > 1 else {}
        return Response(b"%d" % run, headers=private)

    app = App(told)
    outer = cached(cache, app, Rule(Lifetime(60, swr=600, jitter=0)))
    await get(outer)
    await world.pass_time(100)
    assert (await get(outer)).body == b"1"
    while app.runs < 2:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.05)
    assert (await get(outer)).body == b"3", "what became private is not given any more"


async def test_what_the_application_raises_reaches_its_caller(cache: Cache) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise LookupError("nothing there")

    outer = cached(cache, broken)  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="nothing there"):
        await get(outer)

    async def silent(scope: Scope, receive: Receive, send: Send) -> None:
        pass

    with pytest.raises(RuntimeError, match="without an answer"):
        await get(cached(cache, silent), "/silent")  # type: ignore[arg-type]


async def test_a_long_answer_for_one_caller_outlives_the_deadline_and_ends_with_him(
    world: World,
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for number in range(10):
            await asyncio.sleep(0.05)
            yield b"%d" % number

    app = App(lambda *_: StreamingResponse(pieces(), headers={"Cache-Control": "private"}))
    async with world.cache(deadline=0.2) as cache:
        assert (await get(cached(cache, app))).body == b"0123456789"
        ended = asyncio.Event()

        async def endless(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 404, "headers": []})
            try:
                while (await receive())["type"] != "http.disconnect":
                    pass
            finally:
                ended.set()

        waiting = asyncio.create_task(get(cached(cache, endless), "/endless"))  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait([waiting])
        async with asyncio.timeout(5):
            await ended.wait()


async def test_random_answers_are_the_same_with_and_without_a_cache(cache: Cache) -> None:
    chance = random.Random(11)
    fields = [
        ("Cache-Control", ["public", "private", "no-store", "max-age=3"]),
        ("Vary", ["Accept-Encoding", "Origin", "Cookie"]),
        ("ETag", ['"a"', 'W/"b"']),
        ("Content-Language", ["de", "en"]),
        ("Set-Cookie", ["a=b"]),
    ]
    made: dict[str, tuple[int, dict[str, str], bytes]] = {}
    for number in range(150):
        headers = {name: chance.choice(some) for name, some in fields if chance.random() < 0.3}
        status = chance.choice([200, 200, 200, 201, 301, 404, 500])
        made[f"/{number}"] = status, headers, chance.randbytes(chance.choice([0, 10, 5000]))

    def told(scope: Scope, _run: int) -> Response:
        status, headers, body = made[scope["path"]]
        return Response(body, status, headers)

    app = App(told)
    outer = cached(cache, app, body_bound=4000)
    for _ in range(3):
        for target in made:
            bare, kept = await get(app, target), await get(outer, target)
            assert (kept.status, kept.body) == (bare.status, bare.body)
            if "etag" not in bare.headers:
                kept.headers.pop("etag", None)
            for name in ("age", "cache-status"):
                kept.headers.pop(name, None)
            assert kept.headers == bare.headers
