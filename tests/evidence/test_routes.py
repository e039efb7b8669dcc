"""Photos on the checklist page, several at once, each refused or taken on its own."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import PASSWORD, Cast, picture
from tests.conftest import Template, make_app
from tests.evidence.bomb import noise
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
CAMERA = "/items/CK-01/photos"


@pytest.fixture
def page(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}")
    return browser


def thumbnails(page: Browser) -> int:
    return len(list(page.one("photos-CK-01").iter("img")))


def test_photos_appear_under_their_item_and_count_at_once(page: Browser) -> None:
    page.tap("/answers/CK-01/result", value="pass")
    assert "1 thiếu ảnh" in page.words("progress")
    page.tap(CAMERA, photo=[("a.jpg", picture()), ("b.png", picture(9, 9, "PNG"))])
    assert thumbnails(page) == 2
    assert "thiếu ảnh" not in page.words("progress")


def test_without_script_photos_are_taken_too(page: Browser) -> None:
    page.send(CAMERA, photo=[("a.jpg", picture())])
    assert thumbnails(page) == 1


def test_a_refused_file_does_not_take_the_others_with_it(page: Browser) -> None:
    files = [("a.jpg", picture()), ("thư.jpg", b"khong phai anh"), ("c.jpg", picture(20, 20))]
    answer = page.tap(CAMERA, 422, photo=files)
    assert "Tệp “thư.jpg” không phải ảnh JPEG, PNG, WebP, HEIC hoặc AVIF." in answer.words
    assert thumbnails(page) == 2
    answer = page.send(CAMERA, 422, photo=[("thư.jpg", b"khong phai anh")])
    assert "“thư.jpg”" in answer.words


def test_the_same_upload_sent_twice_counts_once(page: Browser) -> None:
    key, files = str(uuid.uuid4()), [("a.jpg", picture()), ("b.jpg", picture(20, 20))]
    for _ in range(2):
        page.tap(CAMERA, photo=files, operation=key)
    assert thumbnails(page) == 2


def test_nothing_chosen_is_nothing_added(page: Browser) -> None:
    page.tap(CAMERA)
    assert thumbnails(page) == 0


def test_a_photo_is_taken_out_and_brought_back(page: Browser) -> None:
    page.tap(CAMERA, photo=[("a.jpg", picture())])
    page.tap("/remove")
    assert thumbnails(page) == 0 and "Đã bỏ một ảnh" in page.words("photos-CK-01")
    page.tap("/restore")
    assert thumbnails(page) == 1


def test_a_caption_is_kept_and_is_the_words_of_the_picture(page: Browser) -> None:
    page.tap(CAMERA, photo=[("a.jpg", picture())])
    page.send("/caption", caption="Bảng niêm yết <b>")
    (image,) = page.one("photos-CK-01").iter("img")
    assert image.get("alt") == "Bảng niêm yết <b>"


def test_a_picture_is_given_without_metadata_and_as_nothing_else(page: Browser, cast: Cast) -> None:
    for size in ("thumbnail", "picture"):
        answer = page.client.get(f"/photos/{cast.photo}/{size}.jpg")
        assert answer.mimetype == "image/jpeg" and answer.data[:2] == b"\xff\xd8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer.headers["Cache-Control"]


@pytest.fixture
def strict_limit(template: Template, cast: Cast, tmp_path: Path) -> Browser:
    """The page in an office whose photos may have 1 MB at the most."""
    folder = shutil.copytree(template.folder, tmp_path / "strict")
    browser = Browser(make_app(folder, INSPECT_PHOTO_LIMIT_MB="1")).sign_in("member", PASSWORD)
    browser.get(f"/visits/{cast.visit}")
    return browser


def test_several_photos_within_the_limit_are_taken_together(strict_limit: Browser) -> None:
    large = [(f"{n}.png", noise(550 + n)) for n in range(3)]
    assert all(900_000 < len(data) < 1 << 20 for _, data in large)
    strict_limit.tap(CAMERA, photo=large)
    assert thumbnails(strict_limit) == 3


def test_a_photo_far_above_the_limit_is_refused_by_name(strict_limit: Browser) -> None:
    files = [("lớn.png", noise(1200)), ("a.jpg", picture())]
    answer = strict_limit.tap(CAMERA, 422, photo=files)
    assert "Ảnh “lớn.png” lớn quá 1 MB." in answer.words
    assert thumbnails(strict_limit) == 1


def test_an_upload_beyond_all_limits_is_refused_whole(app: Flask, page: Browser) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = page.tap(CAMERA, 413, photo=[("a.jpg", picture() + bytes(20_000))])
    assert "quá lớn" in answer.words and "quá lớn" in page.words("notice")
    assert thumbnails(page) == 0


def test_an_unknown_item_takes_no_photo(page: Browser) -> None:
    data = page.form(CAMERA).filled({})
    address = f"{page.address}/items/XX-99/photos"
    assert page.client.post(address, data=data).status_code == 404
