"""The one history of migrations builds exactly the models, and keeps records from being changed."""

from __future__ import annotations

import importlib.util
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import IntegrityError

from inspect_app import config, create_app
from inspect_app.db import db

APPEND_ONLY = (
    *("audit_entry", "operation", "parked_operation"),
    *("signed_minutes", "signed_file", "party_stand", "paper_scan"),
    *("conclusion_version", "phrase_edit", "minutes_template"),
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(config.read({"INSPECT_INSTANCE_PATH": str(tmp_path)}, testing=True))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def migrated(app: Flask) -> Flask:
    upgrade()
    return app


def schema() -> list[str]:
    with db.engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master ORDER BY type, name")
        return [row.sql for row in made]


def history(app: Flask) -> list[ModuleType]:
    modules = []
    for file in sorted((app.config["MIGRATIONS"] / "versions").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"revision_{file.stem}", file)
        assert spec is not None and spec.loader is not None
        modules.append(importlib.util.module_from_spec(spec))
        spec.loader.exec_module(modules[-1])
    return modules


def test_the_history_builds_exactly_the_models(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []


def test_a_column_that_no_migration_makes_is_noticed(migrated: Flask) -> None:
    wider = sa.MetaData()
    for table in db.metadata.tables.values():
        table.to_metadata(wider)
    wider.tables["unit"].append_column(sa.Column("forgotten", sa.Integer))
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert len(compare_metadata(context, wider)) == 1


def test_a_second_upgrade_changes_nothing(migrated: Flask) -> None:
    before = schema()
    upgrade()

    assert schema() == before


def test_references_are_enforced_after_an_upgrade(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), db.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO unit_successor VALUES ('00', '01')")


def test_an_upgrade_that_fails_leaves_nothing_behind(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE signed_minutes (in_the_way INTEGER)")
    with pytest.raises(sa.exc.OperationalError, match="already exists"):
        upgrade()

    assert schema() == ["CREATE TABLE signed_minutes (in_the_way INTEGER)"]
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 0", "DELETE FROM {}"])
def test_a_record_cannot_be_changed(migrated: Flask, table: str, change: str) -> None:
    columns = db.metadata.tables[table].columns.keys()
    statement = change.format(table, columns[1])
    with sqlite3.connect(migrated.config["SETTINGS"].instance / "inspect.db") as file:
        row = ", ".join("1" for _ in columns)
        file.execute(f"INSERT INTO {table} VALUES ({row})")  # noqa: S608 - our own table's name
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only: {change[:6]}"):
            file.execute(statement)


def test_the_same_history_speaks_postgresql(app: Flask) -> None:
    said = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said}
    )
    with Operations.context(context):
        for revision in history(app):
            revision.upgrade()

    assert said.getvalue().count("CREATE TABLE") == len(db.metadata.tables)
    for table in APPEND_ONLY:
        assert f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE" in said.getvalue()
    assert "sqlite" not in said.getvalue().lower()
