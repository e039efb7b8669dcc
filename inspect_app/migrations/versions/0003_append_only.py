"""Audit, operations and signed minutes only grow: the database itself refuses to change them."""

from __future__ import annotations

from alembic import op

from inspect_app.migrations.append_only import refuse_changes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A later batch change of one of these rebuilds it on SQLite without its triggers: add them again.
TABLES = ("audit_entry", "operation", "signed_minutes")


def upgrade() -> None:
    """Add a trigger for each table and verb."""
    if op.get_context().dialect.name != "sqlite":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION USING MESSAGE = "
            "TG_TABLE_NAME || ' is append-only: ' || TG_OP || ' refused'; END $$"
        )
    for table in TABLES:
        refuse_changes(table)


def downgrade() -> None:
    """Refused: going back could lose records, so an older state comes from a backup."""
    raise RuntimeError("Migrations only go forward; restore a backup instead.")
