"""Let calendars subscribe to what ends: each person's feed of an organisation.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "calendar_feed",
        sa.Column("user", sa.String(80), nullable=False),
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("user", "organisation", name="pk_calendar_feed"),
        sa.UniqueConstraint("digest", name="uq_calendar_feed_digest"),
        *(_foreign(target) for target in ("user", "organisation")),
    )
    op.create_index("ix_calendar_feed_organisation", "calendar_feed", ["organisation"])


def _foreign(target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [target],
        [f"{target}.id"],
        name=f"fk_calendar_feed_{target}",
        ondelete="CASCADE",
        deferrable=True,
        initially="DEFERRED",
    )
