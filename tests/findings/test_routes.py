"""The pages of findings and conclusions, by htmx and without script."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest

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


def record(page: Browser, text: str = "Niêm yết thiếu") -> None:
    page.send("/findings", kind="shortcoming", heading="TT", text=text)


def test_a_failed_item_becomes_a_finding_in_one_tap(cast: Cast, page: Browser) -> None:
    page.get(f"/visits/{cast.visit}")
    page.tap("/answers/CD-05/result", value="fail")
    page.tap("/items/CD-05/finding")
    assert "Đã ghi phát hiện" in page.words("result-CD-05")
    page.get(f"/visits/{cast.visit}/findings")
    assert "CD-05" in page.words()


def test_a_finding_is_written_freely_for_one_or_more_units(page: Browser) -> None:
    boxes = [e.get("value") for e in page.page.iter("input") if e.get("name") == "unit"]
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
def test_a_refused_finding_keeps_what_was_typed(
    page: Browser, typed: dict[str, str], said: str
) -> None:
    answer = page.send("/findings", 422, **{"kind": "strength", "heading": "SO", **typed})
    assert said in answer.words
    fields = dict(page.form("/findings").fields)
    assert fields["text"] == typed["text"]
    assert typed.get("heading") or fields["heading"] == "SO"


def test_a_finding_is_edited_removed_and_brought_back_in_its_place(page: Browser) -> None:
    record(page)
    action = page.form("/remove").action.removesuffix("/remove")
    page.tap(action, text="Niêm yết đủ", kind="strength")
    assert "Niêm yết đủ" in page.words() and "Niêm yết thiếu" not in page.words()
    page.tap("/remove")
    assert "Đã bỏ: Niêm yết đủ" in page.words()
    page.tap("/restore")
    assert "Đã bỏ" not in page.words() and "Niêm yết đủ" in page.words()


@pytest.mark.parametrize("way", ["tap", "send"])
def test_a_refused_edit_keeps_what_was_typed(page: Browser, way: str) -> None:
    record(page)
    action = page.form("/remove").action.removesuffix("/remove")
    answer = getattr(page, way)(action, 422, text="   ", cause="system")
    assert "Chưa ghi nội dung." in answer.words
    assert "Niêm yết thiếu" in page.words()


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


def test_all_failed_items_become_findings_at_once(cast: Cast, page: Browser) -> None:
    page.get(f"/visits/{cast.visit}")
    for code in ("CD-05", "CD-06"):
        page.tap(f"/answers/{code}/result", value="fail")
    page.get(f"/visits/{cast.visit}/findings")
    page.send("/findings/unrecorded")
    assert "CD-05" in page.words() and "CD-06" in page.words()
    assert not page.has_form("/findings/unrecorded")


def test_a_sentence_changed_meanwhile_is_not_overwritten_unseen(conclusions: Browser) -> None:
    (first, *_) = [e for e in conclusions.one("h-CD").iter("form") if "data-autosave" in e.attrib]
    action = first.get("action") or ""
    conclusions.tap(action, text="Bản của người thứ hai")
    answer = conclusions.tap(action, 409, text="Bản của tôi", seen="Bản cũ")
    assert "Bản của người thứ hai" in answer.words and "Bản của tôi" in answer.words
