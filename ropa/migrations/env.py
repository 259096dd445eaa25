"""How Alembic reaches the database: through the connection `ropa.store.migrate` hands it."""

from __future__ import annotations

from alembic import context

from ropa.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
