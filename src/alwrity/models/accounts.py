"""Users and workspaces (the directory); members, their sessions, keys, invitations, preferences."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from alwrity.models.base import Base, InWorkspace, new_id, now


class User(Base):
    """A person, in the directory; what they may do is told by their memberships."""

    __tablename__ = "user"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Workspace(Base):
    """A team's rows, whole on one shard."""

    __tablename__ = "workspace"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    plan: Mapped[str] = mapped_column(default="standard")
    cursor_secret: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(32))
    """Signs the cursors of this workspace's lists; never leaves the server."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class Member(InWorkspace, Base):
    """A user's place in a workspace."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("workspace_id", "user_id", name="uq_member_user"),
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]


class Session(InWorkspace, Base):
    """A signed-in browser; only the hash of its token is kept."""

    __tablename__ = "session"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "member_id"], ["member.workspace_id", "member.id"]),
        Index("idx_session_member", "workspace_id", "member_id"),
    )

    member_id: Mapped[UUID]
    token_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class ApiKey(InWorkspace, Base):
    """A program's key, shown once; only the hash of its secret part is kept."""

    __tablename__ = "api_key"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "member_id"], ["member.workspace_id", "member.id"]),
        Index("idx_api_key_member", "workspace_id", "member_id"),
    )

    member_id: Mapped[UUID]
    name: Mapped[str]
    secret_hash: Mapped[str]
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Invitation(InWorkspace, Base):
    """A link by which somebody becomes a member, shown once; only its token's hash is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "member_id"], ["member.workspace_id", "member.id"]),
        Index("idx_invitation_email", "workspace_id", "email"),
    )

    member_id: Mapped[UUID]
    """Who invites."""
    email: Mapped[str]
    role: Mapped[str]
    token_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class MemberPreferences(Base):
    """How a member likes the pages; what is in `data` is the API's schema."""

    __tablename__ = "member_preferences"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "member_id"], ["member.workspace_id", "member.id"]),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now)
