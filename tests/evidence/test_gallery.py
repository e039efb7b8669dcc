"""All photos of a visit, those that are asked for, and those that occur twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from inspect_app.db import db, new_id
from inspect_app.evidence import actions, models, queries
from inspect_app.evidence.layers import Shape
from tests import cast as people
from tests.cast import Cast, picture
from tests.evidence import masks
from tests.evidence.tablet import Photo, asking
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
COLOURS = ("red", "red", "green", "blue")


@pytest.fixture
def page(app: Flask, as_: SignIn, cast: Cast, photo: Photo) -> Browser:
    """The gallery of four photos: two alike, one masked, one left out of the minutes."""
    browser = as_("member")
    keys = [new_id() for _ in COLOURS]
    for key, colour, item in zip(keys, COLOURS, ("CK-01", "CK-05", "CK-05", "HS-02"), strict=True):
        one = replace(photo, key=key, data=picture(64, 48, colour=colour), item=item)
        assert one.send_all(asking(browser)).result == "applied"
    with app.app_context():
        member = people.viewer("member")
        found = [db.session.get_one(models.Photo, key) for key in keys]
        masks.save(found[2], [Shape("box", 0, 0, 1, 1)])
        actions.choose(found[3], in_minutes=False, shows_dossier=True, by=member)
        db.session.commit()
    browser.get(f"/visits/{cast.visit}/photos")
    return browser


def listed(page: Browser) -> int:
    return sum(image.get("width") == "320" for image in page.page.iter("img"))


def test_all_photos_are_shown_with_their_marks(page: Browser) -> None:
    assert listed(page) == 4
    words = page.words()
    for mark in ("Không vào biên bản", "1 ô che", "Có hồ sơ, chưa che", "Trùng"):
        assert mark in words


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("part=CK-05", 2),
        ("part=TT", 4),
        ("minutes=no", 1),
        ("minutes=yes", 3),
        ("masked=yes", 1),
        ("masked=no&part=CK-05", 1),
        ("repeated=yes", 2),
        ("repeated=no", 2),
        ("repeated=maybe", 4),
        ("repeated=yes&masked=yes", 0),
    ],
)
def test_only_those_asked_for_are_shown(
    app: Flask, page: Browser, cast: Cast, query: str, count: int
) -> None:
    page.get(f"/visits/{cast.visit}/photos?{query}")
    assert listed(page) == count
    assert ("Không ảnh nào khớp" in page.words()) == (count == 0)
    assert f"{count} trong 4 ảnh" in page.words()


def test_a_visit_without_photos_says_what_comes_next(as_: SignIn, cast: Cast) -> None:
    browser = as_("member")
    browser.get(f"/visits/{cast.planned}/photos")
    assert "Chưa có ảnh nào." in browser.words()


def test_the_same_original_is_pointed_out_on_both(app: Flask, page: Browser, cast: Cast) -> None:
    with app.app_context():
        visit = people.load(cast.visit)
        alike = [photo for photo in queries.list_photos(visit) if photo.twins]
        assert sorted(photo.item_code for photo in alike) == ["CK-01", "CK-05"]
        addresses = {photo.item_code: f"/photos/{photo.id}/view" for photo in alike}
    for own, other in (("CK-01", "CK-05"), ("CK-05", "CK-01")):
        page.get(addresses[own])
        assert f"Trùng với ảnh {other}" in page.words()
    page.get(f"/visits/{cast.visit}")
    assert "Trùng với ảnh CK-05" in page.words("photos-CK-01")


def test_the_same_photo_in_another_visit_of_the_team_is_pointed_out(
    app: Flask, page: Browser, cast: Cast
) -> None:
    page.get(f"/photos/{cast.photo}/view")
    assert "Ảnh này cũng là bằng chứng của cuộc kiểm tra" in page.words()
    assert "An Tân" in page.words()
    with app.app_context():
        for photo in queries.list_photos(people.load(cast.visit)):
            photo.removed_at = photo.received_at
        db.session.commit()
    page.get(f"/photos/{cast.photo}/view")
    assert "bằng chứng của cuộc kiểm tra" not in page.words()


def test_of_a_foreign_visit_only_that_there_is_one_is_told(
    app: Flask, as_: SignIn, cast: Cast
) -> None:
    with app.app_context():
        own = db.session.get_one(models.Photo, cast.photo)
        copied = {
            column.key: getattr(own, column.key)
            for column in models.Photo.__table__.columns
            if column.key not in ("id", "visit_id", "item_code", "caption")
        }
        foreign = models.Photo(visit_id=cast.foreign, item_code="CK-09", caption="bí mật", **copied)
        db.session.add(foreign)
        db.session.commit()
    browser = as_("member")
    browser.get(f"/photos/{cast.photo}/view")
    words = browser.words()
    assert "Ảnh này cũng được dùng ở một cuộc kiểm tra của đoàn khác." in words
    assert "Tân Long" not in words and "bí mật" not in words
    assert str(cast.foreign) not in browser.get(browser.address).body.decode()
