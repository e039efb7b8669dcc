"""The sample of a realistic Minutes value: one draw by field, and one dossier chosen by hand."""

from __future__ import annotations

import datetime as dt
import hashlib

from inspect_app.minutes.drawn import (
    MissingDossier,
    SampleCount,
    SampleDraw,
    SamplePart,
    SampleRow,
)

ITEMS = tuple(f"HS-{number:02}" for number in range(2, 13))
FIELDS = ("Đất đai", "Hộ tịch", "Chứng thực", "Bảo trợ xã hội")
RESULTS = ("pass", "pass", "fail", "pass", "not_applicable", "pass", "unchecked")
LATE = "Hẹn 06/03/2026 16:00, xong 10/03/2026 10:00, trừ 2 ngày nghỉ: trễ 2 ngày làm việc"
DRAWN_AT = dt.datetime(2026, 3, 5, 2, 5, tzinfo=dt.UTC)


def code(number: int) -> str:
    """H15.50.05.13-260302-0001 and so on."""
    return f"H15.50.05.13-260302-{number:04}"


def parts(rows: int = 8) -> tuple[SamplePart, ...]:
    """A draw of so many dossiers, the last of them late, and one added by hand."""
    drawn = tuple(_row(number, rows) for number in range(1, rows + 1))
    added = SampleRow(code(900), FIELDS[0], "đoàn chọn thêm", RESULTS[:2] * 5 + ("pass",), "–", "")
    return (
        SamplePart(_draw(rows), ITEMS, drawn, _missing(), _counts(), _by_field()),
        SamplePart(None, ITEMS, (added,), (), (_of_added(),), ()),
    )


def _draw(rows: int) -> SampleDraw:
    return SampleDraw(
        unit="xã An Tân",
        register="danh-sach-ho-so-quy-1.xlsx",
        register_sha256=hashlib.sha256(b"register").hexdigest(),
        population=1791,
        size=rows,
        computed="độ tin cậy 95,0%, sai số 15,0%: 43 hồ sơ, hiệu chỉnh theo tổng số",
        method="ngẫu nhiên theo từng lĩnh vực",
        with_late=True,
        strata=(("Chứng thực", 2), ("Hộ tịch", 2), ("Đất đai", 4)),
        seed="3 1 4 1 5 2",
        seed_source="tung xúc xắc tại chỗ",
        witness="Bùi Văn Khởi, Giám đốc Trung tâm Phục vụ hành chính công",
        reason="Đơn vị nêu nhầm danh sách",
        drawn_at=DRAWN_AT,
        codes_sha256=hashlib.sha256(b"codes").hexdigest(),
    )


def _row(number: int, rows: int) -> SampleRow:
    late = number > rows - 2
    return SampleRow(
        code=code(number),
        field=FIELDS[number % len(FIELDS)],
        why="hồ sơ trễ hạn" if late else "rút ngẫu nhiên",
        results=tuple(RESULTS[(number * item) % len(RESULTS)] for item in range(len(ITEMS))),
        lateness=LATE if late else "Sớm 1 ngày làm việc",
        note="Không có phiếu kiểm soát quá trình giải quyết" if number % 3 == 0 else "",
    )


def _missing() -> tuple[MissingDossier, ...]:
    return (MissingDossier(code(501), code(4)), MissingDossier(code(502), ""))


def _counts() -> tuple[SampleCount, ...]:
    question = "HS-04. Thành phần hồ sơ đúng, đủ theo quy định; không thừa giấy tờ"
    return (
        SampleCount("Trễ hạn", "3/30", "5/32", "10,0%", "2,1% đến 26,5%", (100, 21, 265)),
        SampleCount("Đòi thừa giấy tờ", "0/30", "0/32", "0,0%", "0,0% đến 11,6%", (0, 0, 116)),
        SampleCount(question, "30/30", "32/32", "100,0%", "88,4% đến 100,0%", (1000, 884, 1000)),
    )


def _by_field() -> tuple[SampleCount, ...]:
    return (
        SampleCount("Đất đai", "3/15", "5/17", "20,0%", "4,3% đến 48,1%", (200, 43, 481)),
        SampleCount("Hộ tịch", "0/1", "0/1", "0,0%", "0,0%, đã kiểm tra toàn bộ", (0, 0, 0)),
    )


def _of_added() -> SampleCount:
    return SampleCount("Không nhập phần mềm", "–", "1/1", "–", "–", None)
