"""Saving one answer: the whole product against a bare Flask app that commits one row."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path

from flask import Flask, request

from bench import office
from bench.measure import Comparison, Work, in_turns
from bench.office import Office
from bench.tablet import Tablet
from inspect_app.db import db
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import checklist_of, load_answers

ROUNDS, WARM_UP = 300, 30
UPSERT = (
    "INSERT INTO answer (code, value) VALUES (?, ?) "
    "ON CONFLICT (code) DO UPDATE SET value = excluded.value"
)


def compare(place: Office, folder: Path) -> Comparison:
    """Session, permission, operation, register, audit, fragment - against one upsert."""
    product, floor = in_turns(_product(place), _floor(folder), rounds=ROUNDS, warm_up=WARM_UP)
    return Comparison(
        title="save one answer",
        floor_title="bare Flask + SQLite (WAL, FULL), one upsert",
        product=product,
        floor=floor,
        limits={"cpu": 4},
        notes=(f"Saving: {ROUNDS} saves each, one after the other, on the same disk.",),
    )


def _product(place: Office) -> Work:
    """The members' values in turn, each typed over the one before."""
    tablet = Tablet(place)
    typed, bases = _fields(place)
    codes = itertools.cycle(typed)

    def save() -> None:
        code = next(codes)
        bases[code] = tablet.save(code, typed[code], bases[code])

    return save


def _fields(place: Office) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """What to type into each item that takes a value, and the operation it replaces first."""
    with place.app.app_context():
        visit = db.session.get_one(Visit, place.visit_id)
        items = checklist_of(visit).items.values()
        typed = {item.code: office.typed(item) for item in items if item.answer_type != "photo"}
        answers = load_answers(visit)
        bases = {code: answers[code].cell("value").base for code in typed}
        db.session.remove()
    return typed, bases


def _floor(folder: Path) -> Work:
    app = Flask("floor")
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE answer (code TEXT PRIMARY KEY, value TEXT)")

    @app.post("/answers/<code>")
    def answer(code: str) -> str:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(UPSERT, (code, request.form["value"]))
        connection.execute("COMMIT")
        return "saved"

    client, numbers = app.test_client(), itertools.count()

    def save() -> None:
        number = next(numbers)
        sent = client.post(f"/answers/CD-{number % 70:02}", data={"value": str(number)})
        assert sent.status_code == 200

    return save
