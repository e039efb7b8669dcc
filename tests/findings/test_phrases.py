"""The phrases of the drafts: shipped, changed by the office, tried, and put back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from inspect_app import clock
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, writing
from inspect_app.dossiers import summary as sample
from inspect_app.dossiers.intervals import sentence
from inspect_app.errors import NotFound, RuleBroken
from inspect_app.findings import library, queries
from inspect_app.findings.actions import draft_conclusions
from inspect_app.findings.models import PhraseEdit
from inspect_app.findings.phrases import SHIPPED, check
from inspect_app.notices.summary import sentences
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast, answer
from tests.notices.test_summary import BOARD
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
SUMMARY = SHIPPED.phrases["heading.summary"]


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    found = people.load(cast.visit)
    answer(found, "CD-02", value="pass")
    return found


def summary_of(visit: Visit) -> str:
    draft_conclusions(visit, by=people.viewer("head"))
    db.session.flush()
    return next(x.text for x in queries.list_lines(visit) if x.source == "heading:CD")


@pytest.mark.parametrize("key", SHIPPED.phrases)
def test_every_shipped_phrase_reads_as_a_sentence_of_the_minutes(key: str) -> None:
    said = SHIPPED.phrases[key].example(SHIPPED.wording(key))
    assert said and "{" not in said and not said.endswith((".", ";"))


def test_notices_are_worded_as_their_page_says_it() -> None:
    for about, said in sentences(BOARD).items():
        assert SHIPPED.fill(f"notice.{about}", said.values) == str(said)


@pytest.mark.parametrize("population", [30, 1791, None])
def test_faults_of_the_sample_are_worded_as_their_page_says_it(population: int | None) -> None:
    said = sentence(3, 30, population, "trễ hạn")
    part = sample.Part(None, (), {}, {})
    assert SHIPPED.fill(sample.phrase_of(part, "defect-late", said), said.values) == str(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Chưa ghi nội dung"),
        ("x" * 601, "dài quá 600"),
        ("Kiểm tra {checked}/{total}", "Thiếu ô {results}"),
        ("{checked}/{total}: {results} {late}", "Không có ô {late}"),
        ("{checked}/{total}: {results.__class__}", "Không có ô {results.__class__}"),
        ("{checked}/{total}: {results} {", "Dấu ngoặc nhọn"),
        ("{checked}/{total}: {results} {}", "Dấu ngoặc nhọn"),
        ("{checked}/{total}: {results} {{a}}", "Dấu ngoặc nhọn"),
        ("{checked:>9}/{total}: {results}", "Dấu ngoặc nhọn"),
        ("{checked!r}/{total}: {results}", "Dấu ngoặc nhọn"),
    ],
)
def test_a_wording_that_lacks_or_invents_a_slot_is_refused(typed: str, said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(SUMMARY, typed)
    assert said in str(refused.value) and list(refused.value.fields) == ["text"]


def test_the_offices_wording_is_drafted_and_can_be_put_back(visit: Visit) -> None:
    by = people.viewer("administrator")
    assert summary_of(visit) == "Đã kiểm tra 1/9 nội dung: 1 đạt"
    library.edit(SUMMARY, "Kiểm tra {checked} trong {total} nội dung,  {results}", by=by)
    db.session.flush()
    assert queries.out_of_date(visit) == 1
    assert summary_of(visit) == "Kiểm tra 1 trong 9 nội dung, 1 đạt"
    library.reset(SUMMARY, by=by)
    db.session.flush()
    assert summary_of(visit) == "Đã kiểm tra 1/9 nội dung: 1 đạt"
    kept = [(edit.text, edit.by_id, edit.edition) for edit in library.list_edits()]
    assert kept == [
        ("Kiểm tra {checked} trong {total} nội dung, {results}", by.user_id, SHIPPED.key),
        ("", by.user_id, SHIPPED.key),
    ]
    actions = {row.action for row in db.session.scalars(db.select(AuditEntry))}
    assert {"findings.phrase_edited", "findings.phrase_reset"} <= actions


def test_what_changes_nothing_is_not_kept(inside: Flask) -> None:
    by = people.viewer("head")
    library.reset(SUMMARY, by=by)
    library.edit(SUMMARY, f" {SUMMARY.text} ", by=by)
    assert library.list_edits() == []
    with pytest.raises(NotFound):
        library.get_phrase("no.such")


def test_a_wording_for_slots_of_another_edition_does_not_count(inside: Flask) -> None:
    with writing():
        row = PhraseEdit(key=SUMMARY.key, text="Đã xem {seen}", edition="phrases-2020.1")
        row.by_id, row.at = people.viewer("head").user_id, clock.now()
        db.session.add(row)
    assert library.current().wording(SUMMARY.key) == SUMMARY.text


@pytest.mark.parametrize("username", ["administrator", "member"])
def test_the_page_tries_saves_refuses_and_puts_back(as_: SignIn, username: str) -> None:
    browser = as_(username)
    browser.get("/phrases")
    place = "phrase-heading.summary"
    new = "Kiểm tra {checked}/{total} nội dung ({results})"
    browser.send("/heading.summary", 200, text=new, do="preview")
    assert "Kiểm tra 7/9 nội dung (5 đạt" in browser.words(place)
    assert "chưa lưu" in browser.words(place)
    browser.get("/phrases")
    assert "Đã kiểm tra 7/9 nội dung: 5 đạt" in browser.words(place)
    browser.send("/heading.summary", 422, text="Kiểm tra {checked}", do="save")
    assert "Thiếu ô {total}, {results}" in browser.words(place)
    browser.send("/heading.summary", text=new, do="save")
    assert "cơ quan đã sửa" in browser.words(place)
    browser.send("/heading.summary", do="reset")
    assert "cơ quan đã sửa" not in browser.words(place)
    assert "về câu gốc" in browser.words(place)


def test_the_commune_does_not_word_conclusions(as_: SignIn) -> None:
    as_("officer").get("/phrases", 403)
