"""What calls to language models used and cost: the ledger that all sums are derived from."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from alwrity.models.base import Base, InWorkspace, now


class UsageEvent(InWorkspace, Base):
    """One attempt at a model; None where the provider, or the price list, did not say."""

    __tablename__ = "usage_event"
    __table_args__ = (
        Index("idx_usage_event_created_at", "workspace_id", "created_at"),
        Index("idx_usage_event_subject", "workspace_id", "subject_id"),
    )

    subject_id: Mapped[UUID]
    """The generation or rewrite it was for."""
    provider: Mapped[str]
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    created_at: Mapped[datetime] = mapped_column(default=now)
