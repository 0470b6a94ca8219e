"""Who is calling, put into the request's state before anything is routed."""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Receive, Scope, Send


class Identify:
    """Ask `identify` for the caller; answer with `reject`'s application when it raises.

    Args:
        app: The application inside.
        identify: Gives the caller of a request, or None for nobody.
        reject: Turns what `identify` raised into an answer.
        errors: The exceptions that `reject` understands; others pass through.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        identify: Callable[[Scope], Awaitable[object | None]],
        reject: Callable[[Exception], ASGIApp],
        errors: tuple[type[Exception], ...],
    ) -> None:
        self.app = app
        self.identify = identify
        self.reject = reject
        self.errors = errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Identify, then pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            caller = await self.identify(scope)
        except self.errors as error:
            await self.reject(error)(scope, receive, send)
            return
        scope.setdefault("state", {})["caller"] = caller
        await self.app(scope, receive, send)
