"""The minutes to draw: the shipped checklist with all its items, 40 photos, and full sections."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

from bench import office, pictures
from inspect_app import config
from inspect_app.checklists import items, rules
from inspect_app.minutes import parties
from inspect_app.minutes.check import Check
from inspect_app.minutes.document import (
    ChecklistPart,
    ChecklistRow,
    Heading,
    Minutes,
    Person,
    Photo,
    Request,
)
from inspect_app.minutes.layout import PARTIES

SHIPPED = config.ROOT / "inspect_app" / "checklists" / "data" / "commune-2026.1.json"
PHOTOS = 40
MARK = Check("https://kiemtra.example.gov.vn/k/ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z")
BEGAN = dt.datetime(2026, 3, 5, 1, 30, tzinfo=dt.UTC)


def shoot(folder: Path, count: int = PHOTOS) -> None:
    """Put the JPEGs into the folder as an office's store keeps them, each under its SHA-256."""
    for number in range(count):
        body = pictures.photo(number)
        name = hashlib.sha256(body).hexdigest()
        (folder / name[:2]).mkdir(exist_ok=True)
        (folder / name[:2] / name).write_bytes(body)


def minutes(folder: Path, count: int = PHOTOS) -> Minutes:
    """The minutes with so many of the photos that `shoot` put into the folder."""
    names = sorted(path.name for path in folder.glob("*/*"))[:count]
    checklist = items.read(json.loads(SHIPPED.read_text(encoding="utf-8")))
    parts = tuple(_part(heading) for heading in checklist.headings)
    return Minutes(
        template="nd30-2020",
        parent_body="Ủy ban nhân dân tỉnh Đồng Tháp",
        issuing_body="Đoàn kiểm tra cải cách hành chính",
        series="BB-ĐKT",
        place="Tháp Mười",
        signed_on=dt.date(2026, 3, 5),
        subject="Kiểm tra công tác cải cách hành chính tại xã Tháp Mười",
        legal_bases=("Căn cứ Quyết định về việc thành lập Đoàn kiểm tra",),
        unit="Ủy ban nhân dân xã Tháp Mười",
        venue="trụ sở Ủy ban nhân dân xã Tháp Mười",
        period_from=dt.date(2026, 1, 1),
        period_to=dt.date(2026, 3, 1),
        started_at=BEGAN,
        ended_at=BEGAN + dt.timedelta(hours=7),
        team=(Person("Nguyễn Hoàng Nam", "Phó Giám đốc Sở Nội vụ", "Trưởng đoàn"),),
        unit_people=(Person("Võ Văn Khánh", "Chủ tịch UBND xã"),),
        headings=tuple(_section(heading) for heading in checklist.headings),
        requests=tuple(
            Request(item.request_vi, "Chủ tịch UBND xã", dt.date(2026, 4, 15))
            for heading in checklist.headings
            for item in heading.items[:1]
        ),
        unit_opinion="Ủy ban nhân dân xã thống nhất với nội dung biên bản.",
        copies=2,
        secretary="Huỳnh Thị Mai",
        unit_representative="Võ Văn Khánh",
        head="Nguyễn Hoàng Nam",
        recipients=("Chủ tịch UBND tỉnh (để báo cáo)", "UBND xã", "Lưu: VT"),
        checklist_version=checklist.name_vi,
        checklist=parts,
        sample=(),
        photos=tuple(_photo(n, name) for n, name in enumerate(names)),
        signatories=parties.unasked(
            {"secretary": "Huỳnh Thị Mai", "unit": "Võ Văn Khánh", "head": "Nguyễn Hoàng Nam"},
            PARTIES,
        ),
        number=5,
    )


def _part(heading: items.Heading) -> ChecklistPart:
    rows = (
        ChecklistRow(
            code=item.code,
            question=item.question_vi,
            result=office.RESULTS[number % len(office.RESULTS)],
            value=rules.shown_value(item, rules.read_value(item, office.typed(item))),
            note=office.WORDING,
        )
        for number, item in enumerate(heading.items)
    )
    return ChecklistPart(heading.title_vi, tuple(rows))


def _section(heading: items.Heading) -> Heading:
    return Heading(
        heading.title_vi,
        results=tuple(item.question_vi for item in heading.items[:4]),
        strengths=(office.WORDING,),
        shortcomings=tuple(item.finding_vi for item in heading.items[:2]),
    )


def _photo(number: int, name: str) -> Photo:
    return Photo(
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        print_sha256=name,
        caption="Bảng niêm yết thủ tục hành chính tại Bộ phận Một cửa",
        item_code="CK-01",
        taken_at=BEGAN + dt.timedelta(minutes=number),
        received_at=BEGAN + dt.timedelta(minutes=number),
    )
