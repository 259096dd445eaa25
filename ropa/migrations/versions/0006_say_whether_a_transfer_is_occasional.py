"""Say whether a transfer is occasional.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has said it of earlier transfers."""
    op.add_column("transfer", sa.Column("occasional", sa.Boolean(), nullable=True))
