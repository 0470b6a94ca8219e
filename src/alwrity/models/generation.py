"""A generation, its sections, its log of events; proposals to rewrite a selection."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from alwrity.models.base import Base, InWorkspace, now


class Generation(InWorkspace, Base):
    """One run from brief to piece. Whoever writes it holds `fence`; a higher one voids theirs."""

    __tablename__ = "generation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "content_id"], ["content.workspace_id", "content.id"]
        ),
        ForeignKeyConstraint(["workspace_id", "brief_id"], ["brief.workspace_id", "brief.id"]),
        Index("idx_generation_content", "workspace_id", "content_id"),
        Index("idx_generation_state", "state", "created_at"),
        Index("idx_generation_author", "workspace_id", "author_id", "created_at"),
    )

    content_id: Mapped[UUID]
    brief_id: Mapped[UUID]
    author_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="queued")
    confirm_outline: Mapped[bool] = mapped_column(default=False)
    outline: Mapped[dict[str, Any] | None]
    passages: Mapped[list[dict[str, Any]] | None]
    error: Mapped[str | None]
    provider: Mapped[str | None]
    input_tokens: Mapped[int] = mapped_column(default=0)
    output_tokens: Mapped[int] = mapped_column(default=0)
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(12, 6), default=Decimal(0))
    """Sum of what is known; NULL as soon as one call's price is unknown."""
    fence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Section(Base):
    """A checkpoint: a finished section with its heading; `last_seq` ends it in the log."""

    __tablename__ = "section"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "generation_id"], ["generation.workspace_id", "generation.id"]
        ),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    generation_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    heading: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    last_seq: Mapped[int]
    cut_off: Mapped[bool] = mapped_column(default=False)
    provider: Mapped[str]
    finished_at: Mapped[datetime] = mapped_column(default=now)


class GenerationEvent(Base):
    """One line of the log; `seq` is the id that clients see, and never restarts."""

    __tablename__ = "generation_event"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "generation_id"], ["generation.workspace_id", "generation.id"]
        ),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    generation_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str]
    data: Mapped[str] = mapped_column(Text)


class Rewrite(InWorkspace, Base):
    """A proposal for a selection, to be applied or discarded."""

    __tablename__ = "rewrite"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "content_id"], ["content.workspace_id", "content.id"]
        ),
        Index("idx_rewrite_content", "workspace_id", "content_id"),
    )

    content_id: Mapped[UUID]
    author_id: Mapped[UUID]
    revision: Mapped[int]
    action: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    original: Mapped[str] = mapped_column(Text)
    proposal: Mapped[str] = mapped_column(Text)
    cut_off: Mapped[bool]
    state: Mapped[str] = mapped_column(default="proposed")
    created_at: Mapped[datetime] = mapped_column(default=now)
