"""A tablet's file is taken in as if its author had sent it, once however often it comes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.accounts.actions import set_active
from inspect_app.accounts.models import User
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import first_broken
from inspect_app.campaigns.models import TeamMember
from inspect_app.clock import now
from inspect_app.db import db
from inspect_app.evidence.models import Photo
from inspect_app.visits.models import Operation, ParkedOperation
from inspect_app.visits.queries import load_answers
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, picture
from tests.evidence.bomb import noise
from tests.strict_browser import Answer, Browser
from tests.sync.tablet import Tablet

SignIn = Callable[[str], Browser]
GiveTablet = Callable[[str], Tablet]


@pytest.fixture
def office(as_: SignIn) -> Browser:
    return as_("administrator")


@pytest.fixture
def tablet(tablet_of: GiveTablet) -> Tablet:
    return tablet_of("member")


def bring(office: Browser, data: bytes, status: int = 200) -> Answer:
    office.get("/sync")
    return office.send("/sync/import", status, file=("chua-gui.cchc", data))


def counts(office: Browser) -> list[int]:
    """New, known before, parked, refused."""
    found = [e.text or "" for e in office.one("main").iter("dd")]
    return [int(text) for text in found[-4:]]


def test_answers_and_photos_are_taken_in_as_the_authors(
    app: Flask, cast: Cast, office: Browser, tablet: Tablet
) -> None:
    tablet.answer(cast.visit, "CK-01", "pass")
    key = tablet.photo(cast.visit, picture())
    bring(office, tablet.export())
    assert counts(office) == [2, 0, 0, 0]
    assert "Lê Văn Cường" in office.words() and "Máy tính bảng 3" in office.words()
    with app.app_context():
        visit = people.load(cast.visit)
        head = load_answers(visit)["CK-01"].cell("result").head
        assert head is not None and (head.value, str(head.user_id)) == ("pass", tablet.user)
        photo = db.session.get_one(Photo, uuid.UUID(key))
        assert (photo.item_code, str(photo.user_id)) == ("CK-01", tablet.user)
        assert photo.file_name == "bảng niêm yết.jpg"


def test_the_same_file_again_changes_nothing(
    app: Flask, cast: Cast, office: Browser, tablet: Tablet, as_: SignIn
) -> None:
    tablet.answer(cast.visit, "CK-01", "pass")
    tablet.photo(cast.visit, picture())
    data = tablet.export()
    bring(office, data)
    bring(as_("secretary"), data)
    bring(office, data)
    assert counts(office) == [0, 2, 0, 0]
    with app.app_context():
        assert len(load_answers(people.load(cast.visit))["CK-01"].cell("result").heads) == 1
        photos = db.session.scalars(select(Photo).where(Photo.visit_id == cast.visit))
        assert len(photos.all()) == 1


def test_what_reached_the_office_otherwise_is_known(
    cast: Cast, office: Browser, tablet: Tablet, as_: SignIn
) -> None:
    key = tablet.answer(cast.visit, "CK-01", "pass")
    sent = {"operation": str(key), "value": "pass", "base": ""}
    own = {"Sec-Fetch-Site": "same-origin"}
    address = f"/visits/{cast.visit}/answers/CK-01/result"
    assert as_("member").client.post(address, data=sent, headers=own).status_code == 200
    bring(office, tablet.export())
    assert counts(office) == [0, 1, 0, 0]


def test_a_photo_half_sent_by_the_tablet_is_completed(
    cast: Cast, office: Browser, tablet: Tablet, as_: SignIn
) -> None:
    data = noise(700)
    key = tablet.photo(cast.visit, data, piece=100_000)
    member = as_("member").client
    headers = {
        "Op-Visit": str(cast.visit),
        "Op-Item": "CK-01",
        "Op-Name": quote("bảng niêm yết.jpg"),
        "Op-Operation": key,
        "Content-Type": "application/offset+octet-stream",
        "Sec-Fetch-Site": "same-origin",
        "Upload-Offset": "0",
        "Upload-Length": str(len(data)),
        "Upload-Sha256": hashlib.sha256(data).hexdigest(),
    }
    assert member.patch(f"/photos/{key}", data=data[:1234], headers=headers).status_code == 204
    bring(office, tablet.export())
    assert counts(office) == [1, 0, 0, 0]


def test_late_work_waits_for_the_head(
    app: Flask, cast: Cast, office: Browser, tablet: Tablet
) -> None:
    tablet.answer(cast.visit, "CK-01", "pass")
    tablet.photo(cast.visit, picture())
    with app.app_context():
        people.load(cast.visit).state = VisitState.SUBMITTED
        db.session.commit()
    data = tablet.export()
    bring(office, data)
    assert counts(office) == [0, 0, 2, 0]
    bring(office, data)
    assert counts(office) == [0, 2, 0, 0]


@pytest.mark.parametrize("how", ["left", "locked"])
def test_work_of_somebody_who_is_gone_waits_for_the_head(
    app: Flask, cast: Cast, office: Browser, tablet: Tablet, how: str
) -> None:
    tablet.answer(cast.visit, "CK-01", "pass")
    tablet.photo(cast.visit, picture())
    with app.app_context():
        user = db.session.get_one(User, uuid.UUID(tablet.user))
        if how == "locked":
            set_active(user, False, by=people.viewer("administrator"))
        else:
            (member,) = db.session.scalars(
                select(TeamMember).where(
                    TeamMember.user_id == user.id, TeamMember.campaign_id == cast.campaign
                )
            )
            member.left_at = now()
        db.session.commit()
    bring(office, tablet.export())
    assert counts(office) == [0, 0, 2, 0]
    with app.app_context():
        waiting = select(ParkedOperation).where(ParkedOperation.visit_id == cast.visit)
        assert {p.reason for p in db.session.scalars(waiting)} == {"revoked"}
        assert load_answers(people.load(cast.visit)) == {}


def test_a_refused_one_is_named_with_its_reason_and_the_rest_goes_on(
    cast: Cast, office: Browser, tablet: Tablet
) -> None:
    path = f"/visits/{cast.visit}/answers/MC-07/value"
    tablet.form(uuid.uuid4(), path, "MC-07: số liệu", received="1,791")
    tablet.photo(cast.visit, b"khong phai anh")
    tablet.answer(cast.foreign, "CD-01", "pass")
    tablet.answer(cast.visit, "CD-01", "pass")
    answer = bring(office, tablet.export())
    assert counts(office) == [1, 0, 0, 3]
    assert "MC-07: số liệu" in answer.words and "gõ 1.791 hoặc 1791" in answer.words
    assert "không phải ảnh JPEG, PNG, WebP, HEIC hoặc AVIF" in answer.words
    assert "Không tìm thấy, hoặc bạn không có quyền xem." in answer.words


def test_reasons_are_in_the_language_of_who_imports(
    cast: Cast, office: Browser, tablet: Tablet
) -> None:
    tablet.answer(cast.foreign, "CD-01", "pass")
    data = tablet.export()
    office.client.set_cookie("language", "en")
    assert "Không tìm thấy" not in bring(office, data).words


def test_what_came_before_the_damage_is_kept_and_said(
    app: Flask, cast: Cast, office: Browser, tablet: Tablet
) -> None:
    tablet.answer(cast.visit, "CK-01", "pass")
    tablet.answer(cast.visit, "CK-02", "pass")
    answer = bring(office, tablet.export()[:-5], 422)
    assert "bị cắt ngang ở bản ghi số 3" in answer.words and "1 trong 2 mục" in answer.words
    assert counts(office) == [1, 0, 0, 0]
    with app.app_context():
        assert set(load_answers(people.load(cast.visit))) == {"CK-01"}
    bring(office, tablet.export())
    assert counts(office) == [1, 1, 0, 0]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not ours"])
def test_another_file_is_refused_at_the_form(office: Browser, data: bytes) -> None:
    answer = bring(office, data, 422)
    assert "tệp hỏng hoặc không phải của phần mềm này" in answer.words.lower()
    assert office.one("file").get("aria-invalid") == "true"


def test_no_file_is_asked_for(office: Browser) -> None:
    assert "Chọn tệp" in bring_nothing(office).words


def bring_nothing(office: Browser) -> Answer:
    office.get("/sync")
    return office.send("/sync/import", 422)


def test_a_file_under_another_persons_name_is_refused(
    app: Flask, cast: Cast, office: Browser, tablet: Tablet, tablet_of: GiveTablet
) -> None:
    other = tablet_of("secretary")
    tablet.answer(cast.visit, "CK-01", "pass")
    bring(office, tablet.export(user=other.user), 422)
    bring(office, tablet.export(user=str(uuid.uuid4())), 422)
    with app.app_context():
        assert load_answers(people.load(cast.visit)) == {}


@pytest.mark.parametrize(
    "path", ["/password", "/visits/{visit}/minutes/submit", "/visits", "/sign-out", "//x/y", "x"]
)
def test_a_file_does_only_what_a_tablet_keeps(
    cast: Cast, office: Browser, tablet: Tablet, path: str
) -> None:
    tablet.form(uuid.uuid4(), path.format(visit=cast.visit), "khác", reason="x")
    assert "Bản ghi số 2" in bring(office, tablet.export(), 422).words


def test_an_operation_counts_only_under_its_own_id(
    cast: Cast, office: Browser, tablet: Tablet
) -> None:
    path = f"/visits/{cast.visit}/answers/CD-01/result"
    tablet.form(uuid.uuid4(), path, "khác", operation=str(uuid.uuid4()), value="pass")
    assert "Bản ghi số 2" in bring(office, tablet.export(), 422).words


@pytest.mark.parametrize("name", ["Cookie", "Op-Item\r\nCookie", "Op-Name"])
def test_no_foreign_header_is_passed_on(
    cast: Cast, office: Browser, tablet: Tablet, name: str
) -> None:
    key = str(uuid.uuid4())
    content = {"method": "PATCH", "path": f"/photos/{key}", "fields": []}
    sealed = tablet.sealed(key, content | {"headers": {name: "a\r\nCookie: b"}})
    tablet.operations.append(sealed)
    assert "Bản ghi số 2" in bring(office, tablet.export(), 422).words


def test_an_import_is_written_down(app: Flask, cast: Cast, office: Browser, tablet: Tablet) -> None:
    tablet.answer(cast.visit, "CK-01", "pass")
    bring(office, tablet.export())
    with app.app_context():
        (row,) = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "sync.imported")
        ).all()
        assert row.user_id == people.viewer("administrator").user_id
        assert row.detail["author"] == tablet.user and len(row.detail["sha256"]) == 64
        assert (row.detail["taken_in"], row.detail["known"], row.detail["refused"]) == (1, 0, 0)
        operation = db.session.scalars(select(Operation).order_by(Operation.sequence.desc()))
        assert str(operation.first().user_id) == tablet.user  # type: ignore[union-attr]
        assert first_broken() is None


@pytest.mark.parametrize("username", ["officer", "leader"])
def test_only_inspectors_and_administrators_import(as_: SignIn, username: str) -> None:
    answer = as_(username).client.post("/sync/import", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
