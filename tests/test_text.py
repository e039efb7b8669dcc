"""How text, dates and numbers are read, written and searched."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app import text


@pytest.mark.parametrize("typed", ["1791", "1.791", "1 791", "1\u00a0791", " 1791 "])
def test_a_count_is_read_as_people_write_it(typed: str) -> None:
    assert text.read_count(typed) == 1791


@pytest.mark.parametrize("typed", ["", "  ", "\u00a0"])
def test_nothing_typed_is_no_number(typed: str) -> None:
    assert text.read_count(typed) is None


def test_an_ambiguous_number_is_refused_with_advice() -> None:
    with pytest.raises(text.UnreadableNumber) as refused:
        text.read_count("1,791")
    assert "“1,791”" in str(refused.value)
    assert "gõ 1.791 hoặc 1791" in str(refused.value)


@pytest.mark.parametrize("typed", ["-1", "1.5", "12a", "98,5", "1e3", "٣", "²", "1.79", "9" * 13])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(text.UnreadableNumber, match="không phải là số nguyên"):
        text.read_count(typed)


@given(st.integers(0, 10**12 - 1))
def test_every_written_number_is_read_back(value: int) -> None:
    assert text.read_count(text.number(value)) == value


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert text.number(1791) == "1.791"
    assert text.number(Decimal("98.5")) == "98,5"
    assert text.number(Decimal("1234.5"), 2) == "1.234,50"


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (4, 1791, "0,22%"),
        (0, 5, "0%"),
        (5, 5, "100%"),
        (1, 3, "33,33%"),
        (197, 200, "98,5%"),
        (1, 800, "0,13%"),
        (12, 1, "1.200%"),
        (1, 0, None),
    ],
)
def test_a_rate_has_two_places_at_the_most(part: int, whole: int, shown: str | None) -> None:
    assert text.percent(part, whole) == shown


def test_input_becomes_nfc_without_control_or_direction_signs() -> None:
    typed = unicodedata.normalize("NFD", "Nguyễn Thị Ẩn") + "\u202e\u200b\x00"
    assert text.nfc(typed) == "Nguyễn Thị Ẩn"
    assert text.nfc("a\r\nb\rc\td") == "a\nb\nc\td"


@pytest.mark.parametrize(
    "typed", ["AN TÂN", "an tan", "Ân  Tán", unicodedata.normalize("NFD", "ân tân")]
)
def test_search_ignores_case_marks_and_spaces(typed: str) -> None:
    assert text.folded(typed) == "an tan"


def test_search_knows_d_with_a_bar_and_both_ways_to_mark_hoa() -> None:
    assert text.folded("Đồng Đăng") == "dong dang"
    assert text.folded("hòa") == text.folded("hoà") == "hoa"


@pytest.mark.parametrize(
    "typed", ["5/3/2026", "05-03-2026", "5.3.2026", "2026-03-05", " 05/03/2026 "]
)
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    assert text.read_date(typed) == dt.date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["31/02/2026", "5/3/26", "hôm nay", "13/13/2026", "1/1/0001"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        text.read_date(typed)


def test_no_date_is_none() -> None:
    assert text.read_date("  ") is None


@pytest.mark.parametrize("typed", ["8:05", "08:05", "08h05", "8 giờ 5", "8.05", "8 giờ 5 phút"])
def test_a_time_is_read_as_people_write_it(typed: str) -> None:
    assert text.read_time(typed) == dt.time(8, 5)


@pytest.mark.parametrize("typed", ["", "8", "25:00", "8:60", "tám giờ"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        text.read_time(typed)


def test_moments_are_shown_on_the_clock_of_viet_nam() -> None:
    at = dt.datetime(2026, 3, 4, 18, 5, tzinfo=dt.UTC)
    assert text.moment(at) == "01:05 ngày 05/03/2026"
    assert text.long_time(at) == "01 giờ 05"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (dt.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (dt.date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (dt.date(2026, 12, 15), "ngày 15 tháng 12 năm 2026"),
    ],
)
def test_a_document_date_has_the_leading_zeros_of_the_decree(day: dt.date, shown: str) -> None:
    assert text.long_date(day) == shown


def test_a_document_number_below_ten_has_a_leading_zero() -> None:
    assert text.document_number(5, "BB-ĐKT") == "05/BB-ĐKT"
    assert text.document_number(12, "BB-ĐKT") == "12/BB-ĐKT"
    assert text.document_number(None, "BB-ĐKT") == "……/BB-ĐKT"


def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ["Hộ tịch", "Đất đai", "Dân tộc", "An ninh", "Ẩm thực", "Chứng thực", "Bảo trợ", "Ăn"]
    ordered = ["An ninh", "Ăn", "Ẩm thực", "Bảo trợ", "Chứng thực", "Dân tộc", "Đất đai", "Hộ tịch"]
    assert sorted(names, key=text.alphabetical) == ordered


def test_tones_part_only_what_is_spelt_alike() -> None:
    ordered = ["", "9 ma", "ma", "mà", "mả", "mã", "má", "mạ", "mà 1", "mạ 1", "mác"]
    mixed = [*ordered[5:], *ordered[:5]]
    assert sorted(mixed, key=text.alphabetical) == ordered


def test_people_sort_by_given_name_first() -> None:
    names = ["Trần Văn Ẩn", "Nguyễn Thị Bình", "Lê Đức Anh", "Lê Văn Bình"]
    assert sorted(names, key=text.given_name_key) == [
        "Trần Văn Ẩn",
        "Lê Đức Anh",
        "Lê Văn Bình",
        "Nguyễn Thị Bình",
    ]


def test_a_sentence_of_a_list_starts_high_and_ends_open() -> None:
    assert text.sentence("  ủy ban  đã niêm yết. ") == "Ủy ban đã niêm yết"
