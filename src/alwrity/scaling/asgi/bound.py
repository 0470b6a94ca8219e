"""A bound on the size of request bodies, counted while they arrive."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyTooLargeError(Exception):
    """More bytes came than are accepted; raised where the body is read."""


class BoundBody:
    """Refuse a body above `limit` bytes, whether or not its length was told.

    Args:
        app: The application inside.
        limit: Bytes.
        reject: The application that answers then.
    """

    def __init__(self, app: ASGIApp, *, limit: int, reject: Callable[[], ASGIApp]) -> None:
        self.app = app
        self.limit = limit
        self.reject = reject

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counting."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = next((v for k, v in scope["headers"] if k == b"content-length"), b"0")
        if declared.isdigit() and int(declared) > self.limit:
            await self.reject()(scope, receive, send)
            return
        total = 0
        started = False

        async def counted() -> Message:
            nonlocal total
            message = await receive()
            if message["type"] == "http.request":
                total += len(message.get("body", b""))
                if total > self.limit:
                    raise BodyTooLargeError
            return message

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, counted, watch)
        except BodyTooLargeError:
            if started:
                raise
            await self.reject()(scope, receive, send)
