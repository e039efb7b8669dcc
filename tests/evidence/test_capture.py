"""What a tablet claims of a photo is kept as a claim, and what is no claim is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from inspect_app.db import db
from inspect_app.evidence.capture import Place, device_mark, read_place, read_source
from inspect_app.evidence.models import Capture
from inspect_app.evidence.rules import skew
from tests.cast import Cast, picture
from tests.evidence.tablet import Ask, Photo, photos
from tests.strict_browser import Browser

SAID = {"Op-Source": "camera", "Op-Place": "14.608333,108.833333,12", "Op-Offset": "-3725000"}


def capture(app: Flask, photo: Photo) -> Capture | None:
    (row,) = photos(app, photo.visit)
    with app.app_context():
        return db.session.get(Capture, row.id)


def test_what_the_tablet_says_comes_with_the_photo(app: Flask, ask: Ask, photo: Photo) -> None:
    assert replace(photo, more=SAID).send_all(ask).result == "applied"
    found = capture(app, photo)
    assert found is not None and found.device_time is not None
    assert found.device_time.isoformat() == "2020-10-15T01:25:10+00:00"
    assert (found.source, found.device, found.clock_offset) == ("camera", "tablet-7", -3_725_000)
    assert (found.latitude, found.longitude, found.accuracy) == (14.608333, 108.833333, 12.0)


@pytest.mark.parametrize("place", ["", "here", "91,0,5", "0,181", "1,2,3,4", "nan,0", "14.6"])
def test_what_is_no_place_is_absent(app: Flask, ask: Ask, photo: Photo, place: str) -> None:
    sent = replace(photo, more={"Op-Place": place, "Op-Source": "satellite"})
    assert sent.send_all(ask).result == "applied"
    found = capture(app, photo)
    assert found is not None
    assert (found.source, found.latitude, found.longitude, found.accuracy) == ("", None, None, None)


def test_a_plain_form_says_nothing_and_nothing_is_claimed(
    app: Flask, cast: Cast, as_: Callable[[str], Browser]
) -> None:
    page = as_("member")
    page.get(f"/visits/{cast.visit}")
    page.send("/items/CK-01/photos", photo=[("a.jpg", picture())])
    assert capture(app, Photo(picture(), cast.visit, cast.visit)) is None


def test_a_place_has_an_accuracy_only_where_the_browser_says_so() -> None:
    assert read_place("-8.5,115.25") == Place(-8.5, 115.25, None)
    assert read_place("0,0,30.5") == Place(0, 0, 30.5)
    assert read_place("１,２") is None
    assert [read_source(said) for said in ("camera", "file", "x")] == ["camera", "file", ""]


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (None, "None"),
        (1400, "đúng giờ máy chủ"),
        (-45_000, "nhanh 45 giây so với máy chủ"),
        (200_000, "chậm 3 phút 20 giây so với máy chủ"),
        (-3_725_000, "nhanh 1 giờ 2 phút so với máy chủ"),
        (400 * 86_400_000, "chậm 400 ngày 0 giờ so với máy chủ"),
    ],
)
def test_how_the_clock_of_the_tablet_stood_is_told_in_words(offset: int | None, said: str) -> None:
    assert str(skew(offset)) == said


def test_a_device_is_named_as_its_own_page_names_it() -> None:
    assert device_mark("01a203a6-6901-73fa-b6c3-ffbf583b9f85") == "583B9F85"
    assert [device_mark(said) for said in ("tablet-7", "")] == ["tablet-7", "?"]
