"""The pages of findings and conclusions, by htmx and without script."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from inspect_app.db import db
from inspect_app.findings.findings_page import PLACEHOLDER
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def page(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}/findings")
    return browser


@pytest.fixture
def conclusions(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("head")
    browser.get(f"/visits/{cast.full}/conclusions")
    return browser


def lines(page: Browser, heading: str = "CD") -> list[str]:
    def is_line(element: Element) -> bool:
        return element.tag == "textarea" and (element.get("id") or "").startswith("l-")

    return ["".join(e.itertext()) for e in page.one(f"h-{heading}").iter() if is_line(e)]


@pytest.fixture
def other(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("secretary")
    browser.get(f"/visits/{cast.visit}/findings")
    return browser


def record(page: Browser, text: str = "Niêm yết thiếu", **typed: str) -> str:
    """Record a finding by htmx and give its address."""
    page.tap("/findings", **{"kind": "shortcoming", "heading": "TT", "text": text} | typed)
    return newest(page, typed.get("heading", "TT"))


def fail(app: Flask, cast: Cast, page: Browser, *codes: str) -> None:
    """Let items fail, and open the page of findings."""
    with app.app_context():
        for code in codes:
            people.answer(people.load(cast.visit), code, value="fail")
        db.session.commit()
    page.get(f"/visits/{cast.visit}/findings")


def newest(page: Browser, heading: str = "TT") -> str:
    *_, last = page.one(f"findings-{heading}")
    return f"/findings/{(last.get('id') or '').removeprefix('finding-')}"


def units(page: Browser) -> list[str]:
    boxes = page.one("f-new-finding").iter("input")
    return [e.get("value") or "" for e in boxes if e.get("name") == "unit"]


def texts(page: Browser, heading: str = "TT") -> list[str]:
    shown = page.one(f"findings-{heading}").iter("p")
    return ["".join(e.itertext()) for e in shown if e.get("class") == "finding-text"]


def test_a_failed_item_becomes_a_finding_in_one_tap(app: Flask, cast: Cast, page: Browser) -> None:
    fail(app, cast, page, "CD-05")
    page.get(f"/visits/{cast.visit}")
    page.tap("/items/CD-05/finding")
    assert "Đã ghi phát hiện" in page.words("result-CD-05")
    page.get(f"/visits/{cast.visit}/findings")
    assert "CD-05" in page.words()


def test_a_finding_is_written_freely_for_one_or_more_units(page: Browser) -> None:
    boxes = units(page)
    assert len(boxes) == 2
    page.send(
        "/findings", kind="good_practice", heading="SO", cause="system", unit=boxes, text="Mô hình"
    )
    assert "nguyên nhân: Hệ thống, phần mềm" in page.words()
    assert "xã An Tân, xã Tân Bình" in page.words()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "   "}, "Chưa ghi nội dung."),
        ({"text": "x" * 2001}, "dài quá 2000 ký tự"),
        ({"text": "Có", "heading": "ZZ"}, "Chọn lĩnh vực"),
        ({"text": "Có", "kind": "rumour"}, "“rumour” không có"),
    ],
)
@pytest.mark.parametrize("way", ["tap", "send"])
def test_a_refused_finding_keeps_what_was_typed(
    page: Browser, typed: dict[str, str], said: str, way: str
) -> None:
    meant = {"kind": "strength", "heading": "SO", "cause": "system", "unit": units(page)[1]}
    answer = getattr(page, way)("/findings", 422, **meant | typed)
    assert said in answer.words
    fields = dict(page.form("/findings").fields)
    offered = {name: value for name, value in typed.items() if value not in ("ZZ", "rumour")}
    assert (meant | typed).items() - typed.items() | offered.items() <= fields.items()


def test_a_refusal_stands_at_its_field(page: Browser) -> None:
    page.tap("/findings", 422, text="")
    assert page.one("new-text").get("aria-invalid") == "true"
    assert page.words("new-text-error") == "Chưa ghi nội dung."


def test_a_new_finding_takes_its_place_and_leaves_an_empty_form(page: Browser) -> None:
    record(page, "Một")
    record(page, "Hai")
    record(page, "Ba", heading="CD")
    assert texts(page) == ["Một", "Hai"] and texts(page, "CD") == ["Ba"]
    fields = dict(page.form("/findings").fields)
    assert (fields["text"], fields["kind"]) == ("", "strength")
    assert "Ba" in page.words("state-new-finding")


def test_a_finding_of_the_tablet_replaces_its_picture_and_leaves_the_form(page: Browser) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        page.tap("/findings", heading="TT", text="Ghi ngoài mạng", operation=key)
        assert newest(page) == f"/findings/{key}"
        assert texts(page) == ["Ghi ngoài mạng"]
    assert page.words("state-new-finding") == ""


def test_an_empty_finding_lies_ready_to_be_cloned(page: Browser) -> None:
    record(page)
    ready = page.one("finding-template")
    marks = {e.get("data-show") for e in ready.iter()} - {None}
    assert marks == {"kind", "cause", "text", "units"}
    ids = [e.get("id") or "" for e in ready.iter() if e.get("id")]
    assert all(str(PLACEHOLDER) in name for name in ids if name != "finding-template")
    changed = dict(page.form(f"/findings/{PLACEHOLDER}").fields)
    assert changed["text"] == changed["was"] == ""


def test_every_change_says_what_it_is(app: Flask, cast: Cast, page: Browser) -> None:
    fail(app, cast, page, "CD-05")
    record(page)
    page.tap("/remove")
    record(page)
    forms = [form for form in page.one("main").iter("form") if "data-op" in form.attrib]
    assert len(forms) == 7
    for form in forms:
        assert form.get("data-title") and "hx-post" in form.attrib
        assert page.one((form.get("id") or "").replace("f-", "state-", 1)).get("class") == "state"


def test_a_finding_is_edited_removed_and_brought_back_in_its_place(page: Browser) -> None:
    page.tap(record(page), text="Niêm yết đủ", kind="strength")
    assert texts(page) == ["Niêm yết đủ"]
    page.tap("/remove")
    assert "Đã bỏ: Niêm yết đủ" in page.words()
    page.tap("/restore")
    assert "Đã bỏ" not in page.words() and "Niêm yết đủ" in page.words()


@pytest.mark.parametrize("way", ["tap", "send"])
def test_a_refused_edit_keeps_what_was_typed(page: Browser, way: str) -> None:
    action = record(page)
    answer = getattr(page, way)(action, 422, text="   ", cause="system", kind="strength")
    assert "Chưa ghi nội dung." in answer.words
    assert texts(page) == ["Niêm yết thiếu"]
    fields = dict(page.form(action).fields)
    assert (fields["text"], fields["cause"], fields["kind"]) == ("   ", "system", "strength")
    assert "Tồn tại" in page.words(action[1:].replace("s/", "-"))


@pytest.mark.parametrize("way", ["tap", "send"])
def test_a_finding_changed_meanwhile_shows_both_texts(
    page: Browser, other: Browser, way: str
) -> None:
    action = record(page)
    other.get(other.address)
    page.tap(action, text="Bản thứ hai")
    answer = getattr(other, way)(action, 409, text="Bản của tôi", cause="system")
    assert "Bản thứ hai" in answer.words and "Bản của tôi" in answer.words
    fields = dict(other.form(action).fields)
    assert (fields["was"], fields["cause"]) == ("Bản thứ hai", "system")
    other.tap(action)
    assert texts(other) == ["Bản của tôi"]


def test_findings_of_others_arrive_without_reloading(
    app: Flask, cast: Cast, page: Browser, other: Browser
) -> None:
    fail(app, cast, other, "CD-05", "CD-06")
    first, second = record(page, "Một"), record(page, "Hai")
    page.get(page.address)
    page.tap("/items/CD-05/finding")
    page.tap(first, text="Một, đã sửa")
    other.poll("finding-changes")
    assert texts(other) == ["Một, đã sửa", "Hai"] and len(texts(other, "CD")) == 1
    assert "1 nội dung" in other.words("offers-head")
    page.tap(f"{first}/remove")
    other.poll("finding-changes")
    assert texts(other) == ["Hai"] and "Đã bỏ: Một" in other.words()
    other.get(other.address)
    page.tap(f"{first}/restore")
    page.tap(f"{second}/remove")
    other.poll("finding-changes")
    assert texts(other) == ["Một, đã sửa"]
    page.tap(f"{second}/restore")
    other.poll("finding-changes")
    assert texts(other) == ["Một, đã sửa", "Hai"]


def test_a_finding_being_edited_comes_the_next_time(page: Browser, other: Browser) -> None:
    first = record(page, "Một")
    other.poll("finding-changes")
    page.tap(first, text="Một, đã sửa")
    record(page, "Hai")
    other.poll("finding-changes", busy=first.split("/")[-1])
    assert texts(other) == ["Một", "Hai"]
    other.poll("finding-changes")
    assert texts(other) == ["Một, đã sửa", "Hai"]


def test_polling_shows_nothing_twice_and_ends_quiet(page: Browser) -> None:
    record(page)
    page.poll("finding-changes")
    assert texts(page) == ["Niêm yết thiếu"]
    assert page.poll("finding-changes").words == ""


@pytest.mark.parametrize("since", ["", "-1", "²", "9" * 40])
def test_a_senseless_since_is_answered(page: Browser, since: str) -> None:
    assert page.client.get(f"{page.address}/changes?since={since}").status_code == 200


def test_the_head_edits_a_line_in_its_place(conclusions: Browser) -> None:
    action = "/conclusions/" + str(conclusions.form("/up").action.split("/")[2])
    conclusions.tap(action, text="Có kế hoạch rõ ràng")
    assert lines(conclusions) == ["Có kế hoạch rõ ràng"]


@pytest.mark.parametrize("way", ["tap", "send"])
def test_a_refused_line_keeps_what_was_typed(conclusions: Browser, way: str) -> None:
    action = "/conclusions/" + str(conclusions.form("/up").action.split("/")[2])
    answer = getattr(conclusions, way)(action, 422, text="x" * 2001)
    assert "dài quá 2000 ký tự" in answer.words
    assert lines(conclusions) == ["x" * 2001]


def test_lines_are_added_moved_removed_and_brought_back(cast: Cast, conclusions: Browser) -> None:
    conclusions.send(f"/{cast.full}/conclusions", text="Câu hai", kind="strength")
    assert lines(conclusions) == ["Có kế hoạch", "Câu hai"]
    conclusions.tap("/down")
    assert lines(conclusions) == ["Câu hai", "Có kế hoạch"]
    conclusions.tap("/remove")
    assert lines(conclusions) == ["Có kế hoạch"]
    conclusions.tap("/restore")
    assert lines(conclusions) == ["Câu hai", "Có kế hoạch"]


def test_a_refused_new_line_keeps_what_was_typed(cast: Cast, conclusions: Browser) -> None:
    answer = conclusions.send(f"/{cast.full}/conclusions", 422, text="x" * 2001, kind="result")
    assert "dài quá 2000 ký tự" in answer.words
    assert dict(conclusions.form(f"/{cast.full}/conclusions").fields)["text"] == "x" * 2001


def test_a_member_reads_conclusions_but_gets_no_way_to_change_them(cast: Cast, as_: SignIn) -> None:
    browser = as_("member")
    browser.get(f"/visits/{cast.full}/conclusions")
    assert "Có kế hoạch" in browser.words("h-CD")
    forms = [form.get("action") for form in browser.one("main").iter("form")]
    assert forms == []


def test_what_is_typed_is_shown_as_text(page: Browser) -> None:
    record(page, '<script>alert(1)</script> & "ngoặc"')
    assert '<script>alert(1)</script> & "ngoặc"' in page.words()


@pytest.mark.parametrize("way", ["tap", "send"])
def test_an_offer_taken_leaves_the_list(app: Flask, cast: Cast, page: Browser, way: str) -> None:
    fail(app, cast, page, "CD-05", "CD-06")
    said = page.one("f-offer-CD-05").get("data-text")
    getattr(page, way)("/items/CD-05/finding")
    assert texts(page, "CD") == [said]
    assert "1 nội dung" in page.words("offers-head")
    assert page.has_form("/CD-06/finding") and not page.has_form("/CD-05/finding")


def test_all_failed_items_become_findings_at_once(app: Flask, cast: Cast, page: Browser) -> None:
    fail(app, cast, page, "CD-05", "CD-06")
    page.send("/findings/unrecorded")
    assert "CD-05" in page.words() and "CD-06" in page.words()
    assert not page.has_form("/findings/unrecorded")


def test_a_sentence_changed_meanwhile_is_not_overwritten_unseen(conclusions: Browser) -> None:
    (first, *_) = [e for e in conclusions.one("h-CD").iter("form") if "data-autosave" in e.attrib]
    action = first.get("action") or ""
    conclusions.tap(action, text="Bản của người thứ hai")
    answer = conclusions.tap(action, 409, text="Bản của tôi", seen="Bản cũ")
    assert "Bản của người thứ hai" in answer.words and "Bản của tôi" in answer.words
