"""Say who operates a system.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and fill it as `ropa.records.upgrade` reads earlier states."""
    allowed = sa.CheckConstraint(
        "\"operated_by\" IN ('own', 'engagement')", name="ck_system_operated_by"
    )
    op.add_column("system", sa.Column("operated_by", sa.String(40), allowed, nullable=True))
    op.execute(sa.text("UPDATE system SET operated_by = 'engagement' WHERE engagement IS NOT NULL"))
