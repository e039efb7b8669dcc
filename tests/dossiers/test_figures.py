"""Totals flow into the checklist by themselves, are marked, and give way to what a person typed."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from inspect_app.dossiers import queries
from inspect_app.findings.actions import draft_conclusions
from inspect_app.minutes.annexes import checklist_parts
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import checklist_of, get_answer, load_answers
from inspect_app.visits.register import Cell
from tests import cast as people
from tests.cast import Cast, answer
from tests.dossiers.test_summary import check_all, drawn, note


@pytest.fixture
def visit(register: uuid.UUID, inside: Flask, cast: Cast) -> Visit:
    visit = people.load(cast.visit)
    drawn(visit, 4, late=False)
    check_all(visit)
    return visit


def draft(visit: Visit) -> None:
    draft_conclusions(visit, by=people.viewer("head"))


def cell(visit: Visit, code: str) -> Cell:
    return get_answer(visit, code).cell("value")


def test_drafting_puts_the_totals_in_and_marks_them(visit: Visit) -> None:
    assert cell(visit, "HS-01").heads == ()
    draft(visit)
    assert cell(visit, "HS-01").value["sampled"] == 4
    assert cell(visit, "MC-07").value["received"] == 40
    assert all(head.computed for code in ("HS-01", "MC-07") for head in cell(visit, code).heads)
    parts = checklist_parts(checklist_of(visit), load_answers(visit))
    (said,) = (row.value for part in parts for row in part.rows if row.code == "HS-01")
    assert said.endswith("(hệ thống tính từ hồ sơ)")


def test_they_follow_the_sample_and_are_written_once(visit: Visit) -> None:
    draft(visit)
    first = cell(visit, "HS-01").heads
    draft(visit)
    assert cell(visit, "HS-01").heads == first
    note(queries.to_check(visit)[0], "HS-04", value="fail")
    draft(visit)
    (head,) = cell(visit, "HS-01").heads
    assert head.computed and head.value["faulty"] >= 1


def test_what_a_person_typed_stays(visit: Visit) -> None:
    answer(visit, "HS-01", aspect="value", sampled="50", fields="3", overdue="0", faulty="0")
    draft(visit)
    (head,) = cell(visit, "HS-01").heads
    assert head.value["sampled"] == 50 and not head.computed


def test_a_person_may_say_otherwise_afterwards(visit: Visit) -> None:
    draft(visit)
    base = tuple(head.id for head in cell(visit, "HS-01").heads)
    typed = {"sampled": "50", "fields": "3", "overdue": "0", "faulty": "0"}
    answer(visit, "HS-01", aspect="value", base=base, **typed)
    draft(visit)
    assert cell(visit, "HS-01").value["sampled"] == 50


def test_nobody_but_the_system_marks_a_figure_as_worked_out(visit: Visit) -> None:
    answer(visit, "HS-01", aspect="value", sampled="4", path="computed")
    assert not any(head.computed for head in cell(visit, "HS-01").heads)
