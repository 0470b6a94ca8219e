"""The queue of work, and the answers kept for repeated requests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from alwrity.models.base import Base, InWorkspace, now


class Job(InWorkspace, Base):
    """Work to be done once. The lease names the process that does it; `fence` voids older ones."""

    __tablename__ = "job"
    __table_args__ = (
        Index("idx_job_due", "state", "queue", "run_at", "id"),
        Index("idx_job_unique", "unique_key", unique=True),
    )

    queue: Mapped[str]
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    unique_key: Mapped[str | None]
    """While a job with this key waits, another enqueueing of it is the same job."""
    run_at: Mapped[datetime] = mapped_column(default=now)
    lease_host: Mapped[str | None]
    lease_pid: Mapped[int | None]
    lease_process_start: Mapped[float | None]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Idempotency(Base):
    """An answer, committed with the change it tells of, kept for 24 hours."""

    __tablename__ = "idempotency"
    __table_args__ = (Index("idx_idempotency_created_at", "created_at"),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    caller: Mapped[str] = mapped_column(primary_key=True)
    method: Mapped[str] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
