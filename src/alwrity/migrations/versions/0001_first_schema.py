"""first schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None

JSON_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "brief",
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("data", JSON_DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_brief")),
    )
    op.create_table(
        "idempotency",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", JSON_DOCUMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "caller", "method", "route", "key", name=op.f("pk_idempotency")
        ),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index("idx_idempotency_created_at", ["created_at"], unique=False)

    op.create_table(
        "job",
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("payload", JSON_DOCUMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=True),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_host", sa.String(), nullable=True),
        sa.Column("lease_pid", sa.Integer(), nullable=True),
        sa.Column("lease_process_start", sa.Double(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("idx_job_due", ["state", "queue", "run_at", "id"], unique=False)
        batch_op.create_index("idx_job_unique", ["unique_key"], unique=True)

    op.create_table(
        "seo_analysis",
        sa.Column("content_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("seo_score", sa.Integer(), nullable=True),
        sa.Column("quality_score", sa.Integer(), nullable=True),
        sa.Column("result", JSON_DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_seo_analysis")),
    )
    with op.batch_alter_table("seo_analysis", schema=None) as batch_op:
        batch_op.create_index(
            "idx_seo_analysis_content", ["workspace_id", "content_id", "revision"], unique=False
        )
        batch_op.create_index("idx_seo_analysis_url", ["workspace_id", "url"], unique=False)

    op.create_table(
        "tag",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_tag")),
        sa.UniqueConstraint("workspace_id", "name", name="uq_tag_name"),
    )
    op.create_table(
        "usage_event",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=True),
        sa.Column("output_tokens", sa.Integer(), nullable=True),
        sa.Column("cost_usd", sa.Numeric(precision=12, scale=6), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_usage_event")),
    )
    with op.batch_alter_table("usage_event", schema=None) as batch_op:
        batch_op.create_index(
            "idx_usage_event_created_at", ["workspace_id", "created_at"], unique=False
        )
        batch_op.create_index(
            "idx_usage_event_subject", ["workspace_id", "subject_id"], unique=False
        )

    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("cursor_secret", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "member",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_member_user_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_member_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_member")),
        sa.UniqueConstraint("workspace_id", "user_id", name="uq_member_user"),
    )
    op.create_table(
        "source",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brief_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "brief_id"],
            ["brief.workspace_id", "brief.id"],
            name=op.f("fk_source_workspace_id_brief_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_source")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(
            "idx_source_brief", ["workspace_id", "brief_id", "position"], unique=False
        )

    op.create_table(
        "api_key",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("scopes", JSON_DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.id"],
            name=op.f("fk_api_key_workspace_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_api_key")),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index("idx_api_key_member", ["workspace_id", "member_id"], unique=False)

    op.create_table(
        "content",
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("keyphrase", sa.String(), nullable=False),
        sa.Column("meta_description", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("analysis", sa.Integer(), nullable=False),
        sa.Column("seo_score", sa.Integer(), nullable=True),
        sa.Column("quality_score", sa.Integer(), nullable=True),
        sa.Column("brief_id", sa.Uuid(), nullable=True),
        sa.Column("generation_id", sa.Uuid(), nullable=True),
        sa.Column("dismissed", JSON_DOCUMENT, nullable=False),
        sa.Column("search_key", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["member.workspace_id", "member.id"],
            name=op.f("fk_content_workspace_id_author_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_content")),
    )
    with op.batch_alter_table("content", schema=None) as batch_op:
        batch_op.create_index("idx_content_author_id", ["workspace_id", "author_id"], unique=False)
        batch_op.create_index(
            "idx_content_author_status",
            ["workspace_id", "author_id", "status", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            "idx_content_created_at", ["workspace_id", "created_at"], unique=False
        )
        batch_op.create_index("idx_content_search_key", ["search_key"], unique=True)
        batch_op.create_index("idx_content_status", ["workspace_id", "status"], unique=False)
        batch_op.create_index(
            "idx_content_updated_at", ["workspace_id", "updated_at", "id"], unique=False
        )

    op.create_table(
        "session",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.id"],
            name=op.f("fk_session_workspace_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index("idx_session_member", ["workspace_id", "member_id"], unique=False)

    op.create_table(
        "content_tag",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "content_id"],
            ["content.workspace_id", "content.id"],
            name=op.f("fk_content_tag_workspace_id_content_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "tag_id"],
            ["tag.workspace_id", "tag.id"],
            name=op.f("fk_content_tag_workspace_id_tag_id"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "content_id", "tag_id", name=op.f("pk_content_tag")
        ),
    )
    with op.batch_alter_table("content_tag", schema=None) as batch_op:
        batch_op.create_index("idx_content_tag_tag", ["workspace_id", "tag_id"], unique=False)

    op.create_table(
        "generation",
        sa.Column("content_id", sa.Uuid(), nullable=False),
        sa.Column("brief_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("confirm_outline", sa.Boolean(), nullable=False),
        sa.Column("outline", JSON_DOCUMENT, nullable=True),
        sa.Column("passages", JSON_DOCUMENT, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Numeric(precision=12, scale=6), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "brief_id"],
            ["brief.workspace_id", "brief.id"],
            name=op.f("fk_generation_workspace_id_brief_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "content_id"],
            ["content.workspace_id", "content.id"],
            name=op.f("fk_generation_workspace_id_content_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_generation")),
    )
    with op.batch_alter_table("generation", schema=None) as batch_op:
        batch_op.create_index(
            "idx_generation_content", ["workspace_id", "content_id"], unique=False
        )
        batch_op.create_index("idx_generation_state", ["state", "created_at"], unique=False)

    op.create_table(
        "revision",
        sa.Column("content_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "content_id"],
            ["content.workspace_id", "content.id"],
            name=op.f("fk_revision_workspace_id_content_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_revision")),
        sa.UniqueConstraint("workspace_id", "content_id", "number", name="uq_revision_number"),
    )
    op.create_table(
        "rewrite",
        sa.Column("content_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("cut_off", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "content_id"],
            ["content.workspace_id", "content.id"],
            name=op.f("fk_rewrite_workspace_id_content_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_rewrite")),
    )
    with op.batch_alter_table("rewrite", schema=None) as batch_op:
        batch_op.create_index("idx_rewrite_content", ["workspace_id", "content_id"], unique=False)

    op.create_table(
        "generation_event",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("generation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "generation_id"],
            ["generation.workspace_id", "generation.id"],
            name=op.f("fk_generation_event_workspace_id_generation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "generation_id", "seq", name=op.f("pk_generation_event")
        ),
    )
    op.create_table(
        "section",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("generation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Boolean(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "generation_id"],
            ["generation.workspace_id", "generation.id"],
            name=op.f("fk_section_workspace_id_generation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "generation_id", "position", name=op.f("pk_section")
        ),
    )
    _create_search()


# In an order in which nothing refers to what is gone.
_TABLES = (
    "content_tag", "tag", "revision", "rewrite", "section", "generation_event", "generation",
    "source", "brief", "seo_analysis", "content", "session", "api_key", "member", "user",
    "workspace", "usage_event", "idempotency", "job",
)  # fmt: skip


def downgrade() -> None:
    """Undo."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE content_fts")
    for table in _TABLES:
        op.drop_table(table)


# Full-text search. The models know nothing of it: each database has its own way, and only
# `features.content.search` speaks to it. Only the first 200,000 characters of a body are indexed,
# since PostgreSQL bounds a tsvector at 1 MiB.

_SQLITE_CREATE = (
    """CREATE VIRTUAL TABLE content_fts USING fts5(
         title, body, tokenize = "unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER content_fts_insert AFTER INSERT ON content BEGIN
         INSERT INTO content_fts(rowid, title, body)
         VALUES (new.search_key, new.title, substr(new.body, 1, 200000));
       END""",
    """CREATE TRIGGER content_fts_update AFTER UPDATE OF title, body ON content BEGIN
         UPDATE content_fts SET title = new.title, body = substr(new.body, 1, 200000)
         WHERE rowid = new.search_key;
       END""",
    """CREATE TRIGGER content_fts_delete AFTER DELETE ON content BEGIN
         DELETE FROM content_fts WHERE rowid = old.search_key;
       END""",
)
_POSTGRESQL_CREATE = (
    """ALTER TABLE content ADD COLUMN search tsvector GENERATED ALWAYS AS (
         setweight(to_tsvector('simple', title), 'A') ||
         setweight(to_tsvector('simple', left(body, 200000)), 'B')) STORED""",
    "CREATE INDEX idx_content_search ON content USING gin (search)",
)


def _create_search() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_CREATE if sqlite else _POSTGRESQL_CREATE:
        op.execute(statement)
