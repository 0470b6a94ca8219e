"""The limits of the web role's edge, from settings to middleware.

They hold where people sign in. A laptop's owner limits nobody but the model, so there only starting
generations is limited (`features/generation/limits.py`).
"""

from typing import cast

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Scope

from alwrity import problems
from alwrity.auth import Caller
from alwrity.errors import RateLimitedError, SettingsError
from alwrity.runtime import Runtime
from alwrity.scaling.asgi.address import client_address, trusted_networks
from alwrity.scaling.asgi.limit import BoundStreams, LimitRequests
from alwrity.scaling.rate_limit.policy import Decision, Policy
from alwrity.scaling.rate_limit.rules import Rule, Rules, Templates, parse_rules
from alwrity.settings import AuthMode

_STREAMS = Templates("/api/generations/{generation_id}/events")
_HEALTH = Templates("/health", "/health/live", "/health/ready")


def by_address(runtime: Runtime) -> list[Middleware]:
    """Before it is known who calls: protects what finds that out."""
    settings = runtime.settings
    if settings.accounts.auth is AuthMode.NONE:
        return []
    trusted = trusted_networks(settings.limits.trusted_proxies)

    def address(scope: Scope) -> str | None:
        found = client_address(scope, trusted)
        scope.setdefault("state", {})["address"] = found
        # Health is free for whoever watches it, who shows no credential that must be looked up.
        free = scope["path"] in _HEALTH and not _shows_a_credential(scope)
        return None if free else found

    rules = Rules(Rule("*", Policy.parse(settings.limits.address_limit)))
    return [
        Middleware(
            LimitRequests, store=runtime.limits, rules=rules, subject=address, name="address",
            reject=_too_many, free=_STREAMS,
        )
    ]  # fmt: skip


def by_caller(runtime: Runtime) -> list[Middleware]:
    """After it is known who calls."""
    settings = runtime.settings
    if settings.accounts.auth is AuthMode.NONE:
        return []
    bound = settings.limits.streams_per_caller
    default = Rule("*", Policy.parse(settings.limits.caller_limit))
    rules = Rules(default, parse_rules(settings.limits.route_limits))
    return [
        Middleware(
            LimitRequests, store=runtime.limits, rules=rules, subject=_subject, plan=_plan,
            name="caller", reject=_too_many, free=_STREAMS,
        ),
        Middleware(
            BoundStreams, streams=_STREAMS, bound=bound, subject=_subject,
            reject=lambda: _too_many_streams(bound),
        ),
    ]  # fmt: skip


def check_routes(app: FastAPI, runtime: Runtime) -> None:
    """See that every rule names a route, since one that names none would limit nothing.

    Raises:
        SettingsError: When one does not; names it.
    """
    known: dict[str, set[str]] = {}
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute) and context.path is not None:
            known.setdefault(context.path, set()).update(context.methods or ())
    for rule in parse_rules(runtime.settings.limits.route_limits):
        if ":path}" in rule.path:
            continue
        if not rule.methods <= known.get(rule.path, set()) or rule.path not in known:
            raise SettingsError(
                f"ALWRITY_ROUTE_LIMITS: there is no route {rule.name.strip()!r}; "
                "/api/openapi.json lists what is, with the names of parameters."
            )


def _caller(scope: Scope) -> Caller | None:
    return cast("Caller | None", scope.get("state", {}).get("caller"))


def _subject(scope: Scope) -> str | None:
    caller = _caller(scope)
    return caller.subject if caller is not None else None


def _shows_a_credential(scope: Scope) -> bool:
    return any(name in {b"authorization", b"cookie"} for name, _ in scope["headers"])


def _plan(scope: Scope) -> str:
    caller = _caller(scope)
    return caller.plan if caller is not None else ""


def _too_many(decision: Decision) -> ASGIApp:
    fields = decision.headers
    limit = decision.limit
    counted = (
        f"More than {limit.amount} requests in {limit.window} seconds" if limit else "Too many"
    )
    return problems.answer(
        RateLimitedError(f"{counted}; try again in {fields['Retry-After']} s.", headers=fields)
    )


def _too_many_streams(bound: int) -> ASGIApp:
    return problems.answer(
        RateLimitedError(
            f"You already listen to {bound} event streams on this server; close one of them.",
            headers={"Retry-After": "5"},
        )
    )
