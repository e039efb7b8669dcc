"""What a tablet sends with each operation, and the operations parked for the head's decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inspect_app.migrations.append_only import refuse_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns in place, which leaves the triggers of `operation`, and the two tables."""
    op.add_column("operation", sa.Column("path", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "operation", sa.Column("fingerprint", sa.String(64), nullable=False, server_default="")
    )
    op.add_column("operation", sa.Column("clock_offset", sa.BigInteger(), nullable=True))
    op.create_table(
        "parked_operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("client_time", sa.DateTime(), nullable=True),
        sa.Column("clock_offset", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parked_operation"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_parked_operation_user_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_parked_operation_visit_id"),
    )
    op.create_index("ix_parked_operation_visit_id", "parked_operation", ["visit_id"])
    refuse_changes("parked_operation")
    op.create_table(
        "parked_decision",
        sa.Column("parked_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(30), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("parked_id", name="pk_parked_decision"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_parked_decision_by_id"),
        sa.ForeignKeyConstraint(
            ["parked_id"], ["parked_operation.id"], name="fk_parked_decision_parked_id"
        ),
    )


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
