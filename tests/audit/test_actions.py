"""The record of what was done: chained, append-only, and plain about the row that was changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.audit import rules
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import changes_since, first_broken, last_sequence
from inspect_app.db import db, new_id, writing
from tests import cast as people
from tests.cast import Cast, answer


def tamper(app: Flask, statement: str, *values: object) -> None:
    """Change the file as somebody with access to the machine would."""
    with closing(sqlite3.connect(app.config["SETTINGS"].instance / "inspect.db")) as file, file:
        for trigger in ("audit_entry_refuses_update", "audit_entry_refuses_delete"):
            file.execute(f"DROP TRIGGER {trigger}")
        assert file.execute(statement, values).rowcount == 1


def sequences() -> list[int]:
    return list(db.session.scalars(select(AuditEntry.sequence).order_by(AuditEntry.sequence)))


@pytest.fixture
def rows(inside: Flask) -> list[int]:
    with writing():
        for number in range(3):
            record("test.done", by=people.viewer("head").user_id, số=number, chữ="đã làm")
    found = sequences()
    db.session.rollback()
    return found


def test_each_row_seals_the_one_before(rows: list[int]) -> None:
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    assert entries[0].previous_hash == rules.FIRST
    for before, after in pairwise(entries):
        assert after.previous_hash == before.hash
    assert first_broken() is None


@pytest.mark.parametrize(
    "change",
    [
        "action = 'test.other'",
        "detail = '{}'",
        "user_id = NULL",
        "at = '2020-01-01 00:00:00.000000'",
        "subject = 'CD-02'",
        "hash = previous_hash",
    ],
)
def test_a_changed_row_is_named(inside: Flask, rows: list[int], change: str) -> None:
    tamper(inside, f"UPDATE audit_entry SET {change} WHERE sequence = ?", rows[-2])  # noqa: S608
    assert first_broken() == rows[-2]


def test_a_deleted_row_is_noticed_at_the_next_one(inside: Flask, rows: list[int]) -> None:
    tamper(inside, "DELETE FROM audit_entry WHERE sequence = ?", rows[-2])
    assert first_broken() == rows[-1]


def test_a_row_with_a_new_seal_breaks_the_next_one(inside: Flask, rows: list[int]) -> None:
    row = db.session.get(AuditEntry, rows[-2])
    assert row is not None
    sealed = rules.seal(row.previous_hash, row.at, None, row.action, None, "", {})
    db.session.rollback()
    statement = "UPDATE audit_entry SET user_id = NULL, detail = '{}', hash = ? WHERE sequence = ?"
    tamper(inside, statement, sealed, rows[-2])
    assert first_broken() == rows[-1]


def test_what_is_rolled_back_leaves_no_row(inside: Flask, rows: list[int]) -> None:
    with pytest.raises(RuntimeError), writing():
        record("test.undone", by=None)
        raise RuntimeError
    assert sequences() == rows


def test_changes_of_a_visit_are_told_in_order(inside: Flask, cast: Cast) -> None:
    before = last_sequence(cast.visit)
    visit = people.load(cast.visit)
    answer(visit, "CD-01", value="pass")
    answer(people.load(cast.full), "CD-03", value="pass")
    answer(visit, "CD-02", value="fail")
    found = changes_since(cast.visit, before)
    assert [(action, subject) for _, action, subject in found] == [
        ("visits.answered", "CD-01"),
        ("visits.answered", "CD-02"),
    ]
    assert changes_since(cast.visit, last_sequence(cast.visit)) == []
    assert last_sequence(new_id()) == 0
