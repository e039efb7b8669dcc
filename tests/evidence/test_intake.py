"""Strange pictures: what is opened, how it is shown, and what is refused with which reason."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from inspect_app.evidence import intake
from tests.cast import picture
from tests.evidence.bomb import png_of

ORIENTATION, EXIF, TAKEN = 0x0112, 0x8769, 0x9003


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_formats_are_opened(kind: str) -> None:
    found = intake.open_picture(picture(64, 48, kind))
    assert (found.width, found.height) == (64, 48)
    assert found.media_type == f"image/{kind.lower()}"
    assert opened(found.print_jpeg).format == opened(found.thumb_jpeg).format == "JPEG"


def test_renditions_are_no_larger_than_they_are_shown() -> None:
    found = intake.open_picture(picture(4000, 3000))
    assert opened(found.print_jpeg).size == (1000, 750)
    assert opened(found.thumb_jpeg).size == (320, 240)
    assert (found.width, found.height) == (4000, 3000)


def test_a_turned_photo_stands_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(EXIF)[TAKEN] = "2020:10:15 08:25:10"
    image = Image.new("RGB", (640, 480), "blue")
    image.paste("red", (0, 0, 640, 240))  # the upper half becomes the right one
    found = intake.open_picture(saved(image, "JPEG", exif=exif))
    shown = opened(found.print_jpeg)
    assert (found.width, found.height) == shown.size == (480, 640)
    left, right = (
        shown.convert("RGB").getpixel((60, 320)),
        shown.convert("RGB").getpixel((420, 320)),
    )
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert left[2] > 200 > left[0] and right[0] > 200 > right[2]
    assert found.taken == "2020:10:15 08:25:10"
    assert dict(shown.getexif()) == {}


def test_what_is_transparent_is_shown_on_white() -> None:
    found = intake.open_picture(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert opened(found.print_jpeg).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_models_are_opened(mode: str) -> None:
    assert intake.open_picture(saved(Image.new(mode, (20, 20)), "JPEG")).width == 20


def test_a_phone_photo_of_several_pictures_shows_the_first() -> None:
    more = [Image.new("RGB", (16, 12), "red")]
    data = saved(Image.new("RGB", (64, 48), "blue"), "MPO", save_all=True, append_images=more)
    found = intake.open_picture(data)
    assert (found.media_type, found.width, found.height) == ("image/jpeg", 64, 48)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not a picture at all", "not_an_image"),
        (b"%PDF-1.7\n", "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image"),
        (picture(64, 48, "GIF"), "not_an_image"),
        (picture(640, 480)[:900], "damaged"),
        (picture(640, 480, "PNG")[:300], "damaged"),
        (png_of(10_000, 6_000), "too_many_pixels"),
        (png_of(60_000, 60_000), "too_many_pixels"),
    ],
    ids=["text", "pdf", "svg", "gif", "cut-jpeg", "cut-png", "60-megapixels", "bomb"],
)
def test_what_is_no_picture_within_the_limits_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(intake.Refusal) as refused:
        intake.open_picture(data)
    assert refused.value.reason == reason


def test_the_bomb_is_small_where_it_comes_from() -> None:
    assert len(png_of(10_000, 6_000)) < 20_000
