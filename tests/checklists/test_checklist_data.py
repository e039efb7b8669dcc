"""The shipped checklist agrees with its source table, and every text in it can be filled in."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "inspect_app" / "checklists" / "data"
RAW = (DATA / "commune-2026.1.json").read_text("utf-8")
CHECKLIST: dict[str, Any] = json.loads(RAW)
ITEMS: list[dict[str, Any]] = CHECKLIST["items"]
with (DATA / "checklist.csv").open(encoding="utf-8", newline="") as table:
    ROWS = list(csv.DictReader(table))

SLOT = re.compile(r"\{(\w*)\}")
ABBREVIATIONS = {"TTHC", "CCHC", "UBND", "VBQPPL", "HĐND", "QR"}
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["code"])


def slots(text: str) -> set[str]:
    return set(SLOT.findall(text))


def figure_keys(item: dict[str, Any]) -> set[str]:
    return {figure["key"] for figure in item["figures"]}


def known_slots(item: dict[str, Any]) -> set[str]:
    known = figure_keys(item)
    if item["share"] or item["answer_type"] == "percent":
        known.add("share")
    if item["answer_type"] in ("date", "text", "choice"):
        known.add("value")
    return known


def labelled(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if any(key.endswith("_vi") for key in node):
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from labelled(part)


def test_items_are_the_source_table_in_its_order() -> None:
    assert len(ITEMS) == 70
    assert [item["code"] for item in ITEMS] == [row["code"] for row in ROWS]


@pytest.mark.parametrize(
    ("item", "row"), list(zip(ITEMS, ROWS, strict=True)), ids=lambda x: x["code"]
)
def test_wording_and_source_are_those_of_the_table(
    item: dict[str, Any], row: dict[str, str]
) -> None:
    copied = ("area_vi", "area_en", "question_vi", "question_en", "legal_basis")
    source = ("area_vi", "area_en", "item_vi", "item_en", "legal_basis")
    assert [item[key] for key in copied] == [row[key] for key in source]
    assert item["basis_confirmed"] is ("unverified" not in row["known_from"])
    expected = "count" if row["answer_type"] == "dossier_sample" else row["answer_type"]
    assert item["answer_type"] == expected
    assert item["evidence_vi"].startswith(row["evidence_vi"].split(" Lựa chọn:")[0].rstrip("."))


def test_seven_official_headings_in_the_order_of_the_table() -> None:
    headings = CHECKLIST["headings"]
    official = list(dict.fromkeys(row["official_heading_vi"] for row in ROWS))
    full = [title.replace("CCHC", "cải cách hành chính") for title in official]
    assert [heading["title_vi"] for heading in headings] == full
    assert len({heading["code"] for heading in headings}) == 7
    title_of = {h["code"]: o for h, o in zip(headings, official, strict=True)}
    used = [title_of[item["heading"]] for item in ITEMS]
    assert used == [row["official_heading_vi"] for row in ROWS]


def test_text_is_composed_unicode_without_stray_spaces() -> None:
    assert unicodedata.is_normalized("NFC", RAW)
    for node in labelled(CHECKLIST):
        for value in node.values():
            if isinstance(value, str):
                assert value == " ".join(value.split())


def test_every_vietnamese_label_has_its_english() -> None:
    for node in labelled(CHECKLIST):
        for stem in ("name", "title", "area", "question", "label", "value_label", "message"):
            vietnamese, english = node.get(f"{stem}_vi"), node.get(f"{stem}_en")
            assert bool(vietnamese) == bool(english), node


@each_item
def test_finding_and_request_are_whole_sentences_without_stop(item: dict[str, Any]) -> None:
    for text in (item["finding_vi"], item["request_vi"]):
        assert text[0].isupper() and text[-1].isalnum()
        assert not slots(text)
        assert set(re.findall(r"\b[A-ZĐ]{2,}\b", text)) <= ABBREVIATIONS
    assert not re.search(r"\d", item["finding_vi"])
    assert not item["request_vi"].startswith("Đề nghị")


@each_item
def test_figures_and_options_fit_the_answer_type(item: dict[str, Any]) -> None:
    kind = item["answer_type"]
    keys = [figure["key"] for figure in item["figures"]]
    assert bool(keys) == (kind in ("count", "percent"))
    assert len(keys) == len(set(keys)) <= 6
    assert all(figure["unit_vi"] for figure in item["figures"])
    if kind == "percent":
        assert keys == ["numerator", "denominator"]
    options = {option["key"] for option in item["options"]}
    assert len(options) == len(item["options"])
    assert len(options) >= 2 if kind == "choice" else not options
    assert bool(item["value_label_vi"]) == (kind in ("date", "text"))


@each_item
def test_checks_name_existing_figures_and_messages_can_be_filled(item: dict[str, Any]) -> None:
    for check in item["checks"]:
        if check["kind"] == "at_most":
            used, filled = [check["part"], check["whole"]], {"part", "whole"}
        else:
            assert check["kind"] == "sum"
            used = [*check["parts"], *check["equals"]]
            filled = {"left", "right", "difference"}
        assert set(used) <= figure_keys(item) and len(used) == len(set(used))
        assert slots(check["message_vi"]) == slots(check["message_en"]) == filled


@each_item
def test_share_divides_two_figures_of_a_count(item: dict[str, Any]) -> None:
    share = item["share"]
    if share is not None:
        assert item["answer_type"] == "count"
        assert share["part"] != share["whole"]
        assert {share["part"], share["whole"]} <= figure_keys(item)


def test_sampled_items_count_faulty_dossiers_within_the_sample() -> None:
    sampled = [r["code"] for r in ROWS if r["answer_type"] == "dossier_sample"]
    for item in (i for i in ITEMS if i["code"] in sampled):
        assert [figure["key"] for figure in item["figures"]] == ["sampled", "faulty"]
        (check,) = item["checks"]
        assert (check["kind"], check["part"], check["whole"]) == ("at_most", "faulty", "sampled")


@each_item
def test_clauses_use_known_slots_and_need_each_of_them(item: dict[str, Any]) -> None:
    assert item["sentence_vi"]
    for clause in item["sentence_vi"]:
        assert slots(clause["text"]) == set(clause["needs"]) <= known_slots(item)
        assert clause["text"][-1] not in ".;,"
    without_slots = [clause for clause in item["sentence_vi"] if not clause["needs"]]
    assert bool(without_slots) == (item["answer_type"] in ("yes_no", "photo"))


@each_item
def test_sentence_states_every_figure_of_a_count_even_when_alone(item: dict[str, Any]) -> None:
    needs = [clause["needs"] for clause in item["sentence_vi"]]
    if item["answer_type"] == "count":
        assert all([key] in needs for key in figure_keys(item))
    assert known_slots(item) <= {slot for need in needs for slot in need}


@each_item
def test_figure_finding_uses_known_slots_under_a_stated_condition(item: dict[str, Any]) -> None:
    text, when = item["figure_finding"], item["figure_finding_when"]
    assert (text is None) == (when is None)
    if text is not None:
        assert slots(text) and slots(text) <= known_slots(item) - {"value"}
        assert text[0].isupper() and text[-1] not in ".;,"
        names = {"positive": ["figure"], "less": ["part", "whole"]}[when["kind"]]
        assert {when[name] for name in names} <= slots(text)


@each_item
def test_photo_rule(item: dict[str, Any]) -> None:
    assert item["photo_required"] in ("never", "always", "when_failed")
    assert (item["photo_required"] == "always") == (item["answer_type"] == "photo")
