"""The life of a visit, its times, its progress, and who is named for the unit."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from inspect_app.checklists.items import read
from inspect_app.errors import RuleBroken
from inspect_app.visits import rules
from inspect_app.visits.rules import LIFE, VisitState

DATA = Path(__file__).parents[2] / "inspect_app/checklists/data/commune-2026.1.json"
CHECKLIST = read(json.loads(DATA.read_text("utf-8")))
VERBS = {verb for _, verb in LIFE}


def test_the_way_leads_from_planned_to_signed() -> None:
    state = VisitState.PLANNED
    for verb in ("start", "submit", "approve", "return", "submit", "approve", "sign"):
        state = rules.next_state(state, verb)
    assert state is VisitState.SIGNED


def test_a_signed_visit_is_opened_again_only_to_replace_its_minutes() -> None:
    assert rules.next_state(VisitState.SIGNED, "correct") is VisitState.SUBMITTED


@pytest.mark.parametrize("verb", sorted(VERBS - {"correct"}))
def test_nothing_else_leads_on_from_signed(verb: str) -> None:
    with pytest.raises(RuleBroken, match="bước khác"):
        rules.next_state(VisitState.SIGNED, verb)


@pytest.mark.parametrize("state", VisitState)
def test_only_what_is_open_may_be_changed(state: VisitState) -> None:
    if state in (VisitState.PLANNED, VisitState.SIGNED):
        with pytest.raises(RuleBroken):
            rules.check_open(state)
    else:
        rules.check_open(state)


def test_a_reason_says_something() -> None:
    assert rules.check_reason("  Thiếu ảnh  ") == "Thiếu ảnh"
    for empty in ("", "   ", "abc"):
        with pytest.raises(RuleBroken) as refused:
            rules.check_reason(empty)
        assert list(refused.value.fields) == ["reason"]


def test_work_ends_after_it_began() -> None:
    start = dt.datetime(2026, 3, 5, 1, tzinfo=dt.UTC)
    rules.check_times(start, start + dt.timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="sau giờ bắt đầu"):
        rules.check_times(start, start)


@pytest.mark.parametrize(
    ("code", "result", "photos", "lacks"),
    [
        ("CK-01", "pass", 0, True),
        ("CK-01", "pass", 1, False),
        ("CK-01", "unchecked", 0, False),
        ("CK-01", "not_applicable", 0, False),
        ("CK-02", "fail", 0, True),
        ("CK-02", "partial", 0, True),
        ("CK-02", "pass", 0, False),
        ("CD-01", "fail", 0, False),
    ],
)
def test_a_photo_is_asked_for_where_the_item_says_so(
    code: str, result: str, photos: int, lacks: bool
) -> None:
    assert rules.lacks_photo(CHECKLIST.items[code], result, photos) is lacks


def test_progress_counts_each_item_under_its_heading() -> None:
    results = {"CD-01": "pass", "CD-02": "fail", "CK-01": "partial", "CD-03": "unchecked"}
    parts = rules.progress_by_heading(CHECKLIST, results, {}, {"CD-01"})
    steering, all_of = parts["CD"], rules.overall(parts.values())
    assert (steering.total, steering.done, steering.failed, steering.conflicts) == (9, 2, 1, 1)
    assert (all_of.total, all_of.done, all_of.failed) == (70, 3, 2)
    assert (all_of.photo_missing, all_of.unanswered) == (1, 67)


def test_people_of_the_unit_are_read_line_by_line() -> None:
    typed = "Nguyễn Văn A - Chủ tịch UBND xã\n\n Trần Thị B \nLê C - Văn thư - Lưu trữ"
    assert rules.people_of_unit(typed) == [
        ("Nguyễn Văn A", "Chủ tịch UBND xã"),
        ("Trần Thị B", ""),
        ("Lê C", "Văn thư - Lưu trữ"),
    ]
    assert rules.people_of_unit(" \n - Chủ tịch") == []


@pytest.mark.parametrize("dash", [" - ", " – ", " — ", ", ", ": "])
def test_name_and_position_are_parted_by_any_dash_or_comma(dash: str) -> None:
    assert rules.people_of_unit(f"Trần Văn A{dash}Chủ tịch") == [("Trần Văn A", "Chủ tịch")]
