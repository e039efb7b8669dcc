"""The rules of the engine as they really are, keys, and moments."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
import time

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError, StatementError

from inspect_app.accounts.models import User
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import first_broken
from inspect_app.db import begin_writing, db, new_id, writing
from inspect_app.errors import Parked
from tests import cast as people


@pytest.mark.parametrize(
    ("rule", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 15000)],
)
def test_every_connection_has_the_rule(inside: Flask, rule: str, value: object) -> None:
    with db.engine.connect() as one, db.engine.connect() as other:
        for connection in (one, other):
            assert connection.exec_driver_sql(f"PRAGMA {rule}").scalar() == value


def test_a_write_transaction_holds_others_back_from_its_first_moment(inside: Flask) -> None:
    done: list[str] = []

    def write_too() -> None:
        with inside.app_context(), writing():
            done.append("second")

    with writing():
        other = threading.Thread(target=write_too)
        other.start()
        time.sleep(0.3)
        done.append("first")
    other.join(20)
    assert done == ["first", "second"]


def test_who_may_wait_longer_outlasts_one_who_writes_for_long(inside: Flask) -> None:
    @event.listens_for(db.engine, "checkout")
    def hurry(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    holding = threading.Event()

    def hold() -> None:
        with inside.app_context(), writing():
            holding.set()
            time.sleep(1)

    db.session.rollback()
    other = threading.Thread(target=hold)
    other.start()
    holding.wait(10)
    with pytest.raises(OperationalError, match="locked"):
        begin_writing()
    begin_writing(waits=200)
    other.join(20)


def test_reading_goes_on_while_somebody_writes(inside: Flask) -> None:
    with writing(), db.engine.connect() as reader:
        record("test.written", by=None)
        assert reader.execute(text("SELECT count(*) FROM user")).scalar() == len(people.PEOPLE)


def test_writers_at_once_all_succeed_and_keep_the_chain_whole(inside: Flask) -> None:
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(15):
                with inside.app_context(), writing():
                    record("test.written", by=None)
        except BaseException as error:
            failed.append(error)

    before = db.session.execute(text("SELECT count(*) FROM audit_entry")).scalar() or 0
    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    db.session.rollback()
    assert failed == []
    assert db.session.execute(text("SELECT count(*) FROM audit_entry")).scalar() == before + 30
    assert first_broken() is None


def test_an_exception_takes_the_whole_transaction_back(inside: Flask) -> None:
    with pytest.raises(RuntimeError), writing():
        record("test.written", by=None)
        raise RuntimeError
    found = text("SELECT count(*) FROM audit_entry WHERE action = 'test.written'")
    assert db.session.execute(found).scalar() == 0


def test_beginning_to_write_forgets_what_was_read_before(inside: Flask) -> None:
    user = db.session.get(User, people.viewer("head").user_id)
    assert user is not None
    with db.engine.begin() as other:
        other.execute(text("UPDATE user SET full_name = 'Tên mới' WHERE username = 'head'"))
    begin_writing()
    assert user.full_name == "Tên mới"


def test_keys_are_version_7_and_in_the_order_of_making() -> None:
    made = []
    for _ in range(20):
        made.append(new_id())
        time.sleep(0.002)
    assert made == sorted(made)
    assert {key.version for key in made} == {7}
    assert {key.variant for key in made} == {"specified in RFC 4122"}


def test_a_moment_without_a_zone_is_refused(inside: Flask) -> None:
    user = db.session.get(User, people.viewer("head").user_id)
    assert user is not None
    user.created_at = dt.datetime(2026, 1, 1)
    with pytest.raises(StatementError, match="without a time zone"):
        db.session.flush()


def test_a_moment_comes_back_aware_in_utc(inside: Flask) -> None:
    user = db.session.get(User, people.viewer("head").user_id)
    assert user is not None
    user.created_at = dt.datetime(2026, 3, 5, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    db.session.flush()
    db.session.expire(user)
    assert user.created_at == dt.datetime(2026, 3, 5, 1, tzinfo=dt.UTC)
    assert user.created_at.utcoffset() == dt.timedelta(0)


def test_what_is_acknowledged_is_kept_and_what_fails_is_not(inside: Flask) -> None:
    before = len(db.session.scalars(select(AuditEntry.sequence)).all())
    for outcome, more in ((Parked(), 1), (RuntimeError(), 1)):
        with pytest.raises(type(outcome)), writing():
            record("test.written", by=None)
            raise outcome
        assert len(db.session.scalars(select(AuditEntry.sequence)).all()) == before + more
        db.session.rollback()
