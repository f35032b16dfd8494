"""Runs the migrations on the connection that `migrate.upgrade` hands over, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["tables"],
)
with context.begin_transaction():
    context.run_migrations()
