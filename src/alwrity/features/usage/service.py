"""The ledger: one row an attempt; sums are derived from it."""

from typing import Any
from uuid import UUID

from alwrity.models.base import new_id, now
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
