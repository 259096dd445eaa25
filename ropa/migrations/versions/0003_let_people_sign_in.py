"""Let people sign in: one-time links, failed attempts, and how pages look to each.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROLES = "\"role\" IN ('administrator', 'dpo', 'editor', 'reader')"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "attempts",
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.String(27), nullable=False),
        sa.Column("refused_until", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_attempts"),
    )
    op.create_table(
        "preference",
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "\"theme\" IN ('auto', 'light', 'dark')", name="ck_preference_ck_preference_theme"
        ),
        sa.PrimaryKeyConstraint("record", name="pk_preference"),
        sa.ForeignKeyConstraint(
            ["record"],
            ["user.id"],
            name="fk_preference_record",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    _make_links()


def _make_links() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("organisation", sa.String(80), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("role", sa.String(40), nullable=True),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("expires", sa.String(27), nullable=False),
        sa.CheckConstraint(
            "\"purpose\" IN ('first', 'invitation')",
            name="ck_one_time_link_ck_one_time_link_purpose",
        ),
        sa.CheckConstraint(_ROLES, name="ck_one_time_link_ck_one_time_link_role"),
        sa.PrimaryKeyConstraint("digest", name="pk_one_time_link"),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name="fk_one_time_link_organisation",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_one_time_link_organisation", "one_time_link", ["organisation"])
