"""A request's deadline: its header's or its route's default."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alwrity.scaling.deadline import DeadlineError, deadline

#: Seconds that the caller goes on waiting, such as `2.5`.
HEADER = b"x-deadline-seconds"
_LONGEST = 86_400.0


class Deadline:
    """Run the application inside under a deadline; answer with `reject` when it was not kept.

    The application is not cut off: what it waits for is (`scaling.deadline`), so that it ends in
    order. Once an answer has begun nothing is said any more.

    Args:
        app: The application inside.
        seconds: The deadline of a request by its scope; None for none, as for event streams.
        trusts: Whether the caller may name a longer one; a shorter one anybody may.
        reject: The application that answers when it is over.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        seconds: Callable[[Scope], float | None],
        trusts: Callable[[Scope], bool],
        reject: Callable[[], ASGIApp],
    ) -> None:
        self.app = app
        self.seconds = seconds
        self.trusts = trusts
        self.reject = reject

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seconds = self.seconds(scope)
        if seconds is None:
            await self.app(scope, receive, send)
            return
        if (given := _given(scope)) is not None and (given < seconds or self.trusts(scope)):
            seconds = given
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            with deadline(seconds):
                await self.app(scope, receive, watch)
        except DeadlineError:
            if started:
                raise
            await self.reject()(scope, receive, send)


def _given(scope: Scope) -> float | None:
    for name, value in scope["headers"]:
        if name == HEADER:
            try:
                seconds = float(value)
            except ValueError:
                return None
            return seconds if 0 < seconds <= _LONGEST else None
    return None
