"""Structured logs: one event a line, with the request's id; never a secret."""

import logging
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog

_requests = structlog.get_logger("alwrity.request")
_SECRET_WORDS = ("password", "secret", "token", "api_key", "authorization", "cookie")
# Numbers of tokens are no secrets.
_HARMLESS = ("tokens", "tokens_per_second", "input_tokens", "output_tokens")


def configure(level: str, log_format: str) -> None:
    """Set up structlog and the standard library's loggers for this process.

    Args:
        level: debug, info, warning or error.
        log_format: console, json, or auto (console on a terminal).
    """
    on_terminal = sys.stderr.isatty()
    as_json = log_format == "json" or (log_format == "auto" and not on_terminal)
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=on_terminal)
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, force=True)


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace values whose name says that they are secret."""
    for key in event:
        lowered = key.lower()
        if lowered not in _HARMLESS and any(word in lowered for word in _SECRET_WORDS):
            event[key] = "[redacted]"
    return event


@contextmanager
def bound_request(request_id: str) -> Iterator[None]:
    """Everything logged inside carries `request_id`."""
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        yield


def report_request(method: str, path: str, status: int, seconds: float) -> None:
    """One line per answer: debug for the fine ones, so that they cost nothing by default."""
    say = _requests.error if status >= 500 else _requests.debug
    say("request", method=method, path=path, status=status, ms=round(seconds * 1000, 2))
