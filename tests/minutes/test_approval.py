"""Approving what was seen and nothing else, and only by whoever proves to be the head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import clock, storage
from inspect_app.audit.models import AuditEntry
from inspect_app.db import db
from inspect_app.findings.actions import edit_line
from inspect_app.findings.queries import list_lines
from inspect_app.minutes import preview
from inspect_app.minutes.document import canonical
from inspect_app.minutes.queries import gather
from inspect_app.visits.queries import last_step
from tests import cast as people
from tests.cast import PASSWORD, Cast, answer
from tests.stages import approve, submit
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def submitted(app: Flask, cast: Cast) -> Cast:
    with app.app_context():
        submit(people.load(cast.visit))
        db.session.commit()
    return cast


def open_minutes(browser: Browser, cast: Cast) -> Browser:
    browser.get(f"/visits/{cast.visit}/minutes")
    return browser


def post(browser: Browser, cast: Cast, fields: dict[str, Any]) -> tuple[int, str]:
    """Send a form of a page that was opened earlier."""
    answer = browser.client.post(f"/visits/{cast.visit}/minutes/approve", data=fields)
    return answer.status_code, answer.text


def state(app: Flask, cast: Cast) -> str:
    with app.app_context():
        return people.load(cast.visit).state.value


def audited(app: Flask, action: str) -> int:
    with app.app_context():
        return len(db.session.scalars(select(AuditEntry).filter_by(action=action)).all())


def test_the_approved_bytes_are_those_that_were_shown(
    app: Flask, submitted: Cast, as_: SignIn
) -> None:
    head = open_minutes(as_("head"), submitted)
    shown = dict(head.form("/minutes/approve").fields)["file_sha256"]
    picture = next(e.get("src") or "" for e in head.one("main").iter("img"))
    assert f"v={shown[:16]}" in picture
    head.send("/minutes/approve", password=PASSWORD)
    with app.app_context():
        visit = people.load(submitted.visit)
        step = last_step(visit, "approve")
        assert step is not None and step.file_sha256 == shown
        assert storage.get(shown) == preview.draft_pdf(gather(visit))
        assert storage.get(step.content_hash) == canonical(gather(visit))


def test_a_picture_is_never_of_other_bytes_than_the_page(
    app: Flask, submitted: Cast, as_: SignIn
) -> None:
    head = open_minutes(as_("head"), submitted)
    picture = next(e.get("src") or "" for e in head.one("main").iter("img"))
    assert head.client.get(picture).status_code == 200
    with app.app_context():
        answer(people.load(submitted.visit), "CD-02", value="pass")
        db.session.commit()
    assert head.client.get(picture).status_code == 404


def test_other_bytes_of_the_same_content_are_refused(submitted: Cast, as_: SignIn) -> None:
    head = open_minutes(as_("head"), submitted)
    fields = {**dict(head.form("/minutes/approve").fields), "file_sha256": "0" * 64}
    status, said = post(head, submitted, fields | {"password": PASSWORD})
    assert status == 409 and "Tệp PDF vừa được lập lại khác tệp bạn xem" in said


def test_a_stale_version_is_refused_with_what_changed(
    app: Flask, submitted: Cast, as_: SignIn
) -> None:
    head = open_minutes(as_("head"), submitted)
    with app.app_context():
        visit = people.load(submitted.visit)
        answer(visit, "CD-03", value="fail")
        line = next(line for line in list_lines(visit) if "1.791" in line.text)
        edit_line(line, "Tiếp nhận đủ hồ sơ", by=people.viewer("head"))
        db.session.commit()
    said = head.send("/minutes/approve", 409, password="sai")
    assert "Nội dung CD-03: kết quả “Chưa kiểm tra” → “Chưa đạt”." in said.words
    assert "Kết luận lĩnh vực 3, kết quả: câu “" in said.words
    assert "sửa thành “Tiếp nhận đủ hồ sơ”." in said.words
    assert state(app, submitted) == "submitted"
    # The password was not even tried: there was nothing to confirm.
    assert audited(app, "accounts.not_confirmed") == 0
    head.send("/minutes/approve", password=PASSWORD)
    assert state(app, submitted) == "approved"


def test_of_two_tabs_only_the_first_approves(app: Flask, submitted: Cast, as_: SignIn) -> None:
    head = open_minutes(as_("head"), submitted)
    fields = dict(head.form("/minutes/approve").fields) | {"password": PASSWORD}
    assert post(head, submitted, fields)[0] == 303
    status, said = post(head, submitted, fields)
    assert status == 409 and "Nguyễn Văn Bình đã phê duyệt lúc" in said
    head.get(f"/visits/{submitted.visit}/minutes")
    head.send("/minutes/return", reason="Bổ sung ảnh")
    status, said = post(head, submitted, fields)
    assert status == 409 and "đã trả lại đoàn lúc" in said and "Bổ sung ảnh" in said
    assert state(app, submitted) == "working"


def test_what_voided_an_approval_is_listed(app: Flask, cast: Cast, as_: SignIn) -> None:
    with app.app_context():
        visit = people.load(cast.visit)
        approve(visit)
        answer(visit, "CD-02", value="pass")
        db.session.commit()
    head = open_minutes(as_("head"), cast)
    assert "Nội dung CD-02: kết quả “Chưa kiểm tra” → “Đạt”." in head.words("signing")


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Nhập mật khẩu của bạn"), ("khong-phai", "Mật khẩu không đúng")]
)
def test_without_the_password_nothing_is_approved(
    app: Flask, submitted: Cast, as_: SignIn, typed: str, said: str
) -> None:
    head = open_minutes(as_("head"), submitted)
    head.send("/minutes/approve", 422, password=typed)
    assert said in head.words("password-error")
    assert head.one("password").get("value") is None
    assert state(app, submitted) == "submitted"
    assert audited(app, "accounts.not_confirmed") == (1 if typed else 0)


def test_a_wrong_password_at_signing_loses_nothing_else(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    with app.app_context():
        approve(people.load(cast.visit))
    head = open_minutes(as_("head"), cast)
    head.send("/minutes/sign", 422, seen="yes", password="khong-phai")
    assert ("seen", "yes") in head.form("/minutes/sign").fields
    assert state(app, cast) == "approved"


def test_a_confirmation_counts_five_minutes(
    app: Flask, submitted: Cast, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = open_minutes(as_("head"), submitted)
    head.send("/minutes/approve", password=PASSWORD)
    assert "password" not in dict(head.form("/minutes/sign").fields)
    later = clock.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    head.send("/minutes/sign", 422, seen="yes")
    assert "Nhập mật khẩu" in head.words("password-error")
    assert "password" in dict(head.form("/minutes/sign").fields)
