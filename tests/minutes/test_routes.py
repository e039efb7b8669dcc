"""The pages of the minutes, from what is missing to the commune's download."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.db import db
from inspect_app.minutes.models import Download, SignedMinutes
from tests import cast as people
from tests.cast import PASSWORD, Cast, answer
from tests.stages import approve, submit
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
DESCRIPTION: dict[str, Any] = {
    "venue": "trụ sở UBND xã An Tân",
    "place": "An Tân",
    "started_on": "15/10/2020",
    "started_at": "8h",
    "ended_on": "15/10/2020",
    "ended_at": "11 giờ 30",
    "unit_people": "Trần Văn Sơn - Chủ tịch UBND xã",
    "unit_opinion": "Thống nhất",
}


def open_minutes(browser: Browser, cast: Cast) -> Browser:
    browser.get(f"/visits/{cast.visit}/minutes")
    return browser


@pytest.fixture
def page(cast: Cast, as_: SignIn) -> Browser:
    return open_minutes(as_("secretary"), cast)


def test_what_is_missing_is_shown_until_it_is_there(page: Browser) -> None:
    assert "Chưa ghi giờ kết thúc buổi làm việc." in page.words()
    assert not page.has_form("/minutes/submit")
    page.send("/description", **DESCRIPTION)
    assert "Còn thiếu" not in page.words()
    assert dict(page.form("/description").fields)["ended_at"] == "11:30"
    assert page.has_form("/minutes/submit")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ended_at": "8h"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"ended_at": "tám rưỡi"}, "Gõ dạng 08:30."),
        ({"started_on": "1/1/0001"}, "Gõ dạng 05/03/2026."),
        ({"unit_people": ""}, "Chưa điền mục này."),
        ({"venue": "x" * 301}, "Nội dung này quá dài."),
    ],
)
def test_a_refused_description_keeps_what_was_typed(
    page: Browser, typed: dict[str, str], said: str
) -> None:
    wanted = {**DESCRIPTION, **typed}
    assert said in page.send("/description", 422, **wanted).words
    assert wanted.items() <= dict(page.form("/description").fields).items()


def test_the_work_goes_to_the_head_and_back_with_a_reason(cast: Cast, as_: SignIn) -> None:
    secretary, head = as_("secretary"), as_("head")
    open_minutes(secretary, cast).send("/description", **DESCRIPTION)
    secretary.send("/minutes/submit")
    assert secretary.address.endswith("/conclusions")
    answer = open_minutes(head, cast).send("/minutes/return", 422, reason="  ")
    assert "Ghi lý do trả lại" in answer.words
    head.send("/minutes/return", reason="Bổ sung ảnh niêm yết")
    assert "Lý do: Bổ sung ảnh niêm yết" in open_minutes(secretary, cast).words()
    assert secretary.has_form("/minutes/submit")


def test_approval_is_of_what_was_shown_and_voided_visibly(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    with app.app_context():
        submit(people.load(cast.visit))
        db.session.commit()
    head, member = open_minutes(as_("head"), cast), as_("member")
    member.get(f"/visits/{cast.visit}")
    member.tap("/answers/CD-02/result", value="pass")
    said = head.send("/minutes/approve", 409)
    assert "Nội dung đã thay đổi sau khi bạn xem" in said.words
    open_minutes(head, cast).send("/minutes/approve", password=PASSWORD)
    assert "Đã phê duyệt đúng bản đang hiện" in head.words() and head.has_form("/minutes/sign")
    member.tap("/answers/CD-03/result", value="pass")
    assert "phê duyệt không còn hiệu lực" in open_minutes(head, cast).words()
    assert head.has_form("/minutes/approve") and not head.has_form("/minutes/sign")


def test_a_member_waits_for_the_head(app: Flask, cast: Cast, as_: SignIn) -> None:
    with app.app_context():
        approve(people.load(cast.visit))
    page = open_minutes(as_("member"), cast)
    for action in ("/minutes/approve", "/minutes/sign", "/minutes/return"):
        assert not page.has_form(action)


def test_the_head_signs_and_the_pages_are_shown(app: Flask, cast: Cast, as_: SignIn) -> None:
    with app.app_context():
        approve(people.load(cast.visit))
    head = open_minutes(as_("head"), cast)
    head.send("/minutes/sign", 422)  # whoever signs says that they have read it
    head.send("/minutes/sign", seen="yes", password=PASSWORD)
    assert "Biên bản số 01/BB-ĐKT" in head.words()
    pictures = [e.get("src") or "" for e in head.one("main").iter("img")]
    assert len(pictures) > 1
    answer = head.client.get(pictures[0])
    assert answer.mimetype == "image/png" and answer.data.startswith(b"\x89PNG")
    assert head.client.get(f"{head.address}/pages/999.png").status_code == 404


def test_the_commune_reads_the_result_only_after_signing(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    with app.app_context():
        approve(people.load(cast.visit))
    officer = as_("officer")
    officer.get("/visits")
    officer.get(f"/visits/{cast.visit}/result")
    assert "Biên bản chưa được ký" in officer.words()
    assert "1.791" not in officer.words() and not officer.has_form("/minutes/download")


@pytest.mark.parametrize("username", ["officer", "leader", "member"])
def test_the_result_is_read_and_downloaded_by_whom_it_concerns(
    signed_app: Flask, cast: Cast, username: str
) -> None:
    browser = Browser(signed_app).sign_in(username, PASSWORD)
    browser.get(f"/visits/{cast.visit}/result")
    assert "1.791" in browser.words()
    assert "Chủ tịch UBND xã An Tân" in browser.words()
    data = browser.form("/minutes/download").filled({})
    answer = browser.client.post(f"/visits/{cast.visit}/minutes/download", data=data)
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="bien-ban-01-2020'
    )
    with signed_app.app_context():
        signed, taken = db.session.execute(select(SignedMinutes, Download).join(Download)).one()
        assert hashlib.sha256(answer.data).hexdigest() == signed.sha256
        assert taken.user.username == username


def test_the_team_sees_who_downloaded(signed_app: Flask, cast: Cast) -> None:
    officer = Browser(signed_app).sign_in("officer", PASSWORD)
    officer.get(f"/visits/{cast.visit}/result")
    data = officer.form("/minutes/download").filled({})
    officer.client.post(f"/visits/{cast.visit}/minutes/download", data=data)
    member = open_minutes(Browser(signed_app).sign_in("member", PASSWORD), cast)
    assert "Đinh Thị Lan" in member.words()


def test_a_conflict_stands_against_the_minutes(app: Flask, cast: Cast, as_: SignIn) -> None:
    with app.app_context():
        visit = people.load(cast.visit)
        for value in ("pass", "fail"):
            answer(visit, "CD-02", value=value)
        db.session.commit()
    page = open_minutes(as_("secretary"), cast)
    page.send("/description", **DESCRIPTION)
    assert "Còn câu trả lời khác nhau ở CD-02." in page.words()
    assert not page.has_form("/minutes/submit")
