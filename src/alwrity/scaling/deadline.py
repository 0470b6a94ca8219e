"""A deadline that travels with the work: from the edge to every call that is made for a request.

    with deadline(seconds=5):
        async with within_deadline():      # DeadlineError once the five seconds are over
            await ask_database()

It is a context variable, so tasks that are started inside inherit it, unless they get `lifted()` as
their context. An inner deadline can only be earlier. Middleware sets it (`scaling.asgi.deadline`);
whatever waits for something else asks `remaining()`, or waits inside `within_deadline()`.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import Context, ContextVar, copy_context

_UNTIL: ContextVar[float | None] = ContextVar("alwrity_deadline", default=None)


class DeadlineError(TimeoutError):
    """The time that the caller gave is over."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Everything inside has so many seconds, or what is left of an earlier deadline.

    Args:
        seconds: From now; None lifts the deadline, for work that outlives its request.
    """
    until = _UNTIL.get()
    if seconds is None:
        mine = None
    else:
        mine = time.monotonic() + seconds
        mine = mine if until is None else min(mine, until)
    token = _UNTIL.set(mine)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def lifted() -> Context:
    """A copy of the context without the deadline, for a task that outlives its request."""
    context = copy_context()
    context.run(_UNTIL.set, None)
    return context


def remaining() -> float | None:
    """Seconds left, 0 when it is over; None without a deadline."""
    until = _UNTIL.get()
    return None if until is None else max(0.0, until - time.monotonic())


def check() -> None:
    """See that there is time left, before something is begun.

    Raises:
        DeadlineError: There is none.
    """
    if remaining() == 0.0:
        raise DeadlineError


@asynccontextmanager
async def within_deadline() -> AsyncIterator[None]:
    """What waits inside is cancelled when the time is over.

    Raises:
        DeadlineError: It is, or was before the block began.
    """
    left = remaining()
    if left is None:
        yield
        return
    check()
    try:
        async with asyncio.timeout(left) as bound:
            yield
    except TimeoutError as error:
        if bound.expired():
            raise DeadlineError from error
        raise
