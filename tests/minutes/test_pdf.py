"""The drawn minutes: the same bytes each time, readable text, and the form on paper."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from inspect_app.minutes import pdf
from inspect_app.minutes.document import Heading, Minutes
from tests.minutes import builder

ROOT = Path(__file__).parents[2]
MILLIMETRE = 72 / 25.4
HASHES = ("sha256", "print_sha256", "register_sha256")
NOT_PRINTED_AS_IS = (
    *("template", "series", "parent_body", "issuing_body", "subject"),
    *("signatories", "layout"),
)
DRAW_ELSEWHERE = """
import hashlib
from inspect_app.minutes import pdf
from tests.minutes import builder
drawn = pdf.draw(builder.minutes(photos=3), builder.pictures)
print(hashlib.sha256(drawn).hexdigest())
"""


def text(drawn: bytes, *options: str) -> str:
    """All text by pdftotext, an independent reader."""
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=drawn, capture_output=True, check=True).stdout.decode()


def words(value: str) -> str:
    return " ".join(value.split())


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from filter(None, value.split("\n"))
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in (*HASHES, "result", "results", "items", *NOT_PRINTED_AS_IS):
                yield from strings(getattr(value, field.name))


def page_texts(drawn: bytes) -> list[str]:
    return text(drawn, "-layout").split("\f")[:-1]


def lines(drawn: bytes, page: int) -> dict[str, tuple[float, float, float, float]]:
    """Each line of the page → (left, top, right, bottom) in millimetres from the corner."""
    shown = text(drawn, "-bbox-layout", "-f", str(page), "-l", str(page))
    found = {}
    for box, inner in re.findall(r"<line ([^>]*)>(.*?)</line>", shown, re.DOTALL):
        said = " ".join(re.findall(r">([^<]+)</word>", inner))
        corners = [float(value) / MILLIMETRE for value in re.findall(r'"([\d.]+)"', box)]
        found[said] = (corners[0], corners[1], corners[2], corners[3])
    return found


def middle(box: tuple[float, float, float, float]) -> float:
    return (box[0] + box[2]) / 2


def drawn_text(minutes: Minutes) -> str:
    return words(text(pdf.draw(minutes, builder.pictures)))


def test_the_same_value_gives_the_same_bytes_in_another_process(drawn: bytes) -> None:
    assert pdf.draw(builder.minutes(photos=3), builder.pictures) == drawn
    command = [sys.executable, "-c", DRAW_ELSEWHERE]
    elsewhere = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert elsewhere.strip() == hashlib.sha256(drawn).hexdigest()


def test_the_number_changes_no_byte(drawn: bytes) -> None:
    assert pdf.draw(builder.minutes(photos=3, number=6), builder.pictures) == drawn


def test_all_strings_come_out_as_composed_text_with_ordinary_spaces(drawn: bytes) -> None:
    said = text(drawn)
    assert unicodedata.is_normalized("NFC", said)
    assert "\u00a0" not in said
    squeezed = "".join(said.split())
    expected = list(strings(builder.minutes(photos=3)))
    assert len(expected) > 250
    assert [s for s in expected if "".join(s.split()) not in squeezed] == []


def test_the_wording_of_the_form(drawn: bytes) -> None:
    said = words(text(drawn))
    for phrase in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH GIA LAI",
        "Số: /BB-ĐKT",
        "An Tân, ngày 05 tháng 3 năm 2026",
        "Vào hồi 08 giờ 30 ngày 05 tháng 3 năm 2026, tại trụ sở",
        "về việc kiểm tra công tác",
        "kết thúc vào hồi 11 giờ 45 cùng ngày.",
        "Biên bản đã được đọc lại cho những người có tên nêu trên nghe và ký xác nhận; lập thành "
        "02 bản có giá trị như nhau, mỗi bên giữ 01 bản./.",
        "Thời hạn: chậm nhất ngày 15/04/2026.",
        "Thời hạn: không ấn định.",
        "Tổng cộng 42 7 7 7 7 70",
        "chụp lúc 08:30 ngày 05/03/2026",
    ):
        assert phrase in said


def test_photos_are_named_by_twelve_digits_of_the_original(drawn: bytes) -> None:
    for photo in builder.minutes(photos=3).photos:
        assert f"SHA-256 ảnh gốc: {photo.sha256[:12]}\n" in text(drawn)


def test_legal_bases_end_as_the_form_wants() -> None:
    said = drawn_text(builder.minutes(legal_bases=("Căn cứ Luật A.", "Căn cứ Nghị định B;")))
    assert "Căn cứ Luật A; Căn cứ Nghị định B." in said


def test_what_is_missing_is_said_openly() -> None:
    empty = builder.minutes(
        photos=0,
        checklist=(),
        sample=(),
        files=(),
        legal_bases=(),
        team=(),
        unit_people=(),
        requests=(),
        recipients=(),
    )
    empty = replace(
        empty, unit_opinion="", headings=(Heading("Tài chính công", (), (), ()),), number=None
    )
    said = drawn_text(empty)
    assert "Phụ lục" not in said
    for phrase in (
        "Số: /BB-ĐKT",
        "Không viện dẫn căn cứ.",
        "Không ghi nhận người tham dự.",
        "1. Tài chính công Không ghi nhận nội dung.",
        "Không có kiến nghị, yêu cầu khắc phục.",
        "Đơn vị được kiểm tra không có ý kiến khác.",
        "- Không ghi nơi nhận.",
    ):
        assert phrase in said


def test_an_end_on_another_day_is_dated() -> None:
    said = drawn_text(builder.minutes(ended_at=builder.END + dt.timedelta(days=1)))
    assert "kết thúc vào hồi 11 giờ 45 ngày 06 tháng 3 năm 2026." in said


def test_text_is_never_read_as_markup() -> None:
    said = drawn_text(builder.minutes(unit_opinion='<img src="http://127.0.0.1/x"> & <b>đậm</b>'))
    assert '<img src="http://127.0.0.1/x"> & <b>đậm</b>' in said


def test_pages_are_a4_and_all_fonts_embedded(drawn: bytes, tmp_path: Path) -> None:
    sizes = {page.get_size() for page in pypdfium2.PdfDocument(drawn)}
    assert {(round(w / MILLIMETRE), round(h / MILLIMETRE)) for w, h in sizes} == {(210, 297)}
    (tmp_path / "a.pdf").write_bytes(drawn)
    command = ["pdffonts", str(tmp_path / "a.pdf")]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    fonts = table.splitlines()[2:]
    assert len(fonts) == 4
    assert all("+Liberation-Serif-2.1.5" in font for font in fonts)
    assert all(re.search(r"Identity-H +yes yes yes", font) for font in fonts)


def test_page_numbers_skip_first_pages_and_start_anew_in_each_annex() -> None:
    pages = page_texts(pdf.draw(builder.minutes(photos=8), builder.pictures))
    tops = [words(page.splitlines()[0]) for page in pages]
    first = next(n for n, page in enumerate(pages) if "PHIẾU KIỂM TRA" in page)
    second = next(n for n, page in enumerate(pages) if "MẪU HỒ SƠ KIỂM TRA" in page)
    third = next(n for n, page in enumerate(pages) if "ẢNH CHỤP TẠI" in page)
    assert tops[1:first] == [str(n) for n in range(2, first + 1)]
    assert tops[0].startswith("ỦY BAN NHÂN DÂN")
    assert tops[first] == "Phụ lục I"
    assert tops[first + 1] == "2 Phụ lục I (tiếp theo)"
    assert tops[second] == "Phụ lục II"
    assert tops[second + 1] == "2 Phụ lục II (tiếp theo)"
    assert tops[third] == "Phụ lục III"
    assert tops[third + 1] == "2 Phụ lục III (tiếp theo)"


def test_annexes_are_numbered_without_those_that_are_empty() -> None:
    without_sample = builder.minutes(photos=8, rows=1, sample=(), files=())
    for value in (without_sample, builder.minutes(photos=0, rows=1, files=())):
        pages = page_texts(pdf.draw(value, builder.pictures))
        heads = [words(page.splitlines()[0]) for page in pages]
        found = [head.removeprefix("Phụ lục ") for head in heads if head.startswith("Phụ lục")]
        assert found == ["I", "II"]
        assert "2 Phụ lục II (tiếp theo)" in heads


def test_the_table_head_returns_on_every_page_of_the_checklist(drawn: bytes) -> None:
    pages = [words(page) for page in page_texts(drawn)]
    continued = [page for page in pages if "Phụ lục I (tiếp theo)" in page]
    rows = [page for page in continued if re.search(r"[A-H]\d\d\. ", page)]
    assert len(rows) >= 5
    assert all("STT Nội dung Kết quả" in page and "Ghi chú" in page for page in rows)


def test_the_page_number_is_centred_in_the_top_margin(drawn: bytes) -> None:
    box = lines(drawn, 2)["2"]
    assert box[3] < 20
    assert abs(middle(box) - (30 + 165 / 2)) < 0.5


def test_margins_and_the_two_blocks_of_the_head(drawn: bytes) -> None:
    first = lines(drawn, 1)
    assert min(box[0] for box in first.values()) >= 29.5
    assert max(box[2] for box in first.values()) <= 195.5
    left, right = first["ỦY BAN NHÂN DÂN"], first["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert left[2] < right[0]
    assert abs(left[1] - right[1]) < 0.5
    motto = first["Độc lập - Tự do - Hạnh phúc"]
    assert abs(middle(motto) - middle(right)) < 0.5
    assert abs(middle(first["BIÊN BẢN"]) - (30 + 165 / 2)) < 0.5


@pytest.mark.parametrize("extra", range(0, 30, 5))
def test_signatures_stay_with_the_closing_paragraph(extra: int) -> None:
    opinion = "\n".join(["Thống nhất với biên bản."] * extra)
    pages = page_texts(pdf.draw(builder.minutes(0, 1, unit_opinion=opinion), builder.pictures))
    (closing,) = [page for page in pages if "kết thúc vào hồi" in page]
    for part in ("có giá trị như nhau", "TRƯỞNG ĐOÀN", "Nguyễn Hữu Phước", "Nơi nhận:", "- Lưu:"):
        assert part in closing


def test_the_signature_field_lies_between_the_role_and_the_name(drawn: bytes) -> None:
    fields = PdfFileReader(io.BytesIO(drawn)).root["/AcroForm"]["/Fields"]
    (field,) = (f.get_object() for f in fields if f.get_object()["/T"] == "Sig_head")
    left, bottom, right, top = (float(value) / MILLIMETRE for value in field["/Rect"])
    assert (round(right - left), round(top - bottom)) == (45, 25)
    number = next(n for n, page in enumerate(page_texts(drawn), 1) if "TRƯỞNG ĐOÀN" in page)
    role = lines(drawn, number)["TRƯỞNG ĐOÀN"]
    name = lines(drawn, number)["Nguyễn Hữu Phước"]
    assert role[3] < 297 - top < 297 - bottom < name[1]
    assert abs((left + right) / 2 - middle(name)) < 0.5


def test_an_unknown_result_is_refused() -> None:
    value = builder.minutes()
    row = replace(value.checklist[0].rows[0], result="perhaps")
    part = replace(value.checklist[0], rows=(row,))
    with pytest.raises(ValueError, match="perhaps"):
        pdf.to_html(replace(value, checklist=(part,)))


def test_title_language_and_dates_are_in_the_file(drawn: bytes) -> None:
    metadata = pypdfium2.PdfDocument(io.BytesIO(drawn)).get_metadata_dict()
    assert metadata["Title"].startswith("Biên bản: Kiểm tra công tác")
    assert metadata["CreationDate"].startswith("D:20260305")
    assert PdfFileReader(io.BytesIO(drawn)).root["/Lang"] == "vi"
