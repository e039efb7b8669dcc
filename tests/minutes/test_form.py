"""Each element of the form of Nghị định 30/2020/NĐ-CP, Phụ lục I, measured on the drawn pages."""

from __future__ import annotations

import pytest

from inspect_app.minutes import pdf
from tests.minutes import builder, measure
from tests.minutes.measure import BOTTOM, LEFT, MIDDLE, RIGHT, TOP, Box, Line, Page

POINT = 1 / measure.MILLIMETRE
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@pytest.fixture(scope="module")
def pages(drawn: bytes) -> list[Page]:
    return measure.pages(drawn)


@pytest.fixture(scope="module")
def first(pages: list[Page]) -> Page:
    return pages[0]


@pytest.fixture(scope="module")
def last(pages: list[Page]) -> Page:
    """The page of the signatures."""
    return next(page for page in pages if page.has("Nơi nhận:"))


@pytest.fixture(scope="module")
def body(pages: list[Page]) -> list[Page]:
    """The pages of the minutes without the annexes."""
    return pages[: next(n for n, page in enumerate(pages) if page.has("Phụ lục I"))]


def centred(line: Line, at: float = MIDDLE) -> bool:
    return abs(line.box.middle - at) < 0.6


def test_paper_is_a4_portrait(pages: list[Page]) -> None:
    assert {(round(p.size[0]), round(p.size[1])) for p in pages} == {measure.A4}


def test_margins(pages: list[Page]) -> None:
    """Top and bottom 20-25 mm, left 30-35, right 15-20."""
    for page in pages:
        assert min(line.box.left for line in page.body) >= LEFT - 0.3
        assert max(line.box.right for line in page.body) <= RIGHT + 0.5
        assert all(line.box.top >= TOP and line.box.bottom <= BOTTOM for line in page.body)


def test_page_numbers_stand_in_the_middle_of_the_top_margin_but_not_on_page_1(
    body: list[Page],
) -> None:
    above = [[line for line in page.lines if line.box.bottom < TOP] for page in body]
    assert above[0] == []
    for number, lines in enumerate(above[1:], 2):
        (line,) = lines
        assert line.said == str(number)
        assert line.size in (13, 14) and line.plain and centred(line)


def test_the_country_and_its_motto(first: Page) -> None:
    country, motto = first.line(COUNTRY), first.line(MOTTO)
    assert country.bold and not country.italic and country.size in (12, 13)
    assert motto.bold and not motto.italic and motto.size in (13, 14)
    assert centred(motto, country.box.middle)
    assert 0 < motto.box.top - country.box.bottom < 3


def test_the_line_below_the_motto_is_as_long_as_the_motto(first: Page) -> None:
    motto = first.line(MOTTO)
    stroke = first.stroke_below(motto)
    assert stroke.width == pytest.approx(motto.box.width, abs=1.5)
    assert stroke.middle == pytest.approx(motto.box.middle, abs=0.5)


def test_the_parent_body_is_in_capitals_and_not_bold(first: Page) -> None:
    for line in (first.line("ỦY BAN NHÂN DÂN"), first.line("TỈNH GIA LAI")):
        assert line.plain and line.size in (12, 13)
    assert first.line("ỦY BAN NHÂN DÂN").baseline == pytest.approx(
        first.line(COUNTRY).baseline, abs=0.3
    )


def test_the_issuing_body_is_in_bold_capitals_with_a_short_line_below(first: Page) -> None:
    upper, lower = first.line("ĐOÀN KIỂM TRA CẢI CÁCH"), first.line("HÀNH CHÍNH")
    assert all(line.bold and line.size in (12, 13) for line in (upper, lower))
    stroke = first.stroke_below(lower)
    assert upper.box.width / 3 <= stroke.width <= upper.box.width / 2
    assert stroke.middle == pytest.approx(upper.box.middle, abs=0.5)


@pytest.mark.parametrize("name", ["Đoàn kiểm tra", "Sở Nội vụ", "Đoàn kiểm tra liên ngành"])
def test_the_short_line_follows_the_length_of_the_name(name: str) -> None:
    page = measure.pages(pdf.draw(builder.minutes(0, 1, issuing_body=name), builder.pictures))[0]
    line = page.line(name.upper())
    stroke = page.stroke_below(line)
    assert 1 / 3 <= stroke.width / line.box.width <= 1 / 2
    assert stroke.middle == pytest.approx(line.box.middle, abs=0.5)


def test_number_place_and_date(first: Page) -> None:
    date = first.line("An Tân, ngày 05 tháng 3 năm 2026")
    assert date.italic and not date.bold and date.size in (13, 14)
    assert centred(date, first.line(COUNTRY).box.middle)
    number = first.starting("Số:")
    assert number.plain and number.size == 13
    assert number.baseline == pytest.approx(date.baseline, abs=0.3)


def test_title_and_subject_are_bold_centred_with_a_short_line_below(first: Page) -> None:
    title = first.line("BIÊN BẢN")
    subject = first.after(title)
    assert title.bold and title.size in (13, 14) and centred(title)
    assert subject.bold and subject.size in (13, 14) and centred(subject)
    stroke = first.stroke_below(subject)
    assert 1 / 3 <= stroke.width / subject.box.width <= 1 / 2
    assert stroke.middle == pytest.approx(MIDDLE, abs=0.5)


def test_legal_bases_are_italic_each_ends_with_a_semicolon_the_last_with_a_stop(
    first: Page,
) -> None:
    start, end = first.starting("Căn cứ Nghị quyết"), first.starting("Vào hồi")
    bases = [x for x in first.lines if start.baseline <= x.baseline < end.baseline]
    assert all(line.italic and line.size in (13, 14) for line in bases)
    assert [line.said[-1] for line in bases if line.said[-1] in ";."] == [";", "."]


def test_paragraphs_are_justified_with_the_first_line_set_in(first: Page) -> None:
    opening = first.starting("Vào hồi")
    assert opening.plain and opening.size in (13, 14)
    assert 10 <= opening.box.left - LEFT <= 12.7
    inner = first.after(opening)
    assert inner.box.left == pytest.approx(LEFT, abs=0.4)
    for line in (opening, inner):
        assert line.box.right == pytest.approx(RIGHT, abs=0.6)


def test_lines_are_single_to_one_and_a_half_spaced(first: Page) -> None:
    opening = first.starting("Vào hồi")
    pitch = first.after(opening).baseline - opening.baseline
    single = 1.149 * opening.size * POINT  # the font's own height: (891 + 216 + 42) / 1000
    assert single <= pitch <= 1.5 * single


def test_between_paragraphs_are_at_least_six_points(body: list[Page]) -> None:
    for page in body:
        starts = [line for line in page.body if 9.5 <= line.box.left - LEFT <= 12.7]
        assert starts
        for line in starts:
            before = [x for x in page.body if x.baseline < line.baseline - 1]
            same_text = [x for x in before if x.box.left < 60 and 14 in x.sizes]
            if same_text:
                pitch = line.baseline - max(x.baseline for x in same_text)
                assert pitch >= 17.5 * POINT + 6 * POINT - 0.1, line.said


def test_headings_are_bold(body: list[Page]) -> None:
    for head in (
        "I. THÀNH PHẦN",
        "II. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA",
        "III. KIẾN NGHỊ, YÊU CẦU KHẮC PHỤC",
        "IV. Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
    ):
        (line,) = [line for page in body for line in page.lines if line.said == head]
        assert line.bold and line.size in (13, 14)


def test_the_text_ends_with_a_stroke_between_two_stops(last: Page) -> None:
    closing = last.starting("nhận; lập thành")
    assert closing.said.endswith("./.")
    assert last.after(closing).said == "THƯ KÝ"


def test_roles_are_bold_capitals_above_bold_names(last: Page) -> None:
    for role, name in (
        ("THƯ KÝ", "Đỗ Quỳnh Ngọc Ẩn"),
        ("TRƯỞNG ĐOÀN", "Nguyễn Hữu Phước"),
        ("ĐẠI DIỆN ĐƠN VỊ", "Huỳnh Thị Thúy Hằng"),
    ):
        above, below = last.line(role), last.line(name)
        assert above.bold and above.size in (13, 14)
        assert below.bold and not below.italic and below.size in (13, 14)
        assert centred(below, above.box.middle)
        assert below.box.top - above.box.bottom > 25


def test_recipients(last: Page) -> None:
    head = last.line("Nơi nhận:")
    assert head.bold and head.italic and head.size == 12
    assert head.box.left == pytest.approx(LEFT, abs=0.4)
    listed = [x for x in last.body if x.baseline > head.baseline + 1]
    assert [line.said[-1] for line in listed] == [";", ";", ";", "."]
    assert all(x.said.startswith("- ") and x.plain and x.size == 11 for x in listed)
    assert listed[-1].said.startswith("- Lưu: VT")


@pytest.mark.parametrize(
    ("numeral", "title"),
    [
        ("I", "PHIẾU KIỂM TRA"),
        ("II", "MẪU HỒ SƠ KIỂM TRA"),
        ("III", "ẢNH CHỤP TẠI BUỔI KIỂM TRA"),
        ("IV", "DANH MỤC TỆP KÈM THEO"),
    ],
)
def test_the_head_of_an_annex(pages: list[Page], numeral: str, title: str) -> None:
    (page,) = [page for page in pages if page.has(f"Phụ lục {numeral}")]
    head, name = page.line(f"Phụ lục {numeral}"), page.line(title)
    assert head.bold and head.size == 14 and centred(head)
    assert name.bold and name.size in (13, 14) and centred(name)
    of = page.starting("(Kèm theo Biên bản số")
    assert of.italic and of.size in (13, 14)
    assert not [line for line in page.lines if line.box.bottom < TOP]


def test_annexes_have_page_numbers_of_their_own(pages: list[Page]) -> None:
    begins = [n for n, page in enumerate(pages) if page.has("Phụ lục I+V?")]
    for begin, end in zip(begins, [*begins[1:], len(pages)], strict=True):
        for number, page in enumerate(pages[begin + 1 : end], 2):
            line = next(x for x in page.lines if x.said == str(number) and x.box.bottom < TOP)
            assert line.size == 13 and centred(line)


def test_nothing_is_drawn_over_something_else(pages: list[Page]) -> None:
    for page in pages:
        for line in page.lines:
            for other in page.lines:
                assert line is other or not _overlap(line.box, other.box), (line.said, other.said)


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.3 and down > 1.5
