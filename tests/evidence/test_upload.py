"""Photos that a tablet sends in pieces: taken in once, told where to go on, or refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import storage
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import first_broken
from inspect_app.db import db, new_id
from inspect_app.evidence.models import PromisedPhoto
from tests.cast import picture
from tests.evidence.bomb import noise
from tests.evidence.tablet import Ask, Photo, asking, operations, parts, photos
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


def test_pieces_become_a_photo_whose_answer_is_the_page_and_the_marker(
    app: Flask, ask: Ask, photo: Photo
) -> None:
    first = photo.send(ask, 0, 300)
    assert (first.status, first.result, first.have, first.text) == (204, "partial", 300, "")
    last = photo.send(ask, 300, 10_000)
    (row,) = photos(app, photo.visit)
    (operation,) = operations(app, photo.key)
    assert (row.id, row.item_code, row.file_name) == (photo.key, "CK-01", photo.name)
    with app.app_context():
        assert storage.get(row.sha256) == photo.data
    assert last.status == 200
    for part in ('id="photos-CK-01"', 'id="marks-CK-01"', 'id="progress"', str(row.id)):
        assert part in last.text
    assert last.text.endswith(f"<!--op {photo.key} {operation.sequence} applied-->")
    assert last.headers["Op-Id"] == str(photo.key) and last.result == "applied"
    assert last.headers["Upload-Sha256"] == hashlib.sha256(photo.data).hexdigest()
    assert (operation.field, operation.device) == (f"photo.{photo.key}.add", "tablet-7")
    assert operation.client_time is not None
    assert operation.client_time.isoformat() == "2020-10-15T01:25:10+00:00"
    assert parts(app) == []


def test_a_piece_elsewhere_is_told_where_to_go_on(app: Flask, ask: Ask, photo: Photo) -> None:
    photo.send(ask, 0, 100)
    for offset in (0, 50, 200):
        told = photo.send(ask, offset, 100)
        assert (told.status, told.result, told.have) == (409, "offset", 100)
        assert "<!--op" not in told.text
    assert photo.send_all(ask).result == "applied"


def test_a_photo_changed_on_the_way_is_asked_for_again(app: Flask, ask: Ask, photo: Photo) -> None:
    told = ask(photo.address, photo.headers(0), bytes(len(photo.data)))
    assert (told.status, told.result, told.have) == (409, "checksum", 0)
    assert "<!--op" not in told.text and photos(app, photo.visit) == []
    assert photo.send_all(ask).result == "applied"


@pytest.mark.parametrize("offset", [0, 100, None])
def test_a_photo_delivered_again_counts_once(
    app: Flask, ask: Ask, photo: Photo, offset: int | None
) -> None:
    first = photo.send_all(ask)
    again = photo.send(ask, len(photo.data) if offset is None else offset)
    assert (again.status, again.result) == (200, "applied")
    assert again.headers["Op-Seq"] == first.headers["Op-Seq"]
    assert again.headers["Upload-Sha256"] == first.headers["Upload-Sha256"]
    assert len(photos(app, photo.visit)) == len(operations(app, photo.key)) == 1
    assert parts(app) == []
    with app.app_context():
        added = AuditEntry.action == "evidence.photo_added", AuditEntry.visit_id == photo.visit
        assert len(list(db.session.scalars(select(AuditEntry).where(*added)))) == 1
        assert first_broken() is None


def test_a_known_id_with_other_bytes_is_refused(app: Flask, ask: Ask, photo: Photo) -> None:
    photo.send_all(ask)
    other = replace(photo, data=picture(colour="blue"))
    told = other.send_all(ask)
    assert (told.status, told.result) == (409, "refused")
    assert told.text.endswith(f"<!--op {photo.key} 0 refused-->")
    assert len(photos(app, photo.visit)) == 1


def test_the_same_picture_twice_is_two_photos(app: Flask, ask: Ask, photo: Photo) -> None:
    photo.send_all(ask)
    replace(photo, key=new_id()).send_all(ask)
    assert len(photos(app, photo.visit)) == 2


@pytest.mark.parametrize("verb", ["remove", "caption"])
def test_a_change_of_a_photo_delivered_again_counts_once(
    app: Flask, as_: SignIn, photo: Photo, verb: str
) -> None:
    browser = as_("member")
    photo.send_all(asking(browser))
    form = {"operation": str(new_id()), "caption": "Bảng"}
    headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    answers = []
    for _ in range(2):
        answer = browser.client.post(f"{photo.address}/{verb}", data=form, headers=headers)
        assert answer.status_code == 200
        answers.append(re.findall("<!--op .* applied-->$", answer.text))
        restore = browser.client.post(f"{photo.address}/restore", data={}, headers=headers)
        assert restore.status_code == 200
    assert answers[0] == answers[1] != []
    (row,) = photos(app, photo.visit)
    assert row.removed_at is None and row.caption == ("Bảng" if verb == "caption" else "")


def test_a_large_photo_is_the_same_on_both_ends(app: Flask, ask: Ask, photo: Photo) -> None:
    large = replace(photo, data=noise(900), name="lớn.png")
    assert len(large.data) > 2_000_000
    assert large.send_all(ask, 512 * 1024).result == "applied"
    (row,) = photos(app, photo.visit)
    with app.app_context():
        assert storage.get(row.sha256) == large.data


def test_a_piece_says_what_of_its_item_the_photo_shows(app: Flask, ask: Ask, photo: Photo) -> None:
    of = f"{'a' * 32}.wide"
    close = replace(photo, more={"Op-About": of})
    close.send(ask, 0, 100)
    with app.app_context():
        assert [p.about for p in db.session.scalars(select(PromisedPhoto))] == [of]
    told = close.send_all(ask)
    assert [row.about for row in photos(app, photo.visit)] == [of]
    assert f'id="photos-{"a" * 32}-wide"' in told.text


def test_a_piece_about_nothing_that_has_an_id_is_refused(ask: Ask, photo: Photo) -> None:
    told = replace(photo, more={"Op-About": "CK-01"}).send(ask)
    assert told.status == 400 and "Op-About" in told.text
