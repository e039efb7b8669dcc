"""A realistic Minutes value: a commune's inspection, with as many rows and photos as asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import random
from dataclasses import replace
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from inspect_app.minutes import parties
from inspect_app.minutes.document import (
    ChecklistPart,
    ChecklistRow,
    File,
    Heading,
    Minutes,
    Person,
    Photo,
    Request,
)
from tests.minutes import sample_builder

START = dt.datetime(2026, 3, 5, 1, 30, tzinfo=dt.UTC)
END = dt.datetime(2026, 3, 5, 4, 45, tzinfo=dt.UTC)
AREAS = (
    "Chỉ đạo, điều hành cải cách hành chính",
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy hành chính nhà nước",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng, phát triển chính quyền điện tử, chính quyền số",
)
QUESTIONS = (
    "Kế hoạch cải cách hành chính năm được ban hành và ban hành đúng thời gian quy định",
    "Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn trên tổng số hồ sơ đã giải quyết",
    "Danh mục thủ tục hành chính niêm yết đầy đủ, rõ ràng, đúng địa chỉ, dễ tiếp cận; "
    "không còn quyết định công bố hết hiệu lực trên bảng niêm yết",
    "Hòm thư góp ý được bố trí tại nơi thuận tiện",
    "Hồ sơ trễ hạn có thư xin lỗi gửi đến tổ chức, cá nhân trước ngày hết hạn",
)
RESULTS = ("pass", "pass", "fail", "pass", "partial", "not_applicable", "pass", "unchecked")
VALUES = {"pass": "1.787/1.791 (99,78%)", "partial": "3/5 (60%)", "fail": "4/1.791 (0,22%)"}
CAPTIONS = ("Bảng niêm yết thủ tục hành chính tại Bộ phận Một cửa", "Hòm thư góp ý")
NOTES = ("", "Quyết định số 12/QĐ-UBND ngày 05/01/2026", "", "Xem ảnh kèm theo", "Đã nhắc nhở")


def minutes(photos: int = 2, rows: int = 10, **changes: Any) -> Minutes:
    """The minutes of xã An Tân, number 05, with `rows` checklist rows under each of 7 headings."""
    value = Minutes(
        template="nd30-2020",
        parent_body="Ủy ban nhân dân tỉnh Gia Lai",
        issuing_body="Đoàn kiểm tra cải cách hành chính",
        series="BB-ĐKT",
        place="An Tân",
        signed_on=dt.date(2026, 3, 5),
        subject="Kiểm tra công tác cải cách hành chính 7 tháng đầu năm tại xã An Tân",
        legal_bases=(
            "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành "
            "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030",
            "Căn cứ Quyết định số 245/QĐ-UBND ngày 12 tháng 02 năm 2026 của Chủ tịch Ủy ban "
            "nhân dân tỉnh về việc thành lập Đoàn kiểm tra cải cách hành chính năm 2026",
        ),
        unit="Ủy ban nhân dân xã An Tân",
        venue="trụ sở Ủy ban nhân dân xã An Tân",
        period_from=dt.date(2026, 1, 1),
        period_to=dt.date(2026, 7, 31),
        started_at=START,
        ended_at=END,
        team=_team(),
        unit_people=_unit_people(),
        headings=_headings(),
        requests=_requests(),
        unit_opinion="Ủy ban nhân dân xã thống nhất với nội dung biên bản.\n"
        "Riêng 4 hồ sơ trễ hẹn là do phần mềm một cửa điện tử ngừng hoạt động ngày 12/02/2026.",
        copies=2,
        secretary="Đỗ Quỳnh Ngọc Ẩn",
        unit_representative="Huỳnh Thị Thúy Hằng",
        head="Nguyễn Hữu Phước",
        recipients=(
            "Chủ tịch UBND tỉnh (để báo cáo)",
            "UBND xã An Tân",
            "Thành viên Đoàn kiểm tra",
            "Lưu: VT, ĐKT",
        ),
        checklist_version="CCHC cấp xã 2026.1",
        checklist=_checklist(rows),
        sample=sample_builder.parts(),
        photos=tuple(_photo(n) for n in range(photos)),
        files=_files(photos),
        signatories=signatories(),
        number=5,
    )
    return replace(value, **changes)


def signatories(**changes: dict[str, Any]) -> tuple[parties.Signatory, ...]:
    """The three parties, not asked yet; `changes` gives party → fields of its own."""
    names = {"secretary": "Đỗ Quỳnh Ngọc Ẩn", "unit": "Huỳnh Thị Thúy Hằng"}
    names["head"] = "Nguyễn Hữu Phước"
    asked = parties.unasked(names, tuple(names))
    return tuple(replace(one, **changes.get(one.party, {})) for one in asked)


def pictures(sha256: str) -> bytes:
    """The JPEG of a photo in `minutes`, or the PNG of `ink`, by its hash."""
    return _by_hash()[sha256]


@lru_cache
def ink() -> bytes:
    """A signature as drawn on a tablet: a blue line on a transparent ground."""
    drawn = Image.new("RGBA", (600, 240), (0, 0, 0, 0))
    line = [(20 + 14 * n, 120 + (-1) ** n * (90 - 2 * n)) for n in range(40)]
    ImageDraw.Draw(drawn).line(line, fill=(20, 50, 160, 255), width=6)
    body = io.BytesIO()
    drawn.save(body, "PNG")
    return body.getvalue()


def ink_sha256() -> str:
    return hashlib.sha256(ink()).hexdigest()


@lru_cache
def _by_hash() -> dict[str, bytes]:
    bodies = (ink(), *map(picture, range(60)))
    return {hashlib.sha256(body).hexdigest(): body for body in bodies}


@lru_cache
def picture(number: int) -> bytes:
    """A photo-like JPEG, 1000 px on its long side, every third one upright."""
    size = (750, 1000) if number % 3 == 2 else (1000, 750)
    grain = Image.frombytes("L", (250, 250), random.Random(number).randbytes(62_500))
    wall = Image.new("RGB", size, (40 + 3 * number, 120, 250 - 4 * number))
    drawn = Image.blend(wall, grain.resize(size).convert("RGB"), 0.2)
    ImageDraw.Draw(drawn).rectangle((80, 80, 400, 300), fill="white")
    body = io.BytesIO()
    drawn.save(body, "JPEG", quality=80)
    return body.getvalue()


def _team() -> tuple[Person, ...]:
    return (
        Person("Nguyễn Hữu Phước", "Phó Giám đốc Sở Nội vụ", "Trưởng đoàn"),
        Person("Trần Quý Sỹ", "Trưởng phòng Cải cách hành chính", "Phó trưởng đoàn"),
        Person("Đỗ Quỳnh Ngọc Ẩn", "Chuyên viên Sở Nội vụ", "Thư ký"),
        Person("Lê Thị Mỹ Duyên", "Chuyên viên Văn phòng UBND tỉnh", "Thành viên"),
    )


def _unit_people() -> tuple[Person, ...]:
    return (
        Person("Huỳnh Thị Thúy Hằng", "Chủ tịch UBND xã An Tân"),
        Person("Bùi Văn Khởi", "Giám đốc Trung tâm Phục vụ hành chính công xã An Tân"),
    )


def _headings() -> tuple[Heading, ...]:
    full = [
        Heading(
            area,
            (
                "Đã tiếp nhận và giải quyết 1.791 hồ sơ, trong đó có 4 hồ sơ trễ hẹn (0,22%)",
                "Đã ban hành 6 văn bản quy phạm pháp luật",
            ),
            ("Bộ phận Một cửa được bố trí phù hợp, trang bị đầy đủ thiết bị theo quy định",),
            (
                "Công tác thông tin, tuyên truyền về cải cách hành chính chưa thường xuyên",
                "Chế độ thông tin, báo cáo định kỳ chưa kịp thời",
            ),
        )
        for area in AREAS
    ]
    full[3] = replace(full[3], results=(), strengths=(), shortcomings=())
    full[5] = replace(full[5], strengths=(), shortcomings=())
    return tuple(full)


def _requests() -> tuple[Request, ...]:
    return (
        Request(
            "Chỉ đạo và phân công trách nhiệm cụ thể cho từng cán bộ, công chức để khắc phục "
            "những tồn tại, hạn chế nêu trên",
            "Chủ tịch UBND xã An Tân",
            dt.date(2026, 4, 15),
        ),
        Request(
            "Niêm yết công khai 100% thủ tục hành chính thuộc thẩm quyền giải quyết",
            "Giám đốc Trung tâm Phục vụ hành chính công xã",
            None,
        ),
    )


def _checklist(rows: int) -> tuple[ChecklistPart, ...]:
    return tuple(
        ChecklistPart(area, tuple(_row(f"{'ABCDEGH'[part]}{n + 1:02}", n) for n in range(rows)))
        for part, area in enumerate(AREAS)
    )


def _row(code: str, n: int) -> ChecklistRow:
    result = RESULTS[n % len(RESULTS)]
    question = QUESTIONS[n % len(QUESTIONS)]
    return ChecklistRow(code, question, result, VALUES.get(result, ""), NOTES[n % len(NOTES)])


def _photo(number: int) -> Photo:
    return Photo(
        sha256=hashlib.sha256(f"original {number}".encode()).hexdigest(),
        print_sha256=hashlib.sha256(picture(number)).hexdigest(),
        caption=CAPTIONS[number % 2],
        item_code=f"C{number % 10 + 1:02}",
        taken_at=START + dt.timedelta(minutes=number),
        received_at=START + dt.timedelta(minutes=number + 1),
    )


def _files(photos: int) -> tuple[File, ...]:
    register = sample_builder.parts()[0].draw
    assert register is not None
    named = "danh sách hồ sơ của xã An Tân"
    originals = (
        File(f"Ảnh {n + 1}", f"ảnh gốc, nội dung {photo.item_code}", 2_400_512 + n, photo.sha256)
        for n, photo in enumerate(map(_photo, range(photos)))
    )
    return (File(register.register, named, None, register.register_sha256), *originals)
