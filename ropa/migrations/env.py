"""How Alembic reaches the database: through a connection it is handed, or the app's engine."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from ropa.models import Base


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    _run(handed)
else:
    from flask import current_app

    with current_app.extensions["migrate"].db.engine.connect() as opened:
        _run(opened)
        opened.commit()
