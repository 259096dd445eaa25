"""Keep what people have typed and not saved yet.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "draft",
        sa.Column("user", sa.String(80), nullable=False),
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("user", "organisation", "kind", "record", name="pk_draft"),
        *(_foreign(target) for target in ("user", "organisation")),
    )
    op.create_index("ix_draft_organisation", "draft", ["organisation"])


def _foreign(target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [target],
        [f"{target}.id"],
        name=f"fk_draft_{target}",
        ondelete="CASCADE",
        deferrable=True,
        initially="DEFERRED",
    )
