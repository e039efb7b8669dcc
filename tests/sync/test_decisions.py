"""What came too late is shown to the team and decided by the head; until then nothing is signed."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import clock
from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns.models import TeamMember
from inspect_app.db import db
from inspect_app.errors import RuleBroken
from inspect_app.evidence.models import Photo
from inspect_app.findings.models import Finding
from inspect_app.signatures import issuing
from inspect_app.visits.models import ParkedDecision
from inspect_app.visits.queries import load_answers
from inspect_app.visits.register import Cell
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, picture
from tests.stages import approve
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def head(as_: SignIn) -> Browser:
    return as_("head")


@pytest.fixture
def member(app: Flask, cast: Cast, as_: SignIn) -> Browser:
    """Somebody whose tablet was out of reach while the work was handed in."""
    browser = as_("member")
    set_state(app, cast, VisitState.SUBMITTED)
    return browser


def set_state(app: Flask, cast: Cast, state: VisitState) -> None:
    with app.app_context():
        people.load(cast.visit).state = state
        db.session.commit()


def late(member: Browser, path: str, base: str = "", **fields: Any) -> str:
    """An operation made while the work was still going on."""
    key = str(uuid.uuid4())
    said = {"operation": key, "base": base, "seen": "working", "device": "Máy tính bảng 3"}
    said |= {"at": "2020-10-15T09:00:00+07:00", "offset": "0"}
    answer = member.client.post(path, data=said | fields, headers=OWN)
    assert (answer.status_code, answer.headers["Op-Result"]) == (200, "parked"), answer.text
    return key


def late_photo(member: Browser, visit: uuid.UUID, data: bytes) -> str:
    key = str(uuid.uuid4())
    headers = {
        "Op-Visit": str(visit),
        "Op-Item": "CK-01",
        "Op-Name": "b%E1%BA%A3ng.jpg",
        "Op-Seen": "working",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "0",
        "Upload-Length": str(len(data)),
        "Upload-Sha256": hashlib.sha256(data).hexdigest(),
    }
    answer = member.client.patch(f"/photos/{key}", data=data, headers=headers | OWN)
    assert (answer.status_code, answer.headers["Op-Result"]) == (200, "parked")
    return key


def result_of(app: Flask, cast: Cast, code: str, aspect: str = "result") -> Cell:
    with app.app_context():
        answer = load_answers(people.load(cast.visit)).get(code)
        return answer.cell(aspect) if answer else Cell()


def read_page(browser: Browser, cast: Cast) -> str:
    return browser.get(f"/visits/{cast.visit}/parked").words


def say_yes(browser: Browser, key: str, status: int = 303) -> str:
    return browser.send(f"/parked/{key}/accept", status).words


def answers(cast: Cast, code: str, aspect: str = "result") -> str:
    return f"/visits/{cast.visit}/answers/{code}/{aspect}"


def test_the_head_reads_what_came_late_from_whom_and_why(
    cast: Cast, member: Browser, head: Browser
) -> None:
    late(member, answers(cast, "CD-01"), value="fail")
    late(member, answers(cast, "MC-07", "value"), received="1791", resolved="1.791", late="4")
    late(member, answers(cast, "CD-02", "note"), value="dòng <b>một</b>")
    late(member, f"/visits/{cast.visit}/items/CD-05/finding")
    said = read_page(head, cast)
    for words in (
        "Kết quả: CD-01",
        "Chưa đạt",
        "1.791",
        "dòng <b>một</b>",
        "Ghi thành tồn tại: CD-05",
        "Lê Văn Cường",
        "ghi lúc 09:00 ngày 15/10/2020",
        "Máy tính bảng 3",
        "đến nơi sau khi đã gửi trưởng đoàn",
        "4 mục đến muộn chờ trưởng đoàn quyết định.",
    ):
        assert words in said, words
    assert "lệch" not in said


def test_a_wrong_clock_is_said(cast: Cast, head: Browser) -> None:
    said = head.get(f"/visits/{cast.full}/parked").words
    assert "Đồng hồ máy lệch 60 phút" in said
    assert "ghi lúc 10:00 ngày 16/10/2020" in said
    assert "khi người ghi không còn trong đoàn hoặc tài khoản đã khóa" in said


def test_the_rest_of_the_team_reads_and_does_not_decide(cast: Cast, member: Browser) -> None:
    late(member, answers(cast, "CD-01"), value="fail")
    assert "Đang chờ trưởng đoàn quyết định." in read_page(member, cast)
    assert not member.has_form("/accept") and not member.has_form("/keep-aside")


def test_nothing_late_is_said_to_be_nothing(cast: Cast, head: Browser) -> None:
    assert "Không có mục nào đến muộn" in read_page(head, cast)
    assert "chờ trưởng đoàn" not in head.words()


def test_accepting_takes_in_the_answer_as_its_authors(
    app: Flask, cast: Cast, member: Browser, head: Browser
) -> None:
    key = late(member, answers(cast, "CD-01"), value="fail")
    read_page(head, cast)
    assert "Đã đưa vào" in say_yes(head, key)
    shown = result_of(app, cast, "CD-01").head
    assert shown is not None and (shown.value, shown.user_name) == ("fail", "Lê Văn Cường")
    assert not head.has_form("/accept") and "đã quyết định hết" in head.words()
    with app.app_context():
        done = select(AuditEntry).where(AuditEntry.action == "visits.parked_accepted")
        (row,) = db.session.scalars(done).all()
        assert row.user_id == people.viewer("head").user_id
        assert row.detail["operation"] == key


def test_accepting_twice_counts_once(
    app: Flask, cast: Cast, member: Browser, head: Browser, as_: SignIn
) -> None:
    key = late(member, answers(cast, "CD-01"), value="fail")
    again = as_("head")
    for browser in (head, again):
        read_page(browser, cast)
    for browser in (head, again):
        say_yes(browser, key)
    assert len(result_of(app, cast, "CD-01").heads) == 1
    with app.app_context():
        assert len(db.session.scalars(select(ParkedDecision)).all()) == 1


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_later_answer_of_the_same_hand_replaces_the_earlier(
    app: Flask, cast: Cast, member: Browser, head: Browser, newest_first: bool
) -> None:
    first = late(member, answers(cast, "CD-01"), value="fail")
    second = late(member, answers(cast, "CD-01"), base=first, value="pass")
    read_page(head, cast)
    for key in (second, first) if newest_first else (first, second):
        say_yes(head, key)
    assert [found.value for found in result_of(app, cast, "CD-01").heads] == ["pass"]


def test_an_accepted_photo_stands_under_its_item(
    app: Flask, cast: Cast, member: Browser, head: Browser
) -> None:
    key = late_photo(member, cast.visit, picture(50, 40))
    read_page(head, cast)
    thumbnail = head.client.get(f"/parked/{key}/photo.jpg")
    assert thumbnail.mimetype == "image/jpeg" and thumbnail.data[:2] == b"\xff\xd8"
    assert "private" in thumbnail.headers["Cache-Control"]
    say_yes(head, key)
    with app.app_context():
        found = select(Photo).where(Photo.visit_id == cast.visit)
        (photo,) = db.session.scalars(found).all()
        assert (photo.item_code, photo.width) == ("CK-01", 50)
        assert photo.user_id == people.viewer("member").user_id


def test_a_late_photo_that_is_none_cannot_be_shown_or_accepted(
    cast: Cast, member: Browser, head: Browser
) -> None:
    key = late_photo(member, cast.visit, b"khong phai anh")
    assert head.client.get(f"/parked/{key}/photo.jpg").status_code == 404
    read_page(head, cast)
    assert "không phải ảnh JPEG" in say_yes(head, key, 422)


def test_what_changes_a_late_finding_follows_it(
    app: Flask, cast: Cast, member: Browser, head: Browser
) -> None:
    words = {"kind": "shortcoming", "cause": "unit", "heading": "CD"}
    made = late(member, f"/visits/{cast.visit}/findings", text="Niêm yết thiếu", **words)
    edit = late(member, f"/findings/{made}", text="Niêm yết chưa đủ", **words)
    read_page(head, cast)
    assert "Đưa vào trước mục đã tạo ra" in say_yes(head, edit, 422)
    say_yes(head, made)
    say_yes(head, edit)
    with app.app_context():
        found = select(Finding).where(Finding.visit_id == cast.visit)
        (finding,) = db.session.scalars(found).all()
        assert finding.text == "Niêm yết chưa đủ"
        assert finding.created_by == people.viewer("member").user_id


def test_the_head_vouches_for_who_has_left(
    app: Flask, cast: Cast, as_: SignIn, head: Browser
) -> None:
    member = as_("member")
    with app.app_context():
        gone = people.viewer("member").user_id
        for row in db.session.scalars(select(TeamMember).where(TeamMember.user_id == gone)):
            row.left_at = clock.now()
        db.session.commit()
    key = late(member, answers(cast, "CD-01"), value="fail")
    assert "không còn trong đoàn" in read_page(head, cast)
    say_yes(head, key)
    assert result_of(app, cast, "CD-01").value == "fail"
    assert member.client.get(f"/visits/{cast.visit}").status_code == 404


def test_what_is_kept_aside_stays_and_can_be_taken_in_later(
    app: Flask, cast: Cast, member: Browser, head: Browser
) -> None:
    key = late(member, answers(cast, "CD-01"), value="fail")
    read_page(head, cast)
    head.send(f"/parked/{key}/keep-aside", note="Đã  ghi ở CD-02")
    assert "Đã để riêng" in head.words() and "Đã ghi ở CD-02" in head.words()
    assert result_of(app, cast, "CD-01").head is None
    say_yes(head, key)
    assert result_of(app, cast, "CD-01").value == "fail"
    answer = head.client.post(f"/parked/{key}/keep-aside", headers=OWN)
    assert answer.status_code == 422 and "đã được đưa vào" in answer.text
    with app.app_context():
        done = select(AuditEntry.action).where(AuditEntry.action.startswith("visits.parked_"))
        actions = db.session.scalars(done.order_by(AuditEntry.sequence)).all()
        assert list(actions) == ["visits.parked_kept_aside", "visits.parked_accepted"]


def test_a_refused_acceptance_decides_nothing_and_says_why(
    app: Flask, cast: Cast, member: Browser, head: Browser
) -> None:
    key = late(member, answers(cast, "MC-07", "value"), received="1,791")
    set_state(app, cast, VisitState.SIGNED)
    read_page(head, cast)
    assert "gõ 1.791 hoặc 1791" in say_yes(head, key, 422)
    closed = late(member, answers(cast, "CD-01"), value="fail")
    read_page(head, cast)
    assert "Biên bản đã ký, nội dung không thể thay đổi." in say_yes(head, closed, 422)
    assert head.has_form(f"/parked/{closed}/keep-aside")
    with app.app_context():
        assert db.session.scalars(select(ParkedDecision)).all() == []


def test_nothing_is_signed_while_something_waits(app: Flask, cast: Cast, as_: SignIn) -> None:
    member, head = as_("member"), as_("head")
    with app.app_context():
        approve(people.load(cast.visit))
    key = late(member, answers(cast, "CD-02", "note"), value="không in")
    with app.app_context(), pytest.raises(RuleBroken, match="1 mục đến muộn chưa quyết định"):
        issuing.sign(people.load(cast.visit), by=people.viewer("head"))
    head.get(f"/visits/{cast.visit}/minutes")
    assert "Mục đến muộn" in head.words()
    read_page(head, cast)
    head.send(f"/parked/{key}/keep-aside")
    with app.app_context():
        signed = issuing.sign(people.load(cast.visit), by=people.viewer("head"))
        assert signed.number == 1


def test_who_is_not_of_the_team_finds_nothing(cast: Cast, member: Browser, as_: SignIn) -> None:
    key = late_photo(member, cast.visit, picture())
    stranger = as_("stranger").client
    for method, path in (
        ("GET", f"/parked/{key}/photo.jpg"),
        ("POST", f"/parked/{key}/accept"),
        ("POST", f"/parked/{key}/keep-aside"),
        ("GET", f"/visits/{cast.visit}/parked"),
    ):
        assert stranger.open(path, method=method, headers=OWN).status_code == 404, path
    for path in (f"/parked/{key}/accept", f"/parked/{key}/keep-aside"):
        assert member.client.post(path, headers=OWN).status_code == 403, path
