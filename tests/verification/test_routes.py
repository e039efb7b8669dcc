"""The public pages: found by code, checked by file, nothing of a person but the signers' names."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from inspect_app.minutes import codes
from inspect_app.verification import rules
from inspect_app.verification.rules import Way
from tests.strict_browser import Browser
from tests.verification.conftest import Draft, States

VARYING = re.compile(
    r'(name="code" value="|name="next" value="|X-CSRFToken": "|csrf_token" value=")[^"]*'
)


@pytest.fixture
def visitor(office: Flask) -> Browser:
    office.extensions.pop("verification_limiter", None)
    return Browser(office)


def test_a_code_typed_in_any_way_leads_to_the_document(visitor: Browser, first: Draft) -> None:
    shown = codes.shown(first.code)
    for typed in (shown, first.code, first.code.lower(), shown.replace("-", " ")):
        visitor.get("/k")
        visitor.get(f"/k?code={typed}")
        assert visitor.address == f"/k/{shown}"
        visitor.get(f"/k/{typed}")
        assert "Biên bản số 05/BB-ĐKT" in visitor.words()


def test_the_page_says_what_anybody_may_know(visitor: Browser, first: Draft, whole: States) -> None:
    visitor.get(f"/k/{first.code}")
    said = visitor.words()
    for expected in (
        *("Đã ký, hiện hành", "05/BB-ĐKT", "05/03/2026", "Ủy ban nhân dân xã An Tân", "B-B"),
        *("Nguyễn Hữu Phước", "Chữ ký số ·", "Không có chữ ký số; nếu ký thì ký tay"),
        *(state.sha256 for state in whole),
    ):
        assert expected in said
    # Neither who else was there, nor what was found.
    for kept in ("Lê Thị Mỹ Duyên", "Bùi Văn Khởi", "Chủ tịch", "1.791", "phần mềm một cửa"):
        assert kept not in said


def test_replaced_documents_are_linked_both_ways(
    visitor: Browser, first: Draft, second: Draft
) -> None:
    visitor.get(f"/k/{second.code}")
    assert "Đã ký, nhưng đã được thay thế" in visitor.words()
    assert f"/k/{codes.shown(first.code)}" in links(visitor)
    visitor.get(f"/k/{first.code}")
    assert f"/k/{codes.shown(second.code)}" in links(visitor)


def links(browser: Browser) -> list[str]:
    return [a.get("href") or "" for a in browser.page.iter("a")]


def test_unknown_malformed_and_unsigned_look_the_same(visitor: Browser, many: Draft) -> None:
    pages = set()
    visitor.get("/k")  # where the token of the forms comes from
    for code in (many.code, "A" * 26, "khong-phai-ma", "../..", "<b>", "1' OR 1=1"):
        for address in (f"/k?code={code}", f"/k/{code}"):
            if address == "/k/../..":
                continue
            answer = visitor.client.get(address)
            assert answer.status_code == 404
            body = VARYING.sub("", answer.text)
            pages.add((body, tuple(sorted(answer.headers.keys()))))
            visitor.get(address, 404)
    assert len({body for body, _ in pages}) == 1
    assert len({headers for _, headers in pages}) == 1


def test_a_document_without_its_signature_has_no_page(app: Flask, first: Draft) -> None:
    Browser(app).get(f"/k/{first.code}", 404)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_is_checked_without_signing_in(
    visitor: Browser, whole: States, first: Draft, language: str
) -> None:
    visitor.client.set_cookie("language", language)
    visitor.get("/k")
    visitor.send("/k/file", 200, file=("bien-ban.pdf", whole[-1].file))
    assert visitor.page.get("lang") == language
    assert f"/k/{codes.shown(first.code)}" in links(visitor)
    assert whole[-1].sha256 in visitor.words()
    if language == "vi":
        assert "Tệp đúng là văn bản đã ký, không bị thay đổi và là bản mới nhất" in visitor.words()


def test_a_file_dropped_on_another_documents_page_is_told(
    visitor: Browser, replaced: States, first: Draft
) -> None:
    visitor.get(f"/k/{first.code}")
    visitor.send("/k/file", 200, file=("05.pdf", replaced[-1].file))
    assert "không phải văn bản của mã đang tra cứu" in visitor.words()


def test_without_a_file_the_field_says_so(visitor: Browser) -> None:
    visitor.get("/k")
    visitor.send("/k/file", 422)
    assert "Chọn một tệp PDF để kiểm tra." in visitor.words()


def test_a_strangers_words_stay_words(visitor: Browser) -> None:
    visitor.get("/k")
    visitor.send("/k/file", 200, file=("<b>&.pdf", b"<script>alert(1)</script>"))
    assert "Tệp không phải là tệp PDF." in visitor.words()
    assert "<b>&.pdf" in visitor.words()


def test_too_large_a_file_is_refused_before_it_is_read(visitor: Browser, office: Flask) -> None:
    size = office.config["MAX_CONTENT_LENGTH"] + 1
    visitor.get("/k")
    visitor.send("/k/file", 413, file=("a.pdf", bytes(size)))
    assert "quá lớn" in visitor.words()


def test_search_engines_are_asked_to_stay_away(visitor: Browser, first: Draft) -> None:
    answer = visitor.get(f"/k/{first.code}")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_no_session_is_needed_or_begun(visitor: Browser, first: Draft) -> None:
    visitor.get(f"/k/{first.code}")
    assert visitor.client.get_cookie("inspect_session") is None


@pytest.mark.parametrize(
    ("stand", "given", "way"),
    [
        ("signs", {"digital": True}, (Way.DIGITAL,)),
        ("signs", {"digital": True, "drawn": True}, (Way.DIGITAL, Way.DRAWN)),
        ("reserves", {"drawn": True, "scanned": True}, (Way.DRAWN,)),
        ("signs", {"scanned": True}, (Way.PAPER,)),
        ("", {}, (Way.OPEN,)),
        ("refuses", {"scanned": True}, (Way.REFUSED,)),
        ("absent", {}, (Way.ABSENT,)),
    ],
)
def test_how_each_signed_is_named(stand: str, given: dict[str, bool], way: tuple[Way, ...]) -> None:
    ways = {"digital": False, "drawn": False, "scanned": False} | given
    assert rules.ways(stand, **ways) == way
