"""The database: engine rules, the base of all models, keys, and a request's one transaction."""

from __future__ import annotations

import datetime as dt
import enum
import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from .errors import Acknowledged

IMMEDIATE = "inspect_immediate"


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware moment, stored in UTC; SQLite drops the zone, so it is put back on reading."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _: Dialect) -> dt.datetime | None:
        if value is not None and value.tzinfo is None:
            raise TypeError("a moment without a time zone")
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, _: Dialect) -> dt.datetime | None:
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """The base of every model."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            dt.datetime: UtcDateTime,
            dict[str, Any]: JSON,
            list[str]: JSON,
            enum.Enum: Enum(
                enum.Enum,
                native_enum=False,
                create_constraint=False,
                length=30,
                values_callable=lambda members: [member.value for member in members],
            ),
        },
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True)


def new_id() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562 §5.7): its order is that of creation, to the millisecond."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return uuid.UUID(int=value)


def init_app(app: Flask) -> None:
    """Bind the database of the app and apply the engine rules to it."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(app.config["MIGRATIONS"]))
    with app.app_context():
        _apply_rules(db.engine)


def begin_writing(waits: int = 1) -> None:
    """Start this session's transaction as a writer; waits its turn rather than failing later.

    A deferred BEGIN that turns into a write half-way fails at once when another has written.
    SQLite keeps no queue, so who writes seldom may have to wait more than once (`waits`).
    """
    for left in reversed(range(waits)):
        db.session.rollback()
        try:
            db.session.connection(execution_options={IMMEDIATE: True})
            return
        except OperationalError as error:
            if not left or getattr(error.orig, "sqlite_errorcode", 0) != sqlite3.SQLITE_BUSY:
                raise


@contextmanager
def writing(waits: int = 1) -> Iterator[None]:
    """One write transaction: committed at the end and by Acknowledged, else rolled back."""
    begin_writing(waits)
    try:
        yield
        db.session.commit()
    except Acknowledged:
        db.session.commit()
        raise
    except BaseException:
        db.session.rollback()
        raise


def _apply_rules(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own implicit BEGIN is always deferred; ours is chosen below.
        connection.isolation_level = None
        for rule in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {rule}")
        connection.execute("PRAGMA busy_timeout=15000")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
