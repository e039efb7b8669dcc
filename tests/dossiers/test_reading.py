"""Whatever the software exports is read as rows; what is no table is refused and says why."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from inspect_app.dossiers import csvfile, reading
from inspect_app.dossiers.cells import plain
from inspect_app.dossiers.reading import Book, open_book
from inspect_app.errors import RuleBroken
from tests.dossiers import sheets


def book(folder: Path, data: bytes, name: str = "danh sách.xlsx") -> Book:
    path = folder / "held"
    path.write_bytes(data)
    return open_book(path, name)


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(RuleBroken) as caught:
        found = book(folder, data)
        list(found.rows(found.sheets[0]))
    assert "file" in caught.value.fields
    return str(caught.value)


def test_the_headings_are_found_below_the_title_lines(tmp_path: Path) -> None:
    found = book(tmp_path, sheets.workbook(sheets.rows(3), further=["Ghi chú"]))
    assert found.sheets == ["Hồ sơ", "Ghi chú"]
    top = found.top("Hồ sơ")
    assert (top.row, top.headings, len(top.sample)) == (3, list(sheets.HEADINGS), 3)
    assert top.below == 3


def test_rows_keep_their_numbers_and_only_the_wanted_columns(tmp_path: Path) -> None:
    found = book(tmp_path, sheets.workbook(sheets.rows(2)))
    top = found.top("Hồ sơ")
    assert list(found.data("Hồ sơ", top, ["Ngày tiếp nhận", "Mã hồ sơ"])) == [
        (4, [dt.datetime(2020, 6, 2, 8, 31), "H15.50.05.13-200602-00001"]),
        (5, [dt.datetime(2020, 6, 3, 8, 32), "H15.50.05.13-200603-00002"]),
    ]


def test_a_table_that_begins_to_the_right_keeps_its_columns(tmp_path: Path) -> None:
    lines = [[None, None, *row] for row in sheets.rows(2)]
    headings = ["", "", *sheets.HEADINGS]
    found = book(tmp_path, sheets.workbook(lines, headings=headings, above=()))
    top = found.top("Hồ sơ")
    assert top.headings[:4] == ["", "", "STT", "Mã hồ sơ"]
    assert next(found.data("Hồ sơ", top, ["STT"])) == (2, [1.0])


def test_the_row_that_numbers_the_columns_is_no_dossier(tmp_path: Path) -> None:
    numbering = [f"({n})" for n in range(1, 13)]
    found = book(tmp_path, sheets.workbook([numbering, *sheets.rows(2)]))
    top = found.top("Hồ sơ")
    assert top.row == 4 and len(list(found.data("Hồ sơ", top, ["Mã hồ sơ"]))) == 2


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_is_read_in_every_usual_spelling(tmp_path: Path, encoding: str, delimiter: str) -> None:
    data = sheets.table(sheets.rows(60), delimiter).encode(encoding)
    found = book(tmp_path, data, "hồ sơ.csv")
    assert found.sheets == ["hồ sơ"]
    top = found.top("hồ sơ")
    assert top.headings == list(sheets.HEADINGS) and top.below == 60
    assert next(found.data("hồ sơ", top, ["Lĩnh vực"])) == (2, ["Hộ tịch"])


def in_1258(text: str) -> bytes:
    """As that code page writes Vietnamese: the tone after its letter."""
    written = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(m for m in parts if m not in tone))
        written += (base + tone).encode("cp1258")
    return written


def test_windows_1258_is_read_as_nfc(tmp_path: Path) -> None:
    data = in_1258("Mã hồ sơ;Lĩnh vực;Ngày tiếp nhận\r\nA-1;Hộ tịch;1/6/2020\r\n")
    top = book(tmp_path, data, "a.csv").top("a")
    assert top.headings == ["Mã hồ sơ", "Lĩnh vực", "Ngày tiếp nhận"]
    assert plain(top.sample[0][1]) == "Hộ tịch"


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def word_document() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    return body.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "không phải tệp bảng tính"),
        (b"%PDF-1.7\n\x00\x01\x02\x03", "không phải tệp bảng tính"),
        (bytes(range(256)) * 20, "không phải tệp bảng tính"),
        (word_document(), "không phải tệp bảng tính"),
        (encrypted(), "có mật khẩu"),
        (b"<html><table><tr><td>STT</td></tr></table></html>", "là trang web"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "là trang web"),
        (sheets.workbook(sheets.rows(9))[:-300], "hỏng"),
        (b"PK\x03\x04" + bytes(50), "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "hỏng"),
        (b'a;b;c\n1;"2;3\n' + b"x" * 200_000, "dấu ngoặc kép"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    assert why in refusal(tmp_path, data)


def test_two_cells_in_far_corners_end_only_the_child(tmp_path: Path) -> None:
    body = io.BytesIO()
    with xlsxwriter.Workbook(body) as made:
        page = made.add_worksheet("a")
        page.write(0, 0, "x")
        page.write(1048575, 16383, "y")
    assert "quá nhiều dữ liệu" in refusal(tmp_path, body.getvalue())


def test_an_archive_that_unpacks_to_too_much_is_not_opened(tmp_path: Path) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(401):
                member.write(bytes(1024 * 1024))
    assert len(body.getvalue()) < 1_000_000
    assert "quá nhiều dữ liệu" in refusal(tmp_path, body.getvalue())


def test_too_many_rows_or_columns_are_refused(tmp_path: Path) -> None:
    wide = sheets.workbook([["x"] * 81], headings=["Mã hồ sơ"] * 81, above=())
    assert "hơn 80 cột" in refusal(tmp_path, wide)
    assert "hơn 80 cột" in refusal(tmp_path, b"x;" * 80 + b"x\n")
    assert "hơn 60.000 dòng" in refusal(tmp_path, b"a;b;c\n" * (csvfile.ROWS + 1))


def test_a_sheet_without_headings_says_what_is_missing(tmp_path: Path) -> None:
    found = book(tmp_path, sheets.workbook([], headings=("Một", "Hai", "Ba")))
    with pytest.raises(RuleBroken, match="Không thấy dòng tiêu đề"):
        found.top("Hồ sơ")


def test_a_very_long_cell_is_cut(tmp_path: Path) -> None:
    lines = [sheets.row(1, **{"Trạng thái": "x" * 30_000})]
    for data in (sheets.workbook(lines), sheets.table(lines).encode()):
        found = book(tmp_path, data)
        sheet = found.sheets[0]
        ((_, cells),) = found.data(sheet, found.top(sheet), ["Trạng thái"])
        assert cells == ["x" * csvfile.LONGEST]


def test_the_child_ends_when_nobody_reads_on(tmp_path: Path) -> None:
    found = book(tmp_path, sheets.workbook(sheets.rows(3000)))
    said = reading._child(found.path, {"sheet": "Hồ sơ", "limit": None, "wanted": None})
    assert next(said)["height"] == 3003
    child = said.gi_frame.f_locals["child"]  # type: ignore[attr-defined]
    said.close()
    assert child.returncode is not None
