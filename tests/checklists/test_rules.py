"""How a typed value is read, refused, pointed out and put into words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspect_app.checklists import rules
from inspect_app.checklists.items import Item, read
from inspect_app.errors import RuleBroken

DATA = Path(__file__).parents[2] / "inspect_app/checklists/data/commune-2026.1.json"
ITEMS = read(json.loads(DATA.read_text("utf-8"))).items
DOSSIERS, REPORTS = ITEMS["MC-07"], ITEMS["CD-04"]


def refused(item: Item, **typed: str) -> RuleBroken:
    with pytest.raises(RuleBroken) as error:
        rules.read_value(item, typed)
    return error.value


def test_figures_are_read_by_name_and_empty_ones_left_out() -> None:
    typed = {"received": "1.791", "resolved": "1 791", "late": "4", "overdue": ""}
    assert rules.read_value(DOSSIERS, typed) == {"received": 1791, "resolved": 1791, "late": 4}


def test_late_above_the_whole_is_refused_at_its_field() -> None:
    error = refused(DOSSIERS, resolved="10", late="11")
    assert list(error.fields) == ["late"]
    assert "11" in str(error) and "10" in str(error)


def test_a_part_without_its_whole_is_not_yet_wrong() -> None:
    assert rules.read_value(DOSSIERS, {"late": "4"}) == {"late": 4}


def test_every_unreadable_figure_is_named_with_advice() -> None:
    error = refused(DOSSIERS, received="1,791", late="bốn")
    assert set(error.fields) == {"received", "late"}
    assert "1.791 hoặc 1791" in str(error.fields["received"])


def test_nothing_filled_is_no_value() -> None:
    assert rules.read_value(DOSSIERS, {}) is None
    assert rules.read_value(ITEMS["CD-01"], {"value": "  "}) is None


def test_the_rate_is_computed() -> None:
    assert rules.share(DOSSIERS, {"resolved": 1791, "late": 4}) == "0,22%"
    assert rules.share(DOSSIERS, {"late": 4}) is None
    assert rules.share(DOSSIERS, {"resolved": 0, "late": 0}) is None


def test_figures_that_do_not_add_up_are_pointed_out_with_the_difference() -> None:
    value = {"carried_over": 10, "received": 1781, "resolved": 1700, "in_progress": 90}
    (said,) = rules.warnings(DOSSIERS, value)
    assert "1.791" in str(said) and "1.790" in str(said)
    assert rules.warnings(DOSSIERS, {**value, "in_progress": 91}) == []


def test_incomplete_figures_are_not_pointed_out() -> None:
    assert rules.warnings(DOSSIERS, {"received": 5, "resolved": 9}) == []
    assert rules.warnings(ITEMS["CD-01"], "2026-01-05") == []


def test_a_date_is_stored_iso_and_shown_the_vietnamese_way() -> None:
    assert rules.read_value(ITEMS["CD-01"], {"value": "5/1/2026"}) == "2026-01-05"
    assert rules.shown_value(ITEMS["CD-01"], "2026-01-05") == "05/01/2026"
    assert list(refused(ITEMS["CD-01"], value="31/2/2026").fields) == ["value"]


def test_a_choice_that_is_not_offered_is_refused() -> None:
    choice = ITEMS["CD-02"]
    assert rules.read_value(choice, {"value": "full"}) == "full"
    assert rules.shown_value(choice, "full") == choice.options[0].label_vi
    refused(choice, value="perfect")


@pytest.mark.parametrize("typed", ["great", "", "PASS", "unchecked "])
def test_a_result_off_the_scale_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        rules.read_result(typed)


def test_a_note_has_a_limit_that_is_named() -> None:
    assert rules.read_note("đ" * rules.TEXT_LIMIT) == "đ" * rules.TEXT_LIMIT
    with pytest.raises(RuleBroken, match="4001 ký tự"):
        rules.read_note("đ" * 4001)


def test_the_value_in_words_names_figures_and_rate() -> None:
    words = rules.shown_value(DOSSIERS, {"resolved": 1791, "late": 4})
    assert "1.791" in words and words.endswith("0,22%")
    assert rules.shown_value(DOSSIERS, None) == ""


def test_the_sentence_says_only_what_is_filled() -> None:
    assert rules.sentence(DOSSIERS, {}, passed=False) == ""
    said = rules.sentence(DOSSIERS, {"received": 1791}, passed=False)
    assert "1.791" in said and "None" not in said


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda i: i.code)
def test_every_item_words_its_finding_and_sentence_for_any_filling(item: Item) -> None:
    full: Any = {f.key: 3 for f in item.figures} or ({"date": "2026-01-05"}).get(item.answer_type)
    for value in (None, full, {f.key: 0 for f in item.figures[:1]} or None):
        for passed in (True, False):
            assert "{" not in rules.sentence(item, value, passed=passed)
        assert rules.finding_wording(item, value)
        assert "{" not in rules.finding_wording(item, value)
