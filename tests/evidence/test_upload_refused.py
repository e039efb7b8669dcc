"""Photos that are refused: what a tablet is told, and that nothing of them stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests import cast as people
from tests.cast import Cast, picture
from tests.evidence.bomb import png_of
from tests.evidence.tablet import Ask, Photo, asking, operations, parts, photos, stored
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không có dữ liệu"),
        (b"day khong phai la anh" * 50, "không phải ảnh JPEG, PNG, WebP, HEIC hoặc AVIF"),
        (picture(640, 480)[:900], "bị hỏng hoặc bị cắt cụt"),
        (png_of(10_000, 6_000), "có quá 50 triệu điểm ảnh"),
    ],
    ids=["empty", "text", "cut", "60-megapixels"],
)
def test_what_is_no_picture_is_refused_under_its_item(
    app: Flask, ask: Ask, photo: Photo, data: bytes, said: str
) -> None:
    before = stored(app)
    told = replace(photo, data=data, name="thư.jpg").send_all(ask, 5000)
    assert (told.status, told.result) == (422, "refused")
    assert 'id="photos-CK-01"' in told.text and f"“thư.jpg” {said}" in told.text
    assert told.text.endswith(f"<!--op {photo.key} 0 refused-->")
    assert stored(app) == before
    assert photos(app, photo.visit) == operations(app, photo.key) == []


def test_a_photo_above_the_limit_is_refused_before_its_bytes(
    app: Flask, ask: Ask, photo: Photo
) -> None:
    limit = app.config["SETTINGS"].photo_limit
    told = ask(photo.address, photo.headers(0) | {"Upload-Length": str(limit + 1)}, b"x" * 100)
    assert (told.status, told.result) == (413, "refused")
    assert "“Bảng niêm yết.jpg” lớn quá 25 MB" in told.text
    assert parts(app) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Upload-Length", ""),
        ("Upload-Length", "-1"),
        ("Upload-Length", "1e3"),
        ("Upload-Offset", ""),
        ("Upload-Offset", "x"),
        ("Upload-Offset", "١"),
        ("Upload-Offset", "999999"),
        ("Upload-Sha256", ""),
        ("Upload-Sha256", "0" * 63),
        ("Upload-Sha256", "../" + "0" * 61),
        ("Op-Visit", ""),
        ("Op-Visit", "1"),
    ],
)
def test_a_header_that_cannot_be_read_is_named(
    app: Flask, ask: Ask, photo: Photo, name: str, value: str
) -> None:
    headers = photo.headers(0) | {name: value.encode().decode("latin-1")}
    told = ask(photo.address, headers, photo.data)
    assert (told.status, told.result) == (400, "refused")
    assert name in told.text and told.text.endswith(f"<!--op {photo.key} 0 refused-->")
    assert parts(app) == []


def test_more_bytes_than_promised_are_refused_and_none_is_kept(
    app: Flask, ask: Ask, photo: Photo
) -> None:
    told = ask(photo.address, photo.headers(0), photo.data + b"x")
    assert (told.status, told.result) == (400, "refused")
    assert parts(app) == []
    assert photo.send_all(ask).result == "applied"


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "image/jpeg", ""])
def test_only_a_body_of_the_right_type_is_a_piece(
    app: Flask, ask: Ask, photo: Photo, kind: str
) -> None:
    told = ask(photo.address, photo.headers(0) | {"Content-Type": kind}, photo.data)
    assert (told.status, told.result) == (415, "refused")
    assert parts(app) == []


@pytest.mark.parametrize("username", ["stranger", "officer", "leader", "administrator"])
def test_who_may_not_fill_the_visit_leaves_no_byte(
    app: Flask, as_: SignIn, photo: Photo, username: str
) -> None:
    told = photo.send(asking(as_(username)))
    assert (told.status, told.result) == (404 if username == "stranger" else 403, "refused")
    assert parts(app) == []


def test_an_unknown_item_takes_no_photo(app: Flask, ask: Ask, photo: Photo) -> None:
    assert replace(photo, item="XX-99").send(ask).status == 404
    assert parts(app) == []


def test_without_a_session_nothing_is_decided(app: Flask, photo: Photo) -> None:
    told = photo.send(asking(Browser(app)))
    assert (told.status, told.result) == (401, "login")
    assert "<!--op" not in told.text and parts(app) == []


def test_the_photo_of_another_person_waits_for_them(app: Flask, ask: Ask, photo: Photo) -> None:
    with app.app_context():
        author = str(people.viewer("secretary").user_id)
    told = replace(photo, more={"Op-Author": author}).send(ask)
    assert (told.status, told.result) == (403, "other-user")
    assert "<!--op" not in told.text and parts(app) == []


@pytest.mark.parametrize("site", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": ""}])
def test_another_site_or_nobody_known_sends_nothing(
    app: Flask, ask: Ask, photo: Photo, site: dict[str, str]
) -> None:
    told = ask(photo.address, photo.headers(0) | site, photo.data)
    assert told.status in (400, 403) and "<!--op" not in told.text
    assert photos(app, photo.visit) == [] and parts(app) == []


def test_a_visit_not_begun_takes_no_photo(app: Flask, ask: Ask, photo: Photo, cast: Cast) -> None:
    told = replace(photo, visit=cast.planned).send_all(ask)
    assert (told.status, told.result) == (422, "refused")
    assert "chưa bắt đầu" in told.text and parts(app) == []
