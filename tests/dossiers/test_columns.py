"""Columns are known by their headings; a citizen's are known too, and never kept."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from inspect_app.dossiers import columns
from inspect_app.dossiers.cells import (
    Cell,
    Unreadable,
    read_code,
    read_moment,
    read_text,
    says_person,
)
from inspect_app.dossiers.entries import read_entry
from inspect_app.errors import RuleBroken
from tests.dossiers import sheets

USUAL = {
    "code": "Mã hồ sơ",
    "field": "Lĩnh vực",
    "procedure": "Thủ tục hành chính",
    "received": "Ngày tiếp nhận",
    "appointed": "Ngày hẹn trả",
    "finished": "Ngày xử lý xong",
    "returned": "Ngày trả kết quả",
    "status": "Trạng thái",
}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("MÃ HỒ SƠ", "code"),
        ("Số biên nhận", "code"),
        (unicodedata.normalize("NFD", "Số hồ sơ"), "code"),
        ("Lĩnh vực TTHC", "field"),
        ("Tên TTHC", "procedure"),
        ("Ngày nhận hồ sơ", "received"),
        ("Thời gian tiếp nhận (giờ, ngày)", "received"),
        ("Ngày hẹn trả kết quả", "appointed"),
        ("Ngày trả kết quả dự kiến", "appointed"),
        ("Hạn xử lý", "appointed"),
        ("Ngày có kết quả", "finished"),
        ("Ngày nhận kết quả", "returned"),
        ("Ngay tra ket qua", "returned"),
        ("Tình trạng hồ sơ", "status"),
        ("Người tiếp nhận", None),
        ("STT", None),
        ("Ghi chú", None),
        ("", None),
    ],
)
def test_headings_mean_our_names(heading: str, name: str | None) -> None:
    found = columns.meaning(heading)
    assert (found[0] if found else None) == name


def test_the_usual_export_is_mapped_by_itself() -> None:
    dropped = columns.personal(sheets.HEADINGS, sheets.rows(30))
    assert dropped == ["Người nộp", "Số CCCD", "Điện thoại"]
    assert columns.proposed(sheets.HEADINGS, dropped) == USUAL


def test_the_better_heading_wins_and_no_column_is_taken_twice() -> None:
    headings = ["Mã TTHC", "Tên thủ tục hành chính", "Mã số hồ sơ", "Mã hồ sơ liên thông"]
    found = columns.proposed(headings, [])
    assert found == {"code": "Mã số hồ sơ", "procedure": "Tên thủ tục hành chính"}


@pytest.mark.parametrize(
    "heading",
    [
        *("Họ và tên", "Họ tên người nộp", "Chủ hồ sơ", "Tên tổ chức/cá nhân", "CMND/CCCD"),
        *("Số giấy tờ", "Số định danh cá nhân", "SĐT", "Số điện thoại", "Địa chỉ", "E-mail"),
        *(
            "Ngày sinh",
            "Năm sinh",
            "Mã số thuế",
            "Nơi cư trú",
            "Thư điện tử",
            "Người được ủy quyền",
        ),
    ],
)
def test_personal_headings_are_dropped(heading: str) -> None:
    assert columns.personal([heading], []) == [heading]
    with pytest.raises(RuleBroken) as caught:
        columns.check_mapping({"code": "Mã", "status": heading}, ["Mã", heading], [heading])
    assert set(caught.value.fields) == {"status"}


@pytest.mark.parametrize(
    "heading",
    ["Ngày trả kết quả cho công dân", "Lĩnh vực", "Thủ tục", "Trạng thái", "Ngày hẹn trả"],
)
def test_what_is_the_dossiers_own_stays(heading: str) -> None:
    assert columns.personal([heading], [["Đất đai"], ["Hộ tịch"]]) == []


@pytest.mark.parametrize(
    ("values", "personal"),
    [
        (["079012345678", "079012345679"], True),
        ([79012345678.0, "079 012 345 679"], True),
        (["212345678", "", None], True),
        (["0912 345 678", "0912.345.679"], True),
        (["+84912345678"], True),
        (["an@example.vn", "-"], True),
        (["Nguyễn Văn An", "TRẦN THỊ BÍCH", "Lê Hoàng Cường"], True),
        (["Đất đai", "Hộ tịch", "Lâm Nghiệp"], False),
        (["H15.50.05.13-261008-0975"], False),
        ([1.0, 2.0, 150000.0], False),
        ([dt.datetime(2020, 1, 1)], False),
        (["15-01-2024 08:30"], False),
        ([], False),
    ],
)
def test_a_citizens_facts_are_known_by_what_they_look_like(
    values: list[Cell], personal: bool
) -> None:
    assert says_person([value] for value in values) is personal


def test_long_numbers_below_a_code_heading_are_codes() -> None:
    sample: list[list[Cell]] = [["200115000123", "079012345678"]]
    assert columns.personal(["Số biên nhận", "Số"], sample) == ["Số"]


def test_equal_headings_are_told_apart() -> None:
    assert columns.labels(["Ghi chú", None, " Ghi  chú "]) == ["Ghi chú", "", "Ghi chú (2)"]


def test_the_fingerprint_knows_the_same_headings_again() -> None:
    first = columns.fingerprint(["Mã hồ sơ", "Lĩnh vực"])
    assert columns.fingerprint(["MÃ HỒ SƠ ", "lĩnh vực"]) == first and len(first) == 64
    assert columns.fingerprint(["Lĩnh vực", "Mã hồ sơ"]) != first


def test_a_remembered_mapping_never_points_to_what_is_dropped_or_gone() -> None:
    kept = {"code": "Số", "field": "Ghi chú", "status": "Đã mất"}
    assert columns.remembered(kept, ["Số", "Ghi chú"], ["Ghi chú"]) == {"code": "Số"}


def test_a_mapping_needs_the_code_and_each_column_once() -> None:
    with pytest.raises(RuleBroken) as caught:
        columns.check_mapping({"received": "A", "appointed": "A", "field": "C"}, ["A", "B"], [])
    assert set(caught.value.fields) == {"code", "received", "appointed", "field"}


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (dt.datetime(2026, 3, 5, 14, 5), moment(2026, 3, 5, 7, 5)),
        (dt.datetime(2026, 3, 5, 8, 29, 59, 999_999), moment(2026, 3, 5, 1, 30)),
        ("05/03/2026", moment(2026, 3, 4, 17)),
        ("5/3/2026 14:05", moment(2026, 3, 5, 7, 5)),
        ("05/03/2026 14:05:30", moment(2026, 3, 5, 7, 5, 30)),
        ("14:05 05/03/2026", moment(2026, 3, 5, 7, 5)),
        ("14 giờ 05 ngày 05/03/2026", moment(2026, 3, 5, 7, 5)),
        ("2026-03-05", moment(2026, 3, 4, 17)),
        ("2026-03-05T07:05:00Z", moment(2026, 3, 5, 7, 5)),
        ("2026-03-05 14:05:00", moment(2026, 3, 5, 7, 5)),
        (46086.5868055556, moment(2026, 3, 5, 7, 5)),
        ("", None),
        (" - ", None),
        (None, None),
    ],
)
def test_moments_are_read_in_viet_nams_time(cell: Cell, found: dt.datetime | None) -> None:
    assert read_moment(cell) == found


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "01/15/2026", "hôm qua", "05/03/26", "05/03/0026", 12.5, True, 1e9]
)
def test_what_is_no_moment_is_refused_and_quoted(cell: Cell) -> None:
    with pytest.raises(Unreadable, match="Cần dạng 05/03/2026"):
        read_moment(cell)


def test_codes_stay_as_they_are_but_in_nfc() -> None:
    assert read_code(" H15.50-261008-0975\u200b ") == "H15.50-261008-0975"
    assert read_code(unicodedata.normalize("NFD", "12/HS-Đất")) == "12/HS-Đất"
    assert read_code(240115000123.0) == "240115000123"
    for cell, why in (("", "thiếu"), ("9" * 81, "81"), ("Tổng cộng", "không giống")):
        with pytest.raises(Unreadable, match=why):
            read_code(cell)


def test_texts_lose_citizens_numbers_and_what_is_too_long() -> None:
    said = "Cấp bản sao cho CCCD 079012345678, ĐT 0912.345.678, an@example.vn; QĐ 1234/2020"
    assert read_text(said, 300) == "Cấp bản sao cho CCCD …, ĐT …, …; QĐ 1234/2020"
    assert read_text("x" * 200, 120) == "x" * 119 + "…"


def test_lines_that_are_no_dossiers_are_passed_over_and_titles_refused() -> None:
    names = ["code", "field", "received"]
    assert read_entry(names, ["", "NGƯỜI LẬP BIỂU", None]) is None
    assert read_entry(names, [None, None, None]) is None
    group = read_entry(names, ["Lĩnh vực 5: Đất đai", None, None])
    assert group is not None and set(group[1]) == {"code"}
    lacking = read_entry(names, ["", "Đất đai", "1/6/2020"])
    assert lacking is not None and set(lacking[1]) == {"code"}
