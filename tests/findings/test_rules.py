"""What a finding must say, and how conclusions are drafted from answers and findings."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspect_app.checklists.items import read
from inspect_app.errors import RuleBroken
from inspect_app.findings.rules import Drafted, FindingKind, Found, LineKind, check_text, draft
from inspect_app.visits.register import Answer, Cell, Head

DATA = Path(__file__).parents[2] / "inspect_app/checklists/data/commune-2026.1.json"
CHECKLIST = read(json.loads(DATA.read_text("utf-8")))
FIGURES = {"received": 1791, "resolved": 1791, "late": 4}


def answer(**aspects: Any) -> Answer:
    at, key = datetime(2026, 3, 5, tzinfo=UTC), uuid.UUID(int=1)
    return Answer({k: Cell((Head(key, v, key, "A", at),)) for k, v in aspects.items()})


def drafted(
    answers: dict[str, Answer], *found: Found, several_units: bool = False
) -> list[Drafted]:
    lines = draft(CHECKLIST, answers, found, several_units)
    return [line for line in lines if not line.source.startswith("heading:")]


def found(kind: FindingKind, text: str, *units: str, heading: str = "TT") -> Found:
    return Found(str(uuid.UUID(int=2)), kind, heading, text, units or ("xã An Tân",))


def test_words_are_one_line_and_not_empty_or_endless() -> None:
    assert check_text(" Chưa \n niêm yết ") == "Chưa niêm yết"
    for wrong in ("", " \n ", "x" * 2001):
        with pytest.raises(RuleBroken) as refused:
            check_text(wrong)
        assert list(refused.value.fields) == ["text"]


def test_a_passed_item_states_its_figures() -> None:
    (line,) = drafted({"MC-07": answer(result="pass", value=FIGURES)})
    assert (line.heading, line.kind, line.source) == ("TT", LineKind.RESULT, "item:MC-07")
    assert "1.791" in line.text and line.text[0].isupper() and not line.text.endswith(".")


def test_a_failed_item_states_its_figures_too_but_no_praise() -> None:
    (line,) = drafted({"MC-07": answer(result="fail", value=FIGURES)})
    assert "1.791" in line.text
    assert drafted({"CD-01": answer(result="fail", value="2026-01-05")}) == []
    assert drafted({"MC-07": answer(result="not_applicable", value=FIGURES)}) == []


def test_the_words_for_the_minutes_come_before_the_drafted_ones() -> None:
    said = answer(result="pass", value=FIGURES, wording="xã đã giải quyết 1.791 hồ sơ.")
    (line,) = drafted({"MC-07": said})
    assert line.text == "Xã đã giải quyết 1.791 hồ sơ"


def test_an_unanswered_checklist_drafts_nothing() -> None:
    assert draft(CHECKLIST, {}, [], False) == []


def test_a_heading_says_how_much_was_checked() -> None:
    answers = {"CD-01": answer(result="pass"), "CD-02": answer(result="fail")}
    (line,) = [x for x in draft(CHECKLIST, answers, [], False) if x.source == "heading:CD"]
    assert line.text == "Đã kiểm tra 2/9 nội dung: 1 đạt, 1 chưa đạt"


def test_strengths_stand_before_shortcomings_under_their_heading() -> None:
    lines = drafted(
        {},
        found(FindingKind.SHORTCOMING, "niêm yết thiếu."),
        found(FindingKind.GOOD_PRACTICE, "mô hình hay"),
        found(FindingKind.STRENGTH, "làm tốt"),
    )
    assert [(line.kind, line.text) for line in lines] == [
        (LineKind.STRENGTH, "Mô hình hay"),
        (LineKind.STRENGTH, "Làm tốt"),
        (LineKind.SHORTCOMING, "Niêm yết thiếu"),
    ]


def test_with_several_units_each_sentence_names_its_own() -> None:
    shared = found(FindingKind.SHORTCOMING, "niêm yết thiếu", "xã An Tân", "xã Tân Bình")
    (line,) = drafted({}, shared, several_units=True)
    assert line.text == "Xã An Tân, xã Tân Bình: niêm yết thiếu"
