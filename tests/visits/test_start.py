"""Beginning a visit from tablets that may have had no network."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import clock
from inspect_app.db import db, new_id
from inspect_app.visits import queries
from inspect_app.visits.models import Operation
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.tablet import Tablet

HOUR = dt.timedelta(hours=1)


def begun(app: Flask, cast: Cast) -> tuple[VisitState, dt.datetime, int]:
    """The visit's state, when it began, and how many steps its life has."""
    with app.app_context():
        visit = people.load(cast.planned)
        assert visit.started_at is not None
        return visit.state, visit.started_at, len(queries.history(visit))


def test_several_tablets_may_begin_one_visit(app: Flask, cast: Cast) -> None:
    start, key = f"/visits/{cast.planned}/start", new_id()
    first = Tablet(app, "member").send(start, operation=key, seen="planned")
    before = begun(app, cast)
    second = Tablet(app, "secretary").send(start, seen="planned")
    again = Tablet(app, "member").send(start, operation=key, seen="planned")
    assert first.marker == again.marker and first.headers["HX-Redirect"]
    assert second.marker and second.marker[2] == "applied"
    assert begun(app, cast) == before and before[0] is VisitState.WORKING
    with app.app_context():
        rows = select(Operation.field, Operation.path).where(Operation.visit_id == cast.planned)
        assert [tuple(row) for row in db.session.execute(rows)] == [("visit.start", start)] * 2


def test_it_began_when_the_tablet_says_by_the_servers_clock(app: Flask, cast: Cast) -> None:
    real = clock.now() - 5 * HOUR
    wrong = (real - dt.timedelta(days=366)).isoformat()
    year = str(366 * 24 * 3600 * 1000)
    start = f"/visits/{cast.planned}/start"
    Tablet(app, "member").send(start, seen="planned", at=wrong, offset=year)
    assert begun(app, cast)[1] == real


@pytest.mark.parametrize(
    ("back", "offset"),
    [(5 * HOUR, ""), (-5 * HOUR, "0"), (dt.timedelta(days=366 * 20), "0"), (HOUR, "9" * 13)],
)
def test_what_cannot_be_so_counts_as_now(
    app: Flask, cast: Cast, back: dt.timedelta, offset: str
) -> None:
    before, at = clock.now(), (clock.now() - back).isoformat()
    start = f"/visits/{cast.planned}/start"
    Tablet(app, "member").send(start, seen="planned", at=at, offset=offset)
    assert before <= begun(app, cast)[1] <= clock.now()


@pytest.mark.parametrize("state", [VisitState.SUBMITTED, VisitState.SIGNED])
def test_a_beginning_told_late_leaves_nothing_to_decide(
    app: Flask, cast: Cast, state: VisitState
) -> None:
    with app.app_context():
        people.load(cast.visit).state = state
        db.session.commit()
    answer = Tablet(app, "member").send(f"/visits/{cast.visit}/start", seen="planned")
    assert answer.marker and answer.marker[2] == "applied"
    with app.app_context():
        assert people.load(cast.visit).state is state


def test_answers_may_follow_at_once(app: Flask, cast: Cast) -> None:
    tablet = Tablet(app, "member")
    tablet.send(f"/visits/{cast.planned}/start", seen="planned")
    answer = tablet.send(
        f"/visits/{cast.planned}/answers/CD-01/result", seen="planned", value="pass"
    )
    assert answer.marker and answer.marker[2] == "applied"
