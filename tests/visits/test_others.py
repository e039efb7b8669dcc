"""Fields of things that are no items live beside the answers and are never taken for answers."""

from __future__ import annotations

import uuid

from flask import Flask

from inspect_app.db import new_id
from inspect_app.visits import queries
from inspect_app.visits.actions import set_field
from inspect_app.visits.models import Operation
from tests import cast as people
from tests.cast import Cast, answer

KEY = uuid.UUID("01900000-0000-7000-8000-000000000000")


def note(cast: Cast, value: str, *, by: str = "member", aspect: str = "note") -> Operation:
    return set_field(
        people.load(cast.visit),
        f"{KEY.hex}.{aspect}",
        value,
        subject=str(KEY),
        operation_id=new_id(),
        by=people.viewer(by),
    )


def test_what_is_noted_elsewhere_is_no_answer_and_no_conflict(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    for by in ("member", "secretary"):
        note(cast, by, by=by)
        note(cast, by, by=by, aspect="HS-02")
        answer(visit, "CD-01", value="pass" if by == "member" else "fail", by=by)
    assert set(queries.load_answers(visit)) == {"CD-01"}
    assert set(queries.load_results(visit)) == {"CD-01"}
    assert queries.load_conflicts(visit) == {"CD-01"}


def test_it_is_a_register_of_its_own(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    note(cast, "một")
    note(cast, "hai", by="secretary")
    answer(visit, "CD-01", value="pass")
    found = queries.load_others(visit)
    assert set(found) == {KEY.hex}
    assert found[KEY.hex].in_conflict
    assert queries.load_others(visit, KEY) == found
    assert queries.load_others(visit, uuid.uuid4()) == {}
