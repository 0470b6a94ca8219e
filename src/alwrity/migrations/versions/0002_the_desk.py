"""what the pages keep: saved views, voices, invitations, preferences."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"

JSON_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _of_member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "member_id"],
        ["member.workspace_id", "member.id"],
        name=op.f(f"fk_{table}_workspace_id_member_id"),
    )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "voice",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("sample", sa.Text(), nullable=False),
        sa.Column("dos", JSON_DOCUMENT, nullable=False),
        sa.Column("donts", JSON_DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_voice")),
        sa.UniqueConstraint("workspace_id", "name", name="uq_voice_name"),
    )
    op.create_table(
        "saved_view",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", JSON_DOCUMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of_member("saved_view"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_saved_view")),
    )
    op.create_index("idx_saved_view_member", "saved_view", ["workspace_id", "member_id"])
    op.create_table(
        "invitation",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of_member("invitation"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_invitation")),
    )
    op.create_index("idx_invitation_email", "invitation", ["workspace_id", "email"])
    op.create_table(
        "member_preferences",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("data", JSON_DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _of_member("member_preferences"),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_member_preferences")),
    )
    op.create_index(
        "idx_generation_author", "generation", ["workspace_id", "author_id", "created_at"]
    )
    op.create_index(
        "idx_content_status_updated_at", "content", ["workspace_id", "status", "updated_at", "id"]
    )
    in_bin = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "idx_content_deleted_at",
        "content",
        ["workspace_id", "deleted_at"],
        postgresql_where=in_bin,
        sqlite_where=in_bin,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("idx_content_deleted_at", "content")
    op.drop_index("idx_content_status_updated_at", "content")
    op.drop_index("idx_generation_author", "generation")
    for table in ("member_preferences", "invitation", "saved_view", "voice"):
        op.drop_table(table)
