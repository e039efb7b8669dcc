"""What a photo's barcodes and QR codes say, where it is kept, and how the photo's page tells it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image
from zxingcpp import BarcodeFormat

from inspect_app.db import db
from inspect_app.evidence import codes, intake, models
from tests.cast import Cast, picture
from tests.evidence.barcodes import CODE_39, CODE_128, EAN_13, QR, code, jpeg, sheet
from tests.evidence.tablet import Photo, asking
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
DOSSIER = "000.26.17.H23-201015-0001"
LINK = "https://dichvucong.gov.vn/tra-cuu?ma=1"
CITIZEN = "001099012345|123456789|Nguyễn Văn A|01011999|Nam|Xã An Tân|01012021"


def read(image: Image.Image) -> list[str]:
    """What the child process finds, out of a JPEG as a camera makes it."""
    return intake.open_picture(jpeg(image)).codes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (DOSSIER, QR),
        ("Giấy tiếp nhận hồ sơ|Phường Cao Lãnh", QR),
        (DOSSIER, CODE_128),
        ("H23-201015-0001", CODE_39),
        ("8935001212348", EAN_13),
    ],
)
@pytest.mark.parametrize("degrees", [0, 90, 180])
def test_a_code_is_read_however_the_sheet_lies(
    text: str, kind: BarcodeFormat, degrees: int
) -> None:
    turned = sheet(code(text, kind, 3)).rotate(degrees, expand=True, fillcolor=235)
    assert read(turned) == [text]


def test_a_tilted_code_is_read() -> None:
    assert read(sheet(code(LINK)).rotate(17, expand=True, fillcolor=235)) == [LINK]


def test_codes_are_read_in_a_photo_of_twelve_megapixels() -> None:
    photo = Image.effect_noise((4032, 3024), 40)
    photo.paste(code(LINK, scale=14), (2300, 1500))
    photo.paste(code(DOSSIER, CODE_128, 7), (300, 400))
    assert sorted(read(photo)) == sorted([LINK, DOSSIER])


def test_a_photo_without_a_code_has_none() -> None:
    assert intake.open_picture(picture(640, 480)).codes == []


def test_no_more_than_five_are_kept_and_each_once() -> None:
    eight = [code(f"mã {number}") for number in range(7)] + [code("mã 0")]
    found = read(sheet(*eight))
    assert len(found) == len(set(found)) == 5
    assert set(found) <= {f"mã {number}" for number in range(7)}


def test_a_hostile_text_becomes_one_plain_line() -> None:
    hostile = "a\u202eb\x00\x1b[2J\nc\u200b\te\u0302"
    assert read(sheet(code(hostile))) == ["ab[2J c ê"]


def test_an_endless_text_is_cut() -> None:
    assert read(sheet(code("x" * 1200, scale=3))) == ["x" * 500]


def test_nothing_is_kept_of_a_citizens_card() -> None:
    assert read(sheet(code(CITIZEN), code(LINK))) == [LINK]


def test_a_decoder_that_fails_costs_the_photo_nothing() -> None:
    assert codes.read(Image.new("L", (0, 0))) == []


def test_reading_a_grained_picture_costs_less_than_60_milliseconds() -> None:
    photo = Image.effect_noise((1600, 1200), 90)
    assert min(cpu_of_reading(photo) for _ in range(3)) < 0.06


def cpu_of_reading(photo: Image.Image) -> float:
    """Seconds."""
    before = time.process_time()
    assert codes.read(photo) == []
    return time.process_time() - before


def sent(as_: SignIn, photo: Photo, image: Image.Image) -> Browser:
    browser = as_("member")
    own = replace(photo, data=jpeg(image))
    own.send_all(asking(browser))
    browser.get(f"{own.address}/view")
    return browser


def test_the_photos_page_tells_the_code_and_where_it_leads(as_: SignIn, photo: Photo) -> None:
    browser = sent(as_, photo, sheet(code(LINK), code(DOSSIER, CODE_128, 2)))
    words = browser.words()
    assert "Mã đọc được trong ảnh" in words and DOSSIER in words
    assert f"{LINK} Mã dẫn tới trang dichvucong.gov.vn" in words
    (link,) = [a for a in browser.page.iter("a") if a.get("href") == LINK]
    assert (link.get("rel"), link.get("target")) == ("noopener noreferrer", "_blank")


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "https://gov.vn@x.example/", "ftp://a.vn/"]
)
def test_only_a_plain_web_address_can_be_opened(as_: SignIn, photo: Photo, text: str) -> None:
    browser = sent(as_, photo, sheet(code(text)))
    assert text in browser.words() and "Mã dẫn tới trang" not in browser.words()
    assert text not in {a.get("href") for a in browser.page.iter("a")}


def test_a_photo_of_before_has_no_codes(app: Flask, as_: SignIn, cast: Cast) -> None:
    with app.app_context():
        assert db.session.get_one(models.Photo, cast.photo).codes == []
    browser = as_("member")
    browser.get(f"/photos/{cast.photo}/view")
    assert "Mã đọc được" not in browser.words()
