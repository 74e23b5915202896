"""How Alembic runs a version here: on the store's own writer, whole or not at all."""

from __future__ import annotations

from alembic import context

from workbench.storage import tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
