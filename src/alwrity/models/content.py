"""Pieces, their revisions and tags; briefs, sources and voices; saved views of the library."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from alwrity.models.base import Base, InWorkspace, new_id, now


def search_key_of(content_id: UUID) -> int:
    """The row number of a piece in SQLite's full-text index: 62 random bits of its id.

    An implicit row number would do until somebody runs VACUUM, which may renumber.
    """
    return content_id.int & ((1 << 62) - 1)


class Content(InWorkspace, Base):
    """A piece. `revision` counts saves; `analysis` counts results of the analysis."""

    __tablename__ = "content"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "author_id"], ["member.workspace_id", "member.id"]),
        Index("idx_content_created_at", "workspace_id", "created_at"),
        Index("idx_content_author_id", "workspace_id", "author_id"),
        Index("idx_content_status", "workspace_id", "status"),
        Index("idx_content_author_status", "workspace_id", "author_id", "status", "created_at"),
        Index("idx_content_updated_at", "workspace_id", "updated_at", "id"),
        Index("idx_content_status_updated_at", "workspace_id", "status", "updated_at", "id"),
        # The bin alone: small, and of no use to a query for what is not in it.
        Index(
            "idx_content_deleted_at",
            "workspace_id",
            "deleted_at",
            postgresql_where=text("deleted_at IS NOT NULL"),
            sqlite_where=text("deleted_at IS NOT NULL"),
        ),
        Index("idx_content_search_key", "search_key", unique=True),
    )

    author_id: Mapped[UUID]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(default="draft")
    language: Mapped[str] = mapped_column(default="en")
    keyphrase: Mapped[str] = mapped_column(default="")
    meta_description: Mapped[str] = mapped_column(default="")
    slug: Mapped[str] = mapped_column(default="")
    word_count: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    analysis: Mapped[int] = mapped_column(default=0)
    seo_score: Mapped[int | None]
    quality_score: Mapped[int | None]
    brief_id: Mapped[UUID | None]
    generation_id: Mapped[UUID | None]
    """The generation that is writing this piece now; while it is, the body cannot be edited."""
    dismissed: Mapped[list[str]] = mapped_column(default=list)
    """Ids of findings that somebody put aside."""
    search_key: Mapped[int] = mapped_column(
        BigInteger, default=lambda context: search_key_of(context.get_current_parameters()["id"])
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]


class Revision(InWorkspace, Base):
    """A piece as it was; autosaves of one author within ten minutes share a row."""

    __tablename__ = "revision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "content_id"], ["content.workspace_id", "content.id"]
        ),
        UniqueConstraint("workspace_id", "content_id", "number", name="uq_revision_number"),
    )

    content_id: Mapped[UUID]
    number: Mapped[int]
    author_id: Mapped[UUID]
    reason: Mapped[str]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Tag(InWorkspace, Base):
    """A word that pieces share."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("workspace_id", "name", name="uq_tag_name"),)

    name: Mapped[str]


class ContentTag(Base):
    """Which piece has which tag."""

    __tablename__ = "content_tag"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "content_id"], ["content.workspace_id", "content.id"]
        ),
        ForeignKeyConstraint(["workspace_id", "tag_id"], ["tag.workspace_id", "tag.id"]),
        Index("idx_content_tag_tag", "workspace_id", "tag_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    content_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)


class Brief(InWorkspace, Base):
    """What was asked for; `data` is the brief as the API takes it, without its sources."""

    __tablename__ = "brief"

    author_id: Mapped[UUID]
    topic: Mapped[str]
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Source(Base):
    """Something a piece may cite. `text` is empty until a source given by address was read."""

    __tablename__ = "source"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "brief_id"], ["brief.workspace_id", "brief.id"]),
        Index("idx_source_brief", "workspace_id", "brief_id", "position"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    brief_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class SeoAnalysis(InWorkspace, Base):
    """A result of the analysis: of a piece's revision, or of a page by its address."""

    __tablename__ = "seo_analysis"
    __table_args__ = (
        Index("idx_seo_analysis_url", "workspace_id", "url"),
        Index("idx_seo_analysis_content", "workspace_id", "content_id", "revision"),
    )

    content_id: Mapped[UUID | None]
    revision: Mapped[int | None]
    url: Mapped[str | None]
    engine_version: Mapped[str]
    seo_score: Mapped[int | None]
    quality_score: Mapped[int | None]
    result: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)


class SavedView(InWorkspace, Base):
    """Filters and a sort of the library under a name: a member's own, or the workspace's."""

    __tablename__ = "saved_view"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "member_id"], ["member.workspace_id", "member.id"]),
        Index("idx_saved_view_member", "workspace_id", "member_id"),
    )

    member_id: Mapped[UUID]
    shared: Mapped[bool]
    name: Mapped[str]
    query: Mapped[dict[str, Any]]
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Voice(InWorkspace, Base):
    """How a workspace writes. Briefs keep a copy of what they used, so rows may go."""

    __tablename__ = "voice"
    __table_args__ = (UniqueConstraint("workspace_id", "name", name="uq_voice_name"),)

    name: Mapped[str]
    description: Mapped[str]
    tone: Mapped[str]
    sample: Mapped[str] = mapped_column(Text)
    dos: Mapped[list[str]]
    donts: Mapped[list[str]]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
