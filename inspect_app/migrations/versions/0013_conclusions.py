"""When a person confirmed who they are, versions and sources of conclusions, edited phrases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inspect_app.migrations.append_only import refuse_changes

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

APPEND_ONLY = ("conclusion_version", "phrase_edit")


def upgrade() -> None:
    """Add columns and tables; conclusions written before have no versions, only their draft."""
    op.add_column("sign_in", sa.Column("confirmed_at", sa.DateTime(), nullable=True))
    op.add_column("sign_in", sa.Column("tried_at", sa.DateTime(), nullable=True))
    op.add_column(
        "sign_in", sa.Column("wrong_tries", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "conclusion_line", sa.Column("chosen", sa.JSON(), nullable=False, server_default="[]")
    )
    _versions()
    _phrases()
    for table in APPEND_ONLY:
        refuse_changes(table)


def _versions() -> None:
    op.create_table(
        "conclusion_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.String(30), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_conclusion_version_by_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_conclusion_version_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conclusion_version"),
    )
    op.create_index("ix_conclusion_version_visit_id", "conclusion_version", ["visit_id"])


def _phrases() -> None:
    op.create_table(
        "phrase_edit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_phrase_edit_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phrase_edit"),
    )


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
