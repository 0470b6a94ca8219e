"""The ledger: one row an attempt; sums are derived from it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from alwrity.database import WriteSession
from alwrity.models.base import new_id, now
from alwrity.models.usage import UsageEvent
from alwrity.providers.pricing import cost_usd
from alwrity.providers.protocol import Usage


def ledger_row(workspace_id: UUID, subject_id: UUID, provider: str, usage: Usage) -> dict[str, Any]:
    """A row of the ledger, priced; an unknown price stays unknown."""
    return {
        "workspace_id": workspace_id,
        "id": new_id(),
        "subject_id": subject_id,
        "provider": provider,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cost_usd": cost_usd(provider, usage),
        "created_at": now(),
    }


async def record(
    session: WriteSession, workspace_id: UUID, subject_id: UUID, provider: str, usage: Usage
) -> Decimal | None:
    """Book one attempt in the caller's transaction; gives its cost, None when unknown."""
    row = ledger_row(workspace_id, subject_id, provider, usage)
    await session.execute(insert(UsageEvent), [row])
    cost: Decimal | None = row["cost_usd"]
    return cost
