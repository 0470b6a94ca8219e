"""Alembic's entry: runs on the connection that `alwrity.schema` hands over."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_object=context.config.attributes["include_object"],
)
with context.begin_transaction():
    context.run_migrations()
