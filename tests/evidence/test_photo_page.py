"""The page of one photo: what is known of it, what it is used for, and what covers it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, new_id
from inspect_app.evidence import models, queries
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, picture
from tests.evidence.tablet import Photo, asking, photos
from tests.evidence.test_capture import SAID
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
OWN = {"Sec-Fetch-Site": "same-origin"}
BOX: dict[str, Any] = {"kind": "box", "x1": "10", "y1": "10", "x2": "60", "y2": "50,5", "text": ""}


@pytest.fixture
def page(as_: SignIn, cast: Cast) -> Browser:
    browser = as_("member")
    browser.get(f"/photos/{cast.photo}/view")
    return browser


def stored(app: Flask, key: object) -> models.Photo:
    with app.app_context():
        return db.session.get_one(models.Photo, key)


def test_each_fact_is_told_with_its_source(as_: SignIn, photo: Photo) -> None:
    browser = as_("member")
    replace(photo, more=SAID).send_all(asking(browser))
    browser.get(f"{photo.address}/view")
    words = browser.words()
    for said in (
        "Chụp bằng nút Chụp ảnh (theo máy)",
        "08:25 ngày 15/10/2020 (theo đồng hồ máy)",
        "Đồng hồ máy lúc gửi: nhanh 1 giờ 2 phút so với máy chủ",
        "14,60833; 108,83333 ± 12 m (theo trình duyệt của máy)",
        "Lê Văn Cường (theo phiên đăng nhập)",
        "máy “tablet-7” (theo máy)",
        "(theo đồng hồ máy chủ)",
    ):
        assert said in words
    assert "EXIF" not in words


def test_what_is_not_known_is_not_told(page: Browser) -> None:
    words = page.words()
    assert "theo đồng hồ máy)" not in words and "theo trình duyệt" not in words
    assert "bang-niem-yet.jpg" in words and "SHA-256" in words


def test_opening_the_original_is_written_down(app: Flask, page: Browser, cast: Cast) -> None:
    opened = select(AuditEntry).where(AuditEntry.action == "evidence.original_opened")
    data = page.form("/original").filled({})
    answer = page.client.post(f"/photos/{cast.photo}/original", data=data)
    assert answer.data == picture() and answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="anh-goc-CK-01-')
    with app.app_context():
        (entry,) = db.session.scalars(opened)
        assert entry.user_id == people.viewer("member").user_id
        assert (entry.visit_id, entry.detail["photo"]) == (cast.full, str(cast.photo))


def test_no_other_address_gives_the_original(app: Flask, page: Browser, cast: Cast) -> None:
    for size in ("thumbnail", "picture"):
        assert page.client.get(f"/photos/{cast.photo}/{size}.jpg").data != picture()
    assert page.client.get(f"/photos/{cast.photo}/original").status_code == 405


def test_masks_typed_in_numbers_are_kept(app: Flask, page: Browser, cast: Cast) -> None:
    page.send("/layer", **BOX)
    assert "1 ô che. Bản này do Lê Văn Cường lưu" in page.words()
    fields = page.form("/layer").fields
    assert [value for name, value in fields if name == "y2"] == ["50,5", ""]
    photo = stored(app, cast.photo)
    images = [image.get("src") or "" for image in page.page.iter("img")]
    assert any(f"v={photo.version}" in address for address in images)


def test_a_row_that_cannot_be_understood_comes_back_as_typed(page: Browser, cast: Cast) -> None:
    wrong: dict[str, Any] = {name: [value, ""] for name, value in (BOX | {"x1": "giữa"}).items()}
    answer = page.send("/layer", 422, **wrong)
    assert "Dòng 1: “giữa” không phải số từ 0 đến 100." in answer.words
    assert ("x1", "giữa") in page.form("/layer").fields


def test_a_layer_saved_over_another_is_refused(page: Browser, cast: Cast, as_: SignIn) -> None:
    other = as_("head")
    other.get(f"/photos/{cast.photo}/view")
    other.send("/layer", **BOX)
    data = page.form("/layer").filled({})
    assert page.client.post(f"/photos/{cast.photo}/layer", data=data).status_code == 409


def test_a_masked_picture_is_kept_only_under_its_new_address(page: Browser, cast: Cast) -> None:
    address = f"/photos/{cast.photo}/picture.jpg"
    before = page.client.get(address)
    assert "immutable" in before.headers["Cache-Control"]
    page.send("/layer", **BOX)
    old = page.client.get(address)
    assert "no-cache" in old.headers["Cache-Control"] and old.data != before.data


def test_a_photo_is_taken_out_of_the_minutes_and_marked(
    app: Flask, page: Browser, cast: Cast
) -> None:
    said = {"shows_dossier": "yes"}
    answer = page.client.post(f"/photos/{cast.photo}/choices", data=said, headers=OWN)
    assert answer.status_code == 303
    photo = stored(app, cast.photo)
    assert (photo.in_minutes, photo.shows_dossier, photo.lacks_mask) == (False, True, True)
    page.get(f"/photos/{cast.photo}/view")
    assert "Ảnh có hồ sơ nhưng chưa che gì." in page.words()
    page.send("/layer", **BOX)
    assert "chưa che gì" not in page.words()


def test_photos_of_an_item_change_places(app: Flask, as_: SignIn, photo: Photo) -> None:
    browser = as_("member")
    three = [replace(photo, key=new_id(), data=picture(9 + n, 9)) for n in range(3)]
    for one in three:
        one.send_all(asking(browser))
    browser.get(f"{three[2].address}/view")
    assert "Ảnh thứ 3 trong 3 ảnh" in browser.words()
    browser.send("/up")
    assert "Ảnh thứ 2 trong 3 ảnh" in browser.words()
    browser.get(f"{three[0].address}/view")
    browser.send("/down")
    with app.app_context():
        row = queries.list_photos(people.load(photo.visit), "CK-01")
        assert [one.id for one in row] == [three[n].key for n in (2, 0, 1)]
    replace(photo, key=new_id()).send_all(asking(browser))
    with app.app_context():
        assert queries.list_photos(people.load(photo.visit))[0].id == three[2].key
        assert len(photos(app, photo.visit)) == 4


def test_a_removed_photo_can_be_looked_at_and_says_so(page: Browser, cast: Cast) -> None:
    assert page.client.post(f"/photos/{cast.photo}/remove", headers=OWN).status_code == 303
    page.get(f"/photos/{cast.photo}/view")
    assert "Ảnh này đã bỏ khỏi cuộc kiểm tra." in page.words()


@pytest.mark.parametrize("person", ["stranger", "officer", "leader"])
def test_the_photo_is_only_for_its_team(as_: SignIn, cast: Cast, person: str) -> None:
    client = as_(person).client
    for address in (f"/photos/{cast.photo}/view", f"/visits/{cast.full}/photos"):
        assert client.get(address).status_code in (403, 404)


def sent(key: uuid.UUID, **typed: Any) -> dict[str, Any]:
    """An operation of a tablet, as its fields."""
    at = "2020-10-15T08:25:10+07:00"
    return {"operation": str(key), "at": at, "device": "tablet-7", **typed}


def test_masks_of_a_tablet_go_over_its_own_and_not_over_anothers(
    app: Flask, page: Browser, cast: Cast, as_: SignIn
) -> None:
    first, second, third = new_id(), new_id(), new_id()
    address = f"/photos/{cast.photo}/layer"
    for key, base in ((first, ""), (second, f" {first}"), (second, f" {first}")):
        fields = sent(key, base=base, **BOX)
        answer = page.client.post(address, data=fields, headers={**OWN, "HX-Request": "true"})
        assert answer.status_code == 200 and answer.headers["Op-Result"] == "applied"
    assert stored(app, cast.photo).layer_id == second
    other = as_("head").client
    refused = other.post(address, data=sent(third, base=str(first), **BOX), headers=OWN)
    assert refused.status_code == 409 and stored(app, cast.photo).layer_id == second


def test_a_choice_is_saved_by_one_tap(app: Flask, page: Browser, cast: Cast) -> None:
    page.tap("/choices", in_minutes="yes", shows_dossier="yes")
    photo = stored(app, cast.photo)
    assert photo.in_minutes and photo.shows_dossier and "Đã lưu." in page.words()
    assert "Ảnh sẽ in trong biên bản khi chưa che gì." in page.words()


@pytest.mark.parametrize("state", [VisitState.SUBMITTED, VisitState.SIGNED])
def test_masks_and_choices_that_come_too_late_wait_for_the_head(
    app: Flask, page: Browser, cast: Cast, state: VisitState
) -> None:
    with app.app_context():
        people.load(cast.full).state = state
        db.session.commit()
    for verb, more in (("layer", BOX), ("choices", {"in_minutes": "yes"})):
        fields = sent(new_id(), seen="working", **more)
        answer = page.client.post(f"/photos/{cast.photo}/{verb}", data=fields, headers=OWN)
        assert answer.headers["Op-Result"] == "parked"
    assert stored(app, cast.photo).layer_id is None
