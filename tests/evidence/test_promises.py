"""A photo of which a part has come is waited for before the work is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.audit.models import AuditEntry
from inspect_app.db import db
from inspect_app.errors import RuleBroken
from inspect_app.evidence import promises
from inspect_app.evidence.models import PromisedPhoto
from inspect_app.minutes.queries import what_is_missing
from tests import cast as people
from tests.cast import Cast
from tests.evidence.tablet import Ask, Photo, photos
from tests.stages import submit
from tests.strict_browser import Browser


def rows(app: Flask) -> list[PromisedPhoto]:
    with app.app_context():
        return list(db.session.scalars(select(PromisedPhoto)))


def said(app: Flask, photo: Photo) -> str:
    with app.app_context():
        return " ".join(str(one) for one in what_is_missing(people.load(photo.visit)))


def test_a_part_is_remembered_with_whose_tablet_it_is_on(
    app: Flask, ask: Ask, photo: Photo
) -> None:
    photo.send(ask, 0, len(photo.data) // 2)
    photo.send(ask, len(photo.data) // 2, 10)
    (row,) = rows(app)
    assert (row.id, row.item_code, row.device) == (photo.key, "CK-01", "tablet-7")
    words = said(app, photo)
    assert "“Bảng niêm yết.jpg” (CK-01) của Lê Văn Cường, máy “tablet-7”" in words
    assert "mới lên máy chủ 5" in words


@pytest.mark.parametrize("first", [300, 10_000])
def test_a_whole_photo_is_promised_no_longer(
    app: Flask, ask: Ask, photo: Photo, first: int
) -> None:
    photo.send(ask, 0, first)
    assert photo.send_all(ask).result == "applied"
    assert rows(app) == [] and "máy chủ" not in said(app, photo)
    photo.send(ask, 0, 100)
    assert rows(app) == []


def test_a_refused_photo_is_promised_no_longer(app: Flask, ask: Ask, photo: Photo) -> None:
    wrong = replace(photo, data=b"khong phai anh" * 100)
    wrong.send(ask, 0, 300)
    assert len(rows(app)) == 1
    assert wrong.send_all(ask).status == 422
    assert rows(app) == []


def test_a_photo_changed_on_the_way_is_still_waited_for(app: Flask, ask: Ask, photo: Photo) -> None:
    photo.send(ask, 0, 300)
    rest = bytes(len(photo.data) - 300)
    assert ask(photo.address, photo.headers(300), rest).result == "checksum"
    assert len(rows(app)) == 1


def test_the_work_is_not_handed_in_while_a_photo_is_on_its_way(
    app: Flask, ask: Ask, photo: Photo
) -> None:
    photo.send(ask, 0, 300)
    with app.app_context(), pytest.raises(RuleBroken, match="Bảng niêm yết"):
        submit(people.load(photo.visit))


def test_nobody_waits_for_a_photo_that_was_given_up(
    app: Flask, cast: Cast, ask: Ask, photo: Photo, as_: Callable[[str], Browser]
) -> None:
    photo.send(ask, 0, 300)
    page = as_("secretary")
    page.get(f"/visits/{cast.visit}/photos")
    assert "Bảng niêm yết.jpg" in page.words()
    page.send("/photos/give-up")
    assert "Bảng niêm yết.jpg" not in page.words()
    assert "máy chủ" not in said(app, photo)
    with app.app_context():
        done = select(AuditEntry).where(AuditEntry.action == "evidence.photo_given_up")
        (entry,) = db.session.scalars(done)
        assert entry.user_id == people.viewer("secretary").user_id
        submit(people.load(photo.visit))
        db.session.rollback()
    assert photo.send_all(ask).result == "applied"
    assert len(photos(app, photo.visit)) == 1


def test_a_photo_of_another_visit_cannot_be_given_up_from_here(
    app: Flask, cast: Cast, ask: Ask, photo: Photo, as_: Callable[[str], Browser]
) -> None:
    photo.send(ask, 0, 300)
    client = as_("member").client
    answer = client.post(f"/visits/{cast.full}/photos/give-up", data={"promised": str(photo.key)})
    assert answer.status_code == 409
    assert len(rows(app)) == 1


def test_a_photo_that_waits_for_the_head_is_named(app: Flask, cast: Cast) -> None:
    with app.app_context():
        (words,) = promises.missing(people.load(cast.full))
    assert "Một ảnh của Lê Văn Cường, máy “Máy tính bảng 7”, đến muộn" in str(words)
