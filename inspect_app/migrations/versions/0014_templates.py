"""Templates of the minutes for each kind of inspection, and the kind of a campaign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inspect_app.migrations.append_only import refuse_changes

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, which only grows, and the column; campaigns of before are regular."""
    op.create_table(
        "minutes_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_minutes_template_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_minutes_template"),
        sa.UniqueConstraint("kind", "version", name="uq_minutes_template_kind_version"),
    )
    refuse_changes("minutes_template")
    with op.batch_alter_table("campaign", schema=None) as campaign:
        kind = sa.Column("minutes_kind", sa.String(30), nullable=False, server_default="regular")
        campaign.add_column(kind)


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
