"""Who left a team, and which member a part of a visit's checklist is given to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column("team_member", sa.Column("left_at", sa.DateTime(), nullable=True))
    op.create_table(
        "visit_section",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(10), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", "heading", name="pk_visit_section"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_visit_section_user_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_visit_section_visit_id"),
    )


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
