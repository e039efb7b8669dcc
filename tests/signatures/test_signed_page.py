"""The page of a signed document: what it says, and what it lets whom do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.db import db
from inspect_app.minutes import codes
from inspect_app.minutes.models import SignedMinutes
from inspect_app.signatures.models import PaperScan
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import PASSWORD, Cast
from tests.signatures.test_scans import paper
from tests.strict_browser import Browser

Opens = Callable[[str], Browser]


@pytest.fixture
def opens(signed_app: Flask, cast: Cast) -> Opens:
    """The page as somebody of the cast sees it."""

    def opened(username: str) -> Browser:
        browser = Browser(signed_app).sign_in(username, PASSWORD)
        browser.get(f"/visits/{cast.visit}/signatures")
        return browser

    return opened


def document(app: Flask) -> SignedMinutes:
    with app.app_context():
        found = db.session.scalars(select(SignedMinutes)).one()
        db.session.expunge(found)
        return found


@pytest.mark.parametrize("username", ["head", "secretary", "officer", "leader"])
def test_everybody_who_may_read_sees_who_signed(opens: Opens, username: str) -> None:
    said = opens(username).words()
    assert "Trưởng đoàn · " in said
    assert "B-B có chữ ký, chưa có dấu thời gian" in said
    assert "Chưa khai báo dịch vụ cấp dấu thời gian" in said
    assert ("Bản giấy đã ký tay" in said) == (username in ("head", "secretary"))


def test_the_secretary_signs_with_their_own_key(opens: Opens) -> None:
    page = opens("secretary")
    page.send("/signatures/own", password=PASSWORD)
    assert "Thư ký · " in page.words()
    assert not page.has_form("/signatures/own")


def test_a_wrong_password_is_said_at_its_field(opens: Opens) -> None:
    page = opens("secretary")
    page.send("/signatures/own", 422, password="sai")
    assert "Mật khẩu không đúng." in page.words()


def test_the_units_officer_signs_only_with_a_file_of_the_representative(opens: Opens) -> None:
    page = opens("officer")
    assert not page.has_form("/signatures/own")
    page.send("/signatures/upload", 422, signed_file=("ky.pdf", b"%PDF-1.7"))
    assert "Tệp nộp lên không phải là tệp đã tải xuống cộng thêm chữ ký" in page.words()


def test_no_file_is_said_at_its_field(opens: Opens) -> None:
    page = opens("officer")
    page.send("/signatures/upload", 422)
    assert "Chọn tệp PDF đã ký." in page.words()


def test_a_scan_is_attached_and_read_again(opens: Opens, signed_app: Flask) -> None:
    page, code = opens("secretary"), str(document(signed_app).code)
    data = paper(f"https://x.vn/k/{codes.shown(code)}")
    page.send("/signatures/scans", scan=("quét.pdf", data), note="Đủ chữ ký")
    assert "Mã QR khớp với biên bản này" in page.words()
    with signed_app.app_context():
        scan = db.session.scalars(select(PaperScan)).one()
        key = scan.id
    answer = page.client.get(f"/scans/{key}")
    assert answer.data == data
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "không phải bản quét"), (paper(), "của văn bản khác")],
    ids=["nothing", "other"],
)
def test_what_is_no_scan_of_it_is_refused(opens: Opens, data: bytes, said: str) -> None:
    page = opens("secretary")
    page.send("/signatures/scans", 422, scan=("quet.pdf", data), note="Ghi chú của tôi")
    assert said in page.words()
    assert dict(page.form("/signatures/scans").fields)["note"] == "Ghi chú của tôi"


def test_replacing_needs_a_reason(opens: Opens) -> None:
    page = opens("head")
    page.send("/signatures/correct", 422, reason=" ")
    assert "lý do" in page.words().lower()


def test_a_replaced_document_stays_and_says_so(opens: Opens, signed_app: Flask, cast: Cast) -> None:
    page, old = opens("head"), document(signed_app)
    page.send("/signatures/correct", reason="Ghi sai ngày kiểm tra")
    assert visit_state(signed_app, cast) is VisitState.SUBMITTED
    officer = Browser(signed_app).sign_in("officer", PASSWORD)
    officer.get(f"/visits/{cast.visit}/result")
    assert "đang lập biên bản thay thế" in officer.words()
    approve_and_sign(page, cast)
    with signed_app.app_context():
        new = db.session.scalars(
            select(SignedMinutes).where(SignedMinutes.replaces_id == old.id)
        ).one()
        assert (new.number, new.visit_id) == (old.number + 1, old.visit_id)
    officer.get(f"/visits/{cast.visit}/result")
    assert "02/BB-ĐKT" in officer.words()
    officer.get(f"/visits/{cast.visit}/signatures")
    assert "Biên bản này thay thế biên bản số 01/BB-ĐKT" in officer.words()
    old_file = officer.client.post(f"/visits/{cast.visit}/signatures/1/files/2")
    assert hashlib.sha256(old_file.data).hexdigest() == old.sha256


def approve_and_sign(page: Browser, cast: Cast) -> None:
    page.get(f"/visits/{cast.visit}/minutes")
    page.send("/minutes/approve", password=PASSWORD)
    typed: dict[str, Any] = {"seen": "yes"}
    page.send("/minutes/sign", **typed)


def visit_state(app: Flask, cast: Cast) -> VisitState:
    with app.app_context():
        return db.session.get_one(Visit, cast.visit).state


def test_nobody_else_sees_it(signed_app: Flask, cast: Cast) -> None:
    stranger = Browser(signed_app).sign_in("neighbour", people.PASSWORD)
    stranger.get(f"/visits/{cast.visit}/signatures", 404)
