"""What each request may take, and which are turned away first when there are too many.

Health, metrics, pages and event streams are never turned away. Reads, writes and starts of
generations have places of their own, so that one kind that piles up leaves the others theirs. Calls
of models are admitted where they are made (`providers.lane`).
"""

import math

from starlette.types import ASGIApp, Scope

from alwrity import problems
from alwrity.errors import DeadlinePassedError, UnavailableError
from alwrity.runtime import Runtime
from alwrity.scaling.bulkhead import Bulkhead
from alwrity.scaling.limits import AimdLimit, ConcurrencyLimit, FixedLimit

#: Seconds of lateness of the event loop from which nobody waits for a place.
MOST_LAG = 0.5
#: For each that is answered so many may wait, and no longer than so many seconds.
_QUEUE, _LONGEST_WAIT = 4, 1.0
#: Seconds of lateness of the loop from which fewer reads are let through at once.
_LATE = 0.1
_READS = frozenset({"GET", "HEAD"})
_GENERATE = "/api/content/generate"
# What asks a model, reads foreign pages or moves whole libraries has bounds of its own.
_LONG = ("/events", "/rewrites", "/test", "/seo/analyse", "/export", "/bulk")


def bulkheads(runtime: Runtime) -> dict[str, Bulkhead]:
    """The places of each kind of request in this process."""
    server = runtime.settings.server
    reads, writes = server.reads_at_once, server.writes_at_once
    limits: dict[str, ConcurrencyLimit] = {
        "reads": AimdLimit(reads, least=min(4, reads), most=reads, slow_seconds=_LATE),
        "writes": FixedLimit(writes),
        "generations": FixedLimit(writes),
    }

    def shed(name: str) -> None:
        runtime.metrics.shed.labels(name).inc()

    return {
        kind: Bulkhead(
            kind, limit, queue=_QUEUE * limit.value, listeners=[shed],
            longest=_LONGEST_WAIT if kind == "reads" else None,
        )
        for kind, limit in limits.items()
    }  # fmt: skip


def kind_of(scope: Scope) -> str | None:
    """Which places a request takes; None for none."""
    path: str = scope["path"]
    if not path.startswith("/api/") or path.endswith(("/events", "/rewrites", "/test")):
        return None
    if scope["method"] in _READS:
        return "reads"
    return "generations" if path == _GENERATE else "writes"


def seconds_of(scope: Scope, default: float) -> float | None:
    """The deadline of a request; None where it has none."""
    path: str = scope["path"]
    return None if not path.startswith("/api/") or path.endswith(_LONG) else default


def turned_away(kind: str, retry_after: float) -> ASGIApp:
    """The answer when there is no place."""
    retry = max(1, math.ceil(retry_after))
    return problems.answer(
        UnavailableError(
            f"The server has too many {kind} at the moment; nothing was begun, try again in "
            f"{retry} s.",
            headers={"Retry-After": str(retry)},
        )
    )


def too_late() -> ASGIApp:
    """The answer when the deadline is over."""
    return problems.answer(
        DeadlinePassedError(
            "This took longer than the time it was given; nothing was changed, try again later.",
            headers={"Retry-After": "2"},
        )
    )
