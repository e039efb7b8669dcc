"""Photos of the one-stop desk at xã An Tân: drawings, plainly marked as a demonstration."""

from __future__ import annotations

import io
import textwrap
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flask import current_app
from PIL import Image, ImageDraw, ImageFont

from .. import config
from ..db import writing
from ..evidence.actions import add_photo, caption_photo
from ..permissions import Viewer
from ..visits.models import Visit

FONTS = config.ROOT / "static" / "fonts" / "liberation-serif-2.1.5"
MARK = "ẢNH TRÌNH DIỄN"
SIZE = (1600, 1200)
WALL, FLOOR, WOOD, PAPER = "#dfe3da", "#b9b3a4", "#8a6238", "#fbfaf4"
INK, RED, BLUE = "#22262a", "#b3261e", "#1f4e79"
# Made once and kept, so that a second play delivers the same photos again.
NAMES = uuid.UUID("2f0f6d0e-6c0b-5c39-9a55-0d6f6a2d8a10")
EXIF, TAKEN = 0x8769, 0x9003


@dataclass(frozen=True)
class Picture:
    """One photo: its item, file, the camera's time, caption, title, and the papers on the board."""

    item_code: str
    name: str
    taken: str
    caption: str
    title: str
    papers: tuple[str, ...] = ()


PICTURES = (
    Picture(
        "CK-01", "danh-muc-tthc.jpg", "2020:10:15 08:25:10",
        "Bảng niêm yết danh mục thủ tục hành chính tại Bộ phận Một cửa",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        ("Lĩnh vực hộ tịch", "Lĩnh vực chứng thực", "Lĩnh vực đất đai",
         "Lĩnh vực bảo trợ xã hội", "Lĩnh vực người có công", "Lĩnh vực tôn giáo"),
    ),
    Picture(
        "CK-07", "tiep-nhan-phan-anh.jpg", "2020:10:15 08:31:42",
        "Bảng niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị",
        "TIẾP NHẬN PHẢN ÁNH, KIẾN NGHỊ",
        ("Nội dung phản ánh", "Nội dung kiến nghị", "Nơi tiếp nhận: UBND xã An Tân",
         "Hình thức: văn bản, phiếu lấy ý kiến", "Trách nhiệm xử lý", "Công khai kết quả"),
    ),
    Picture(
        "CK-08", "hom-thu-gop-y.jpg", "2020:10:15 08:36:05",
        "Hòm thư góp ý đặt tại lối vào Bộ phận Một cửa", "HÒM THƯ GÓP Ý",
    ),
    Picture(
        "MC-01", "bo-phan-mot-cua.jpg", "2020:10:15 08:44:57",
        "Quầy tiếp nhận hồ sơ và trả kết quả của xã", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    ),
)  # fmt: skip


def take(visit: Visit, *, by: Viewer) -> None:
    """Add each photo with its caption, once; opens its own write transactions."""
    limit = current_app.config["SETTINGS"].photo_limit
    for picture in PICTURES:
        photo = add_photo(
            visit,
            picture.item_code,
            photo_id=uuid.uuid5(NAMES, picture.name),
            name=picture.name,
            data=draw(picture),
            limit=limit,
            by=by,
        )
        if not photo.caption:
            with writing():
                caption_photo(photo, f"{picture.caption} (ảnh trình diễn)", by=by)


def draw(picture: Picture) -> bytes:
    """The JPEG: a board where there are papers, else the suggestion box or the counter."""
    image = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 980, *SIZE), fill=FLOOR)
    if picture.papers:
        _board(pen, picture)
    elif picture.item_code == "CK-08":
        _box(pen, picture.title)
    else:
        _counter(pen, picture.title)
    pen.rectangle((0, 1090, *SIZE), fill=INK)
    _centred(pen, (800, 1145), f"{MARK} - KHÔNG PHẢI ẢNH CHỤP THẬT", 52, "#ffd24a")
    return _jpeg(image, picture.taken)


def _board(pen: ImageDraw.ImageDraw, picture: Picture) -> None:
    pen.rectangle((120, 70, 1480, 950), fill=WOOD)
    pen.rectangle((150, 100, 1450, 920), fill="#eef1f4")
    pen.rectangle((150, 100, 1450, 220), fill=RED)
    _centred(pen, (800, 160), picture.title, 58, "white")
    for place, line in zip(_places(), picture.papers, strict=True):
        _sheet(pen, place, line)


def _places() -> Iterator[tuple[int, int]]:
    for top in (260, 590):
        for left in (190, 610, 1030):
            yield left, top


def _sheet(pen: ImageDraw.ImageDraw, place: tuple[int, int], line: str) -> None:
    left, top = place
    pen.rectangle((left, top, left + 380, top + 290), fill=PAPER, outline="#a8a89f", width=2)
    pen.ellipse((left + 180, top + 10, left + 200, top + 30), fill=RED)
    for number, row in enumerate(textwrap.wrap(line, 20)):
        _centred(pen, (left + 190, top + 65 + 42 * number), row, 34, INK)
    for number in range(5):
        y = top + 160 + 24 * number
        pen.line((left + 30, y, left + 350 - 40 * (number % 2), y), fill="#c3c6c8", width=5)


def _box(pen: ImageDraw.ImageDraw, title: str) -> None:
    pen.rectangle((480, 220, 1120, 860), fill=BLUE)
    pen.rectangle((500, 240, 1100, 840), fill="#2d6aa3")
    pen.rounded_rectangle((600, 320, 1000, 350), radius=14, fill=INK)
    _centred(pen, (800, 480), title, 66, "white")
    _centred(pen, (800, 580), "UBND XÃ AN TÂN", 46, "white")
    pen.ellipse((775, 720, 825, 770), fill="#d9b44a")
    pen.rectangle((795, 745, 805, 790), fill=INK)


def _counter(pen: ImageDraw.ImageDraw, title: str) -> None:
    pen.rectangle((180, 120, 1420, 300), fill=RED)
    _centred(pen, (800, 180), title, 54, "white")
    _centred(pen, (800, 250), "UBND XÃ AN TÂN", 40, "white")
    for number, left in enumerate((220, 540, 860, 1180), start=1):
        pen.rectangle((left, 480, left + 200, 610), fill=INK)
        pen.rectangle((left + 10, 490, left + 190, 600), fill="#9fb8cc")
        pen.rectangle((left + 90, 610, left + 110, 650), fill=INK)
        pen.rectangle((left - 50, 700, left + 250, 1040), fill="#a97d4d", outline=WOOD, width=4)
        _centred(pen, (left + 100, 780), f"Quầy số {number}", 44, "white")
    pen.rectangle((140, 650, 1460, 700), fill=WOOD)


def _centred(
    pen: ImageDraw.ImageDraw, middle: tuple[int, int], words: str, size: int, colour: str
) -> None:
    pen.text(middle, words, font=_font(size), fill=colour, anchor="mm")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "LiberationSerif-Bold.ttf", size)


def _jpeg(image: Image.Image, taken: str) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(EXIF)[TAKEN] = taken
    target = io.BytesIO()
    image.save(target, "JPEG", quality=88, exif=exif)
    return target.getvalue()
