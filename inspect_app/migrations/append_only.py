"""The triggers by which the database itself keeps rows from being changed or deleted."""

from __future__ import annotations

from alembic import op


def refuse_changes(table: str) -> None:
    """Add them; a batch change on SQLite rebuilds a table without them, so they are added again.

    On PostgreSQL they call `refuse_change()`, which revision 0003 makes.
    """
    if op.get_context().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END"
        )


def allow_changes(table: str) -> None:
    """Take them away, while a migration changes the table."""
    if op.get_context().dialect.name != "sqlite":
        op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_refuses_{verb}")
