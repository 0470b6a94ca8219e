"""Every route of the application, with the guard that stands before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

_UNGUARDED = object()


@dataclass(frozen=True)
class Found:
    """One method of one route; `action` is None where everybody who is known may pass."""

    method: str
    path: str
    guarded: bool
    action: Any

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path


def routes_of(app: FastAPI) -> list[Found]:
    found = []
    for context in iter_route_contexts(app.routes):
        action = _UNGUARDED
        if isinstance(context.original_route, APIRoute):
            action = next(_actions(context.dependant), _UNGUARDED)
        guarded = action is not _UNGUARDED
        found += [
            Found(method, context.path, guarded, action if guarded else None)
            for method in sorted((context.methods or {"GET"}) - {"HEAD", "OPTIONS"})
        ]
    return found


def _actions(dependant: Any) -> Iterator[Any]:
    for child in dependant.dependencies:
        if hasattr(child.call, "action"):
            yield child.call.action
        yield from _actions(child)
