"""Requests on the page of conclusions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def page(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("head")
    browser.get(f"/visits/{cast.full}/conclusions")
    return browser


def contents(page: Browser) -> list[str]:
    found = page.one("requests").iter("textarea")
    return ["".join(e.itertext()) for e in found if (e.get("id") or "").startswith("rc-")]


def test_a_request_is_added_with_a_deadline_or_openly_none(cast: Cast, page: Browser) -> None:
    page.send("/requests", content="Niêm yết đủ", deadline="31/12/2020")
    page.send("/requests", content="Gửi báo cáo")
    fields = page.form(f"/requests/{cast.request}").fields
    assert contents(page) == ["Gửi báo cáo đúng hạn", "Niêm yết đủ", "Gửi báo cáo"]
    assert dict(fields)["deadline"] == ""
    assert any(e.get("value") == "31/12/2020" for e in page.one("requests").iter("input"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"content": ""}, "Chưa ghi nội dung."),
        ({"content": "Có", "responsible": " "}, "chịu trách nhiệm"),
        ({"content": "Có", "deadline": "hôm nào"}, "“hôm nào” không phải là ngày"),
        ({"content": "Có", "deadline": "1/1/2020"}, "trước ngày kiểm tra"),
        ({"content": "Có", "deadline": "1/1/0001"}, "không phải là ngày"),
    ],
)
def test_a_refused_request_keeps_what_was_typed(
    page: Browser, typed: dict[str, str], said: str
) -> None:
    answer = page.send("/requests", 422, **typed)
    assert said in answer.words
    assert typed.items() <= dict(page.form("/requests").fields).items()


@pytest.mark.parametrize("way", ["tap", "send"])
def test_a_refused_edit_keeps_what_was_typed(cast: Cast, page: Browser, way: str) -> None:
    typed = {"content": "Câu đã sửa", "deadline": "32/1/2021"}
    answer = getattr(page, way)(f"/requests/{cast.request}", 422, **typed)
    assert "không phải là ngày" in answer.words
    assert typed.items() <= dict(page.form(f"/requests/{cast.request}").fields).items()


def test_a_request_is_edited_moved_removed_and_brought_back(cast: Cast, page: Browser) -> None:
    page.send("/requests", content="Niêm yết đủ")
    page.tap(f"/requests/{cast.request}", content="Gửi báo cáo", deadline="1/12/2020")
    page.tap(f"/requests/{cast.request}/down")
    assert contents(page) == ["Niêm yết đủ", "Gửi báo cáo"]
    page.tap(f"/requests/{cast.request}/remove")
    assert contents(page) == ["Niêm yết đủ"]
    page.tap(f"/requests/{cast.request}/restore")
    assert contents(page) == ["Niêm yết đủ", "Gửi báo cáo"]


def test_drafting_proposes_conclusions_and_requests(cast: Cast, page: Browser) -> None:
    page.get(f"/visits/{cast.full}")
    page.tap("/items/CD-04/finding")
    page.get(f"/visits/{cast.full}/conclusions")
    page.send("/draft")
    assert len(contents(page)) == 2
    page.send("/draft")
    assert len(contents(page)) == 2
