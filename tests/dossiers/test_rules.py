"""Reading what is typed of a dossier, and the ids that a tablet computes too."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from inspect_app import clock
from inspect_app.dossiers import rules
from inspect_app.errors import RuleBroken

SPACE = uuid.UUID("01900000-0000-7000-8000-000000000000")


def test_every_matter_fits_its_field() -> None:
    assert len(set(rules.MATTERS)) == len(rules.MATTERS)
    assert max(len(rules.field_of(SPACE, matter)) for matter in rules.MATTERS) <= 60


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("5/3/2026", "2026-03-05"),
        (" 05/03/2026  14h05 ", "2026-03-05T14:05"),
        ("2026-03-05T14:05", "2026-03-05T14:05"),
        ("05/03/2026 00:00", "2026-03-05"),
    ],
)
def test_times_are_typed_as_people_write_them(typed: str, stored: str) -> None:
    assert rules.read("receipt", {"received": typed}) == {"received": stored}
    assert rules.read("receipt", rules.read("receipt", {"received": typed})) == {"received": stored}


def test_nothing_typed_is_nothing() -> None:
    assert rules.read("book", {"received": " "}) is None
    assert rules.read("supplement", {}) is None


def test_a_wrong_time_is_named_by_its_field() -> None:
    with pytest.raises(RuleBroken) as caught:
        rules.read("book", {"received": "1/1/2026", "returned": "hôm qua"})
    assert set(caught.value.fields) == {"returned"}


def test_a_stored_day_is_its_beginning_in_viet_nam() -> None:
    moment = rules.moment_of("2026-03-05")
    assert moment == dt.datetime(2026, 3, 5, tzinfo=clock.VIETNAM)
    assert rules.as_stored(moment) == "2026-03-05"
    assert rules.shown_moment("2026-03-05T14:05") == "05/03/2026 14:05"


def test_a_supplement_without_its_end_still_runs() -> None:
    stored = rules.read("supplement", {"requests": "1", "start1": "3/3/2026"})
    (wait,) = rules.waits_of(stored)
    assert wait.end is None
    with pytest.raises(RuleBroken):
        rules.read("supplement", {"requests": "10"})


def test_a_draw_is_known_by_all_that_decides_it() -> None:
    ids = {
        rules.sample_id(SPACE, seed, method, size, late)
        for seed in ("1", "2")
        for method in ("random", "stratified")
        for size in (1, 2)
        for late in (True, False)
    }
    assert len(ids) == 16
    assert rules.sample_id(SPACE, "1", "random", 1, True) in ids
