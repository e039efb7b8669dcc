"""What a photo shows beside its item: a dossier, or a notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the subject to photos, and to those on their way."""
    for table in ("photo", "promised_photo"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("about", sa.String(length=60), server_default="", nullable=False)
            )
