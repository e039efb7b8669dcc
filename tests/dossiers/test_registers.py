"""What a register counts, whom it shows it to, and where the unit's own numbers differ."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from flask import Flask

from inspect_app import clock
from inspect_app.db import db, new_id, writing
from inspect_app.dossiers import registers
from inspect_app.dossiers.models import Dossier, Register, RegisterState
from inspect_app.dossiers.registers import FieldCount, Phase, Totals, differences
from inspect_app.errors import NotAllowed, NotFound
from inspect_app.permissions import Permission, Viewer
from tests import cast as people
from tests.cast import Cast, answer

DAYS = ("received", "appointed", "finished", "returned")


def moment(typed: str) -> dt.datetime | None:
    """5/6 8:30 of the year 2020 in Viet Nam; None from nothing."""
    if not typed:
        return None
    day, _, time = typed.partition(" ")
    number, month = map(int, day.split("/"))
    hour, minute = map(int, (time or "0:0").split(":"))
    return clock.from_local(dt.datetime(2020, month, number, hour, minute))


def register_with(cast: Cast, *lines: tuple[str, ...]) -> Register:
    """A whole register of An Tân: code, field, then the four moments, each line."""
    visit = people.load(cast.visit)
    with writing():
        made = Register(
            id=new_id(),
            visit_id=visit.id,
            unit_id=visit.unit_id,
            file_name="a.csv",
            sha256="0" * 64,
            columns={"code": "Mã"},
            dropped=[],
            declared={},
            errors=[],
            state=RegisterState.WHOLE,
            imported_at=clock.now(),
            by_id=people.viewer("member").user_id,
        )
        db.session.add(made)
        db.session.flush()
        for code, field, *typed in lines:
            moments = dict(zip(DAYS, map(moment, typed), strict=False))
            keys = {"register_id": made.id, "visit_id": visit.id}
            db.session.add(Dossier(**keys, code=code, field=field, **moments))
    return made


def seeing(username: str) -> Viewer:
    return people.viewer(username).needing(Permission.SEE_WORK)


LINES = (
    ("B-2", "Đất đai", "1/6", "8/6", "9/6"),
    ("A-1", "Đất đai", "1/6", "8/6", "8/6 16:00"),
    ("C-3", "Hộ tịch", "1/6", "8/6", "", "12/6"),
    ("D-4", "Hộ tịch", "2/6", "9/6"),
    ("E-5", "", "3/6", ""),
)


def test_a_register_counts_by_field_and_finds_the_late(inside: Flask, cast: Cast) -> None:
    found = registers.count(people.load(cast.visit), register_with(cast, *LINES))
    assert found.fields == [
        FieldCount("", 1, 0, 0),
        FieldCount("Đất đai", 2, 2, 1),
        FieldCount("Hộ tịch", 2, 1, 2),
    ]
    assert (found.received, found.finished, found.in_progress, found.late) == (5, 3, 2, 3)


def test_codes_are_sorted_and_say_what_is_late(inside: Flask, cast: Cast) -> None:
    visit, register = people.load(cast.visit), register_with(cast, *LINES)
    assert registers.codes(visit, register) == [
        ("A-1", "Đất đai", 0),
        ("B-2", "Đất đai", 1),
        ("C-3", "Hộ tịch", 1),
        ("D-4", "Hộ tịch", 1),
        ("E-5", "", 0),
    ]


def test_what_was_received_outside_the_period_is_counted(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    with writing():
        visit.campaign.period_from = dt.date(2020, 6, 2)
        visit.campaign.period_to = dt.date(2020, 6, 3)
    lines = [("A", "x", day) for day in ("1/6 23:59", "2/6", "3/6 23:59", "4/6", "5/6", "")]
    lines = [(f"{code}-{n}", *rest) for n, (code, *rest) in enumerate(lines)]
    found = registers.count(visit, register_with(cast, *lines))
    assert (found.before, found.after, found.undated) == (1, 2, 1)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({}, []),
        ({"received": 5, "resolved": 3, "in_progress": 2}, []),
        ({"received": 1791}, ["ít hơn số đơn vị báo cáo (1.791) là 1.786 hồ sơ"]),
        ({"in_progress": 1}, ["2 hồ sơ đang giải quyết, nhiều hơn số đơn vị báo cáo (1) là 1"]),
        ({"received": 5, "resolved": 3, "in_progress": 1}, ["cộng lại là 4", "nhiều hơn"]),
    ],
)
def test_differences_are_told_in_words(declared: dict[str, int], said: list[str]) -> None:
    totals = Totals([FieldCount("x", 5, 3, 0)], 0, 0, 0)
    found = [str(message) for message in differences(totals, declared)]
    assert len(found) == len(said)
    for sentence, words in zip(found, said, strict=True):
        assert words in sentence


def test_the_checklists_numbers_are_proposed_until_others_are_typed(
    inside: Flask, cast: Cast
) -> None:
    register = register_with(cast, *LINES)
    visit = people.load(cast.visit)
    answer(visit, "MC-07", aspect="value", received="6", resolved="3", late="1")
    db.session.commit()
    (entry,) = registers.load(visit.id, viewer=seeing("member"))[1]
    assert entry.from_answer and entry.declared == {"received": 6, "resolved": 3}
    assert len(entry.differences) == 1
    with writing():
        register.declared = {"received": 5}
    (entry,) = registers.load(visit.id, viewer=seeing("member"))[1]
    assert not entry.from_answer and entry.differences == []


def test_numbers_taken_from_the_list_itself_are_not_compared_with_it(
    inside: Flask, cast: Cast
) -> None:
    register_with(cast, *LINES)
    visit = people.load(cast.visit)
    answer(visit, "MC-07", aspect="value", received="5", resolved="3", in_progress="2")
    db.session.commit()
    (entry,) = registers.load(visit.id, viewer=seeing("member"))[1]
    assert not entry.from_answer and entry.declared == {}


def test_only_the_team_reads_it(inside: Flask, cast: Cast) -> None:
    register_with(cast, *LINES)
    with pytest.raises(NotFound):
        registers.load(cast.visit, viewer=seeing("stranger"))
    with pytest.raises(NotAllowed):
        registers.load(cast.visit, viewer=seeing("officer"))


def test_another_visits_register_is_not_found(inside: Flask, cast: Cast) -> None:
    register = register_with(cast, *LINES)
    other = people.load(cast.full)
    assert registers.find(other, register.id) is None
    assert registers.find(other, uuid.uuid4()) is None and registers.find(other, None) is None
    assert registers.find(people.load(cast.visit), register.id) is register


def test_a_unit_with_a_whole_register_is_not_offered_again(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    assert registers.load(visit.id, viewer=seeing("member"))[2] == visit.units
    register = register_with(cast, *LINES)
    _, (entry,), left = registers.load(visit.id, viewer=seeing("member"))
    assert entry.phase is Phase.WHOLE and left == visit.subordinates
    assert registers.first_whole(visit) is register
