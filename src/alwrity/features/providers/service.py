"""Say which models are connected, and make a tiny real call to one."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast
from uuid import UUID

from alwrity.errors import NotFoundError, ProviderError
from alwrity.features.providers.schemas import (
    Connectable,
    KeyState,
    ProbeOut,
    ProviderOut,
    ProvidersOut,
)
from alwrity.features.usage.service import ledger_row
from alwrity.models.usage import UsageEvent
from alwrity.providers.catalogue import EMBEDDED, OWN_KEY, VENDORS
from alwrity.providers.http import HttpProvider
from alwrity.providers.lane import Lane
from alwrity.providers.protocol import (
    Drafting,
    Finish,
    Message,
    ModelRequest,
    Provider,
    StreamItem,
    Text,
)
from alwrity.providers.router import Router
from alwrity.providers.standing import ProviderState, Standing
from alwrity.runtime import Runtime

#: Seconds that a test waits for its end.
DEADLINE = 20.0
CONNECT = (
    "Set ALWRITY_LLM to one model or to a list of them in order of preference, such as "
    "'openai:gpt-4o-mini', and the key's variable beside it; then start the server again."
)
_PROBE = ModelRequest((Message("user", "Answer with the one word: ready"),), max_tokens=16)


def describe(runtime: Runtime) -> ProvidersOut:
    """The chain, and what could be connected."""
    items = [
        _shown(position, *each) for position, each in enumerate(_chain(runtime.provider), start=1)
    ]
    connectable = [
        Connectable(
            provider=name,
            base_url=vendor.base_url or None,
            key_variables=list(vendor.keys),
            example=f"{name}:MODEL" + ("" if vendor.base_url else "@http://HOST:PORT/v1"),
        )
        for name, vendor in VENDORS.items()
    ]
    return ProvidersOut(items=items, connect=CONNECT, connectable=connectable)


async def probe(runtime: Runtime, position: int, workspace_id: UUID, member_id: UUID) -> ProbeOut:
    """Make a tiny call to one model, past the chain; booked like any other.

    Raises:
        NotFoundError: When the chain is shorter.
    """
    chain = _chain(runtime.provider)
    if not 1 <= position <= len(chain):
        raise NotFoundError(
            f"There is no model at position {position}, only 1 to {len(chain)}; see "
            "GET /api/providers."
        )
    provider, lane = chain[position - 1]
    began = time.monotonic()
    first: float | None = None
    finish: Finish | None = None
    reason: str | None = None
    try:
        async with asyncio.timeout(DEADLINE):
            stream = cast("AsyncGenerator[StreamItem, None]", provider.stream(_PROBE))
            async with aclosing(stream) as items:
                async for item in items:
                    if isinstance(item, Text):
                        first = first or time.monotonic() - began
                    elif isinstance(item, Finish):
                        finish = item
    except ProviderError as error:
        reason = error.detail
    except TimeoutError:
        reason = (
            f"{provider.name!r} did not come to an end within {DEADLINE:g} seconds; it may be "
            "busy or out of reach, try again."
        )
    total = time.monotonic() - began
    if lane is not None:
        lane.tested(reason)
    if finish is not None:
        row = ledger_row(workspace_id, member_id, finish.provider, finish.usage)
        await runtime.commits.insert((UsageEvent, row))
    return ProbeOut(
        ok=reason is None,
        reason=reason,
        first_token_ms=None if first is None else round(first * 1000),
        total_ms=round(total * 1000),
    )


def _chain(provider: Provider) -> list[tuple[Provider, Lane | None]]:
    if isinstance(provider, Router):
        return [(lane.provider, lane) for lane in provider.lanes]
    return [(provider, None)]


def _shown(position: int, provider: Provider, lane: Lane | None) -> ProviderOut:
    standing = lane.standing if lane else Standing()
    state = lane.state if lane else ProviderState.UNTRIED
    vendor_name, _, model = provider.name.partition(":")
    vendor = VENDORS.get(vendor_name)
    remote = provider if isinstance(provider, HttpProvider) else None
    key = KeyState.NOT_NEEDED
    if remote is not None and (remote.has_key or (vendor and vendor.keys)):
        key = KeyState.SET if remote.has_key else KeyState.NOT_SET
    return ProviderOut(
        position=position,
        name=provider.name,
        provider=vendor_name,
        model=model,
        base_url=remote.address if remote else None,
        key=key,
        key_variables=[*(vendor.keys if vendor else ()), OWN_KEY] if remote else [],
        demo=vendor_name == EMBEDDED or provider.capabilities.drafting is Drafting.SMALL,
        state=state,
        last_error=standing.last_error,
        last_error_at=standing.last_error_at,
        last_success_at=standing.last_success_at,
    )
