"""How a migration runs: on the app's engine, in one transaction, its references checked."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection

from inspect_app.db import IMMEDIATE, UtcDateTime, db


def render_type(kind: str, value: Any, _: AutogenContext) -> str | Literal[False]:
    """Our own types as the plain ones below them, so that a migration never imports the models."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(value, sa.Enum):
        return f"sa.String({value.length})"
    return False


def migrate(connection: Connection) -> None:
    """Run what is pending; all of it is committed or none."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_type,
        # Alembic doubts it of SQLite, whose driver used to commit; ours leaves that to us.
        transactional_ddl=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            _check_references(connection)


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration leaves broken references: {broken[:5]}")


def _set_references(connection: Connection, rule: str) -> None:
    # Past SQLAlchemy, which would begin a transaction, in which SQLite ignores this rule.
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={rule}")


def run() -> None:
    """Migrate the app's database; SQLite rebuilds tables, which its enforced references forbid."""
    with db.engine.connect() as plain:
        connection = plain.execution_options(**{IMMEDIATE: True})
        if connection.dialect.name != "sqlite":
            migrate(connection)
            return
        _set_references(connection, "OFF")
        try:
            migrate(connection)
        finally:
            connection.rollback()
            _set_references(connection, "ON")


run()
