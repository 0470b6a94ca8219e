import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.support.asgi import Answer, exchange

from alwrity.scaling.asgi.deadline import Deadline
from alwrity.scaling.deadline import (
    DeadlineError,
    check,
    deadline,
    lifted,
    remaining,
    within_deadline,
)


def test_an_inner_deadline_can_only_be_earlier() -> None:
    assert remaining() is None
    check()
    with deadline(10):
        with deadline(100):
            assert 9 < (remaining() or 0) <= 10
        with deadline(1):
            assert (remaining() or 0) <= 1
        assert (remaining() or 0) > 9
        with deadline(None):
            assert remaining() is None
    assert remaining() is None


def test_what_is_over_is_not_begun() -> None:
    with deadline(0):
        assert remaining() == 0
        with pytest.raises(DeadlineError):
            check()


async def test_what_waits_is_ended_and_says_so() -> None:
    ended = asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.sleep(30)
        finally:
            ended.set()

    with deadline(0.02), pytest.raises(DeadlineError):
        async with within_deadline():
            await wait()
    assert ended.is_set()
    with deadline(30), pytest.raises(TimeoutError) as other:
        async with within_deadline():
            raise TimeoutError("of something else")
    assert not isinstance(other.value, DeadlineError)


async def test_tasks_inherit_it_unless_they_outlive_their_request() -> None:
    async def left() -> float | None:
        return remaining()

    with deadline(5):
        assert await asyncio.create_task(left()) is not None
        assert await asyncio.create_task(left(), context=lifted()) is None


Inner = Callable[..., Awaitable[None]]


async def ok(_scope: object, _receive: object, send: Callable[..., Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"%.0f" % (remaining() or -1)})


async def slow(_scope: object, _receive: object, send: Callable[..., Awaitable[None]]) -> None:
    async with within_deadline():
        await asyncio.sleep(30)


async def late(_scope: object, _receive: object, _send: object) -> None:
    raise DeadlineError


async def turned_down(
    _scope: object, _receive: object, send: Callable[..., Awaitable[None]]
) -> None:
    await send({"type": "http.response.start", "status": 504, "headers": []})
    await send({"type": "http.response.body", "body": b"late"})


async def ask(
    inner: Inner, *, seconds: float | None = 10, trusts: bool = False, **headers: bytes
) -> Answer:
    app = Deadline(
        inner, seconds=lambda _scope: seconds, trusts=lambda _scope: trusts,  # type: ignore[arg-type]
        reject=lambda: turned_down,  # type: ignore[arg-type, return-value]
    )  # fmt: skip
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await exchange(app, "GET", "/", named)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "trusts", "left"),
    [
        (b"2", False, b"2"),
        (b"60", False, b"10"),
        (b"60", True, b"60"),
        (b"-1", True, b"10"),
        (b"nan", True, b"10"),
        (b"soon", True, b"10"),
    ],
)
async def test_a_caller_may_name_a_shorter_one_and_a_trusted_one_a_longer(
    given: bytes, trusts: bool, left: bytes
) -> None:
    answer = await ask(ok, trusts=trusts, x_deadline_seconds=given)
    assert answer.body == left


async def test_what_is_late_is_told() -> None:
    answer = await ask(slow, seconds=0.02)
    assert (answer.status, answer.body) == (504, b"late")
    assert (await ask(late)).status == 504
    assert (await ask(ok, seconds=None, x_deadline_seconds=b"1")).body == b"-1"
