"""Open a door for authorities: the links of their reviewers, and what these opened.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KINDS = "\"kind\" IN ('opened', 'wrong', 'viewed', 'downloaded', 'refused')"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "reviewer_link",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("organisation", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("activities", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("documents", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(64), nullable=True),
        sa.Column("opened_at", sa.String(27), nullable=True),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("revoked_by", sa.String(80), nullable=True),
        sa.Column("revoked_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reviewer_link"),
        sa.UniqueConstraint("digest", name="uq_reviewer_link_digest"),
        _foreign("reviewer_link", "organisation", "organisation"),
    )
    op.create_index("ix_reviewer_link_organisation", "reviewer_link", ["organisation"])
    op.create_table(
        "reviewer_visit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reviewer", sa.String(80), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.CheckConstraint(_KINDS, name="ck_reviewer_visit_ck_reviewer_visit_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_reviewer_visit"),
        _foreign("reviewer_visit", "reviewer", "reviewer_link"),
    )
    op.create_index("ix_reviewer_visit_reviewer", "reviewer_visit", ["reviewer"])


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=f"fk_{table}_{column}",
        ondelete="CASCADE",
        deferrable=True,
        initially="DEFERRED",
    )
