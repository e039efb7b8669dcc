"""Strange pictures: what is opened, how it is shown, and what is refused with which reason."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from inspect_app.evidence import decode, intake
from tests.cast import picture
from tests.evidence.bomb import png_of, webp_of
from tests.evidence.heic import heic

ORIENTATION, EXIF, TAKEN, GPS = 0x0112, 0x8769, 0x9003, 0x8825


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_usual_formats_are_opened(kind: str) -> None:
    found = intake.open_picture(picture(64, 48, kind))
    assert (found.width, found.height) == (64, 48)
    assert found.media_type == f"image/{kind.lower()}"
    assert opened(found.print_jpeg).format == opened(found.thumb_jpeg).format == "JPEG"


@pytest.mark.parametrize(("turns", "bright"), [(0, (2, 2)), (1, (13, 13))])
def test_a_photo_of_a_phone_in_heic_is_opened_upright(turns: int, bright: tuple[int, int]) -> None:
    found = intake.open_picture(heic(turns))
    shown = opened(found.derived_jpeg)
    assert (found.media_type, found.width, found.height) == ("image/heic", 16, 16)
    dark = shown.getpixel((13, 2))
    light = shown.getpixel(bright)
    assert isinstance(dark, tuple) and isinstance(light, tuple)
    assert sum(dark) < 60 and sum(light) > 700


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_renditions_are_no_larger_than_they_are_shown(kind: str) -> None:
    found = intake.open_picture(picture(4000, 3000, kind))
    assert opened(found.derived_jpeg).size == (1600, 1200)
    assert opened(found.print_jpeg).size == (1000, 750)
    assert opened(found.thumb_jpeg).size == (320, 240)
    assert (found.width, found.height) == (4000, 3000)


def test_a_small_photo_is_not_enlarged() -> None:
    assert opened(intake.open_picture(picture(64, 48)).derived_jpeg).size == (64, 48)


def test_what_the_file_says_of_itself_is_told_apart_from_the_picture() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Samsung", "Galaxy Tab\0"
    exif.get_ifd(GPS).update({1: "N", 2: (14.0, 36.0, 30.0), 3: "W", 4: (108.0, 30.0, 0.0)})
    found = intake.open_picture(saved(Image.new("RGB", (8, 8)), "JPEG", exif=exif))
    assert found.exif == {"model": "Samsung Galaxy Tab", "latitude": 14.608333, "longitude": -108.5}
    for jpeg in (found.derived_jpeg, found.print_jpeg, found.thumb_jpeg):
        assert dict(opened(jpeg).getexif()) == {} and b"Galaxy" not in jpeg


@pytest.mark.parametrize("broken", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"\xff" * 99])
def test_senseless_metadata_do_not_refuse_the_picture(broken: bytes) -> None:
    found = intake.open_picture(saved(Image.new("RGB", (8, 8)), "JPEG", exif=broken))
    assert (found.width, found.exif) == (8, {})


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
        (webp_of(16_000, 3_060), "too_costly"),
        (picture(640, 480, "WEBP")[:200], "damaged"),
        (picture(640, 480, "AVIF")[:-100], "damaged"),
        (heic()[:-200], "damaged"),
        (heic(side=60_000), "too_many_pixels"),
        (picture(64, 48)[:20] + picture(64, 48, "PNG"), "not_an_image"),
        (heic()[:40] + picture(64, 48), "not_an_image"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "not_an_image"),
    ],
    ids=[
        *("text", "pdf", "svg", "gif", "cut-jpeg", "cut-png", "60-megapixels", "bomb"),
        *("memory-bomb", "cut-webp", "cut-avif", "cut-heic", "heic-bomb"),
        *("png-called-jpeg", "jpeg-called-heic", "sound-called-webp"),
    ],
)
def test_what_is_no_picture_within_the_limits_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(intake.Refusal) as refused:
        intake.open_picture(data)
    assert refused.value.reason == reason


def test_the_bombs_are_small_where_they_come_from() -> None:
    assert len(png_of(10_000, 6_000)) < 20_000
    assert len(webp_of(16_000, 3_060)) < 5_000


def peak(folder: Path, data: bytes) -> int:
    """The highest memory of the child that opens the picture, in MiB."""
    (folder / "original").write_bytes(data)
    run = f"import sys, pathlib; sys.path.insert(0, {str(Path(decode.__file__).parent)!r})\n"
    run += f"import decode; decode.main(pathlib.Path({str(folder)!r}))\n"
    run += "print(open('/proc/self/status').read())"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, check=True, text=True)
    (highest,) = re.findall(r"VmHWM:\s+(\d+) kB", done.stdout)
    return int(highest) // 1024


def test_the_child_never_takes_more_memory_than_it_may(tmp_path: Path) -> None:
    assert decode.MEMORY == 700 << 20
    assert 500 < peak(tmp_path, webp_of(16_000, 3_060)) < 700


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_twelve_megapixels_need_less_than_400_mebibytes(tmp_path: Path, kind: str) -> None:
    assert peak(tmp_path, picture(4000, 3000, kind)) < 400
