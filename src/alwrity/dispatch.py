"""To the route of a request in a few steps, however many routes there are.

The framework asks one route after another; for the last ones of ours that took most of a request's
time (`make bench ARGS=dispatch`). What this index does not know for certain, the framework's router
answers as ever: other methods, missing slashes, pages, mounted folders.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.convertors import StringConvertor
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

_Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class _Target:
    """A route as the framework would call it."""

    pattern: re.Pattern[str]
    endpoint: Callable[..., Any] | None
    route: RouteContext
    app: ASGIApp


class Dispatch:
    """Goes straight to the route, or to `router` when no indexed one matches as a whole.

    Args:
        router: The framework's own way.
        routes: Gives its routes; asked once, at the first request.
    """

    def __init__(self, router: ASGIApp, routes: Callable[[], Sequence[BaseRoute]]) -> None:
        self.router = router
        self._routes = routes
        self._index: dict[_Key, list[_Target]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "http" and not scope.get("root_path"):
            path = scope["path"]
            for target in self._candidates(scope["method"], path):
                match = target.pattern.match(path)
                if match is not None:
                    scope["path_params"] = match.groupdict()
                    scope["endpoint"] = target.endpoint
                    scope["route"] = target.route
                    await target.app(scope, receive, send)
                    return
        await self.router(scope, receive, send)

    def _candidates(self, method: str, path: str) -> Sequence[_Target]:
        if self._index is None:
            self._index = _indexed(iter_route_contexts(self._routes()))
        return self._index.get(_key(method, path), ())


def _indexed(contexts: Iterable[RouteContext]) -> dict[_Key, list[_Target]]:
    index: dict[_Key, list[_Target]] = {}
    for context in contexts:
        if not _is_plain(context):
            # It might match what a later route does, and the first one counts.
            break
        target = _Target(context.path_regex, context.endpoint, context, context.app)
        for method in context.methods or ():
            index.setdefault(_key(method, context.path or ""), []).append(target)
    return index


def _is_plain(context: RouteContext) -> bool:
    """Whether method, number of segments and the second segment are told by the template."""
    return (
        isinstance(context.original_route, Route)
        and "{" not in _second(context.path or "")
        and all(type(c) is StringConvertor for c in context.param_convertors.values())
    )


def _key(method: str, path: str) -> _Key:
    return method, path.count("/"), _second(path)


def _second(path: str) -> str:
    """What stands behind the prefix that most have in common."""
    parts = path.split("/", 3)
    return parts[2] if len(parts) > 2 else parts[-1]
