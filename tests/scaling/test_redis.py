import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from tests.support.redis import RedisServer

from alwrity.scaling.errors import RedisReplyError, RedisUnavailableError
from alwrity.scaling.redis import RedisClient, Script, check_url


@pytest.fixture
async def client(redis_server: RedisServer) -> AsyncIterator[RedisClient]:
    client = RedisClient(redis_server.url)
    yield client
    await client.aclose()


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    """One that may be killed."""
    server = RedisServer()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("redis://localhost", "localhost:6379/0"),
        ("redis://me:secret@db.example:7000/3", "db.example:7000/3"),
        ("rediss://:secret@[::1]:7000", "[::1]:7000/0"),
        ("unix:///tmp/redis.sock", "/tmp/redis.sock"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, name: str) -> None:
    assert check_url(url) == name
    assert repr(RedisClient(url)) == f"<RedisClient {name}>"


@pytest.mark.parametrize(
    "url", ["", "localhost:6379", "http://secret@host", "redis://secret@h:port", "redis://h/secret"]
)
def test_a_url_that_names_no_server_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="write redis://") as caught:
        check_url(url)
    assert "secret" not in str(caught.value)


async def test_a_thousand_concurrent_calls_share_one_connection(
    client: RedisClient, redis_server: RedisServer
) -> None:
    redis_server.command("CONFIG", "RESETSTAT")
    answers = await asyncio.gather(*(client.call("ECHO", str(n)) for n in range(1000)))
    assert answers == [str(n).encode() for n in range(1000)]
    info = redis_server.command("INFO", "stats").decode()
    assert "total_connections_received:2\r" in info  # ours, and the one that asks


async def test_a_wrong_command_fails_alone(client: RedisClient) -> None:
    wrong, right = await asyncio.gather(
        client.call("NONSENSE"), client.call("ECHO", "x"), return_exceptions=True
    )
    assert isinstance(wrong, RedisReplyError)
    assert right == b"x"
    assert client.healthy


async def test_a_cancelled_caller_leaves_the_others_their_answers(client: RedisClient) -> None:
    tasks = [asyncio.create_task(client.call("ECHO", str(n))) for n in range(100)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert answers[1::2] == [str(n).encode() for n in range(1, 100, 2)]
    assert await client.call("ECHO", "next") == b"next"


async def test_scripts_are_loaded_when_the_server_forgot_them(
    client: RedisClient, redis_server: RedisServer
) -> None:
    script = Script("return ARGV[1] + 1")
    assert await client.run(script, [], [1]) == 2
    redis_server.command("SCRIPT", "FLUSH")
    assert await asyncio.gather(*(client.run(script, [], [n]) for n in (1, 2))) == [2, 3]


async def test_a_killed_server_fails_calls_at_once_and_is_found_again(
    own_server: RedisServer,
) -> None:
    seen: list[bool] = []
    client = RedisClient(own_server.url, changed=lambda healthy, _reason: seen.append(healthy))
    try:
        await client.ping()
        own_server.kill()
        results = await asyncio.gather(
            *(client.call("ECHO", "x") for _ in range(1000)), return_exceptions=True
        )
        assert {type(result) for result in results} == {RedisUnavailableError}
        assert not client.healthy
        with pytest.raises(RedisUnavailableError, match="cannot be reached"):
            await client.ping()
        own_server.start()
        await _until(lambda: client.healthy)
        await client.ping()
    finally:
        await client.aclose()
    assert seen == [False, True]


async def test_a_frozen_server_is_waited_for_once(own_server: RedisServer) -> None:
    client = RedisClient(own_server.url, answer_seconds=0.2, connect_seconds=0.2)
    await client.ping()
    own_server.freeze()
    with pytest.raises(RedisUnavailableError, match="in time"):
        await client.ping()
    began = time.monotonic()
    for _ in range(1000):
        with pytest.raises(RedisUnavailableError):
            await client.ping()
    assert time.monotonic() - began < 5  # a thousand waits would take 200 s
    own_server.thaw()
    await _until(lambda: client.healthy)
    assert await client.call("ECHO", "back") == b"back"
    await client.aclose()


async def test_a_connection_that_the_server_closed_meanwhile_is_no_outage(
    own_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alwrity.scaling.redis._IDLE_SECONDS", 0.0)
    client = RedisClient(own_server.url)
    await client.ping()
    own_server.command("CLIENT", "KILL", "TYPE", "normal")
    await asyncio.sleep(0.1)
    await client.ping()
    await client.aclose()


async def test_users_and_passwords_work_and_are_never_told() -> None:
    server = RedisServer(
        *["--user", "alwrity", "on", ">secret", "~*", "&*", "+@all", "--user", "default", "off"]
    )
    url = server.url.replace("redis://", "redis://alwrity:{}@")
    right, wrong = RedisClient(url.format("secret")), RedisClient(url.format("wrong-secret"))
    try:
        await right.ping()
        with pytest.raises(RedisUnavailableError, match="refuses the user") as caught:
            await wrong.ping()
        assert "secret" not in str(caught.value) + repr(wrong)
    finally:
        await right.aclose()
        await wrong.aclose()
        server.stop()


async def test_a_full_server_is_unavailable_not_wrong() -> None:
    server = RedisServer("--maxmemory", "1kb", "--maxmemory-policy", "noeviction")
    client = RedisClient(server.url)
    try:
        with pytest.raises(RedisUnavailableError, match="OOM"):
            await client.call("SET", "key", "value")
    finally:
        await client.aclose()
        server.stop()


async def test_closing_tells_those_who_wait(own_server: RedisServer) -> None:
    client = RedisClient(own_server.url, answer_seconds=30)
    await client.ping()
    own_server.freeze()
    waiting = asyncio.create_task(client.ping())
    await asyncio.sleep(0.05)
    await client.aclose()
    with pytest.raises(RedisUnavailableError, match="closed"):
        await waiting
    with pytest.raises(RedisUnavailableError, match="closed"):
        await client.ping()


async def _until(check: Callable[[], bool], *, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
