"""Find the journal's entries by batch, actor and kind, and where records were deleted.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    for column in ("batch", "actor", "kind"):
        op.create_index(f"ix_journal_entry_{column}", "journal_entry", [column, "sequence"])
    deletion = sa.text("digest IS NULL")
    op.create_index(
        "ix_journal_entry_deletion",
        "journal_entry",
        ["kind", "record", "sequence"],
        sqlite_where=deletion,
        postgresql_where=deletion,
    )
