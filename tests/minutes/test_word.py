"""The draft in Word: the same parts in the same order as the PDF, and none once it is signed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.shared import Pt
from flask import Flask

from inspect_app.db import db
from inspect_app.minutes import word
from inspect_app.minutes.layout import DEFAULT
from tests import cast as people
from tests.cast import PASSWORD, Cast
from tests.minutes import builder
from tests.stages import submit
from tests.strict_browser import Browser


@pytest.fixture(scope="module")
def file() -> Any:
    made = word.make(builder.minutes(photos=3), builder.pictures)
    return docx.Document(io.BytesIO(made))


def said(file: Any) -> list[str]:
    return [p.text for p in file.paragraphs]


def test_parts_stand_in_the_order_of_the_form(file: Any) -> None:
    texts = said(file)
    wanted = (
        "DỰ THẢO",
        "BIÊN BẢN",
        "I. THÀNH PHẦN",
        "II. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA",
        "III. KIẾN NGHỊ, YÊU CẦU KHẮC PHỤC",
        "IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
        "Nơi nhận:",
        "Phụ lục I",
        "Phụ lục II",
        "Phụ lục III",
        "Phụ lục IV",
    )
    places = [texts.index(part) for part in wanted]
    assert places == sorted(places)
    assert any(text.endswith("mỗi bên giữ 01 bản./.") for text in texts)


def test_paper_margins_and_fonts(file: Any) -> None:
    first = file.sections[0]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 25, 30, 15]
    assert file.styles["Normal"].font.name == "Times New Roman"
    (title,) = [p for p in file.paragraphs if p.text == "BIÊN BẢN"]
    assert title.runs[0].bold and title.runs[0].font.size == Pt(14)
    (opening,) = [p for p in file.paragraphs if p.text.startswith("Vào hồi")]
    assert round(opening.paragraph_format.first_line_indent.mm) == 10
    assert opening.paragraph_format.space_before == Pt(6)


def test_head_and_signatures_are_tables(file: Any) -> None:
    left, right = file.tables[0].rows[0].cells
    assert [p.text for p in left.paragraphs][:2] == [
        "ỦY BAN NHÂN DÂN TỈNH GIA LAI",
        "ĐOÀN KIỂM TRA CẢI CÁCH HÀNH CHÍNH",
    ]
    assert right.paragraphs[0].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    signatures = [cell.paragraphs[0].text for cell in file.tables[1].rows[0].cells]
    assert signatures == ["THƯ KÝ", "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA", "TRƯỞNG ĐOÀN"]


def test_annexes_hold_every_row_and_number_their_own_pages(file: Any) -> None:
    value = builder.minutes(photos=3)
    checklist = file.tables[2]
    assert len(checklist.rows) == 1 + 7 + 70
    assert [cell.text for cell in file.tables[3].rows[-1].cells][-1] == "70"
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    for known in value.files:
        assert known.sha256 in cells
    for part in value.sample:
        assert all(any(c.startswith(row.code) for c in cells) for row in part.rows)
    assert len(file.inline_shapes) == 3
    assert len(file.sections) == 5
    for section in file.sections:
        assert "PAGE" in section.header._element.xml
        assert section.different_first_page_header_footer


def test_sections_follow_the_template_here_too() -> None:
    order = ("composition", "opinion", "requests", "results")
    value = builder.minutes(0, 1, layout=replace(DEFAULT, sections=order))
    texts = said(docx.Document(io.BytesIO(word.make(value, builder.pictures))))
    assert texts.index("II. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA") < texts.index(
        "IV. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA"
    )


def test_the_team_takes_the_draft(app: Flask, cast: Cast, as_: Callable[[str], Browser]) -> None:
    with app.app_context():
        submit(people.load(cast.visit))
        db.session.commit()
    answer = as_("member").client.get(f"/visits/{cast.visit}/minutes/draft.docx")
    assert answer.status_code == 200 and answer.data.startswith(b"PK")
    assert "BIÊN BẢN" in said(docx.Document(io.BytesIO(answer.data)))


def test_there_is_no_draft_of_what_is_signed(signed_app: Flask, cast: Cast) -> None:
    member = Browser(signed_app).sign_in("member", PASSWORD)
    assert member.client.get(f"/visits/{cast.visit}/minutes/draft.docx").status_code == 404
    member.get(f"/visits/{cast.visit}/minutes")
    assert "Tải bản dự thảo Word" not in member.words()
