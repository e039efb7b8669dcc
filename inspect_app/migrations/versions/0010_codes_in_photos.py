"""The texts of the barcodes and QR codes that a photo shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the list to photos; those that are there keep an empty one."""
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("codes", sa.JSON(), server_default="[]", nullable=False))
