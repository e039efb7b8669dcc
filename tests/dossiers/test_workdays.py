"""Which days state offices work, as announced year by year."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.dossiers.workdays import Calendar, special_days

CALENDAR = Calendar()
DATES = st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))


def day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


# Each break from the last working day before it to the first after it.
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2022-08-31", "2022-09-05"),  # 2/9 is a Friday, 1/9 off with it
        ("2023-08-31", "2023-09-05"),  # 2/9 is a Saturday, compensated on 4/9
        ("2024-02-07", "2024-02-15"),  # thông báo 5015/TB-LĐTBXH of 22/11/2023
        ("2024-08-30", "2024-09-04"),  # the same
        ("2025-01-24", "2025-02-03"),  # thông báo 6150/TB-BLĐTBXH of 3/12/2024
        ("2025-08-29", "2025-09-03"),  # the same
        ("2025-12-31", "2026-01-05"),  # công văn 12729/VPCP-KGVX of 25/12/2025
        ("2026-02-13", "2026-02-23"),  # Tết 14-22/2/2026, as announced
        ("2026-08-28", "2026-09-03"),  # 31/8 swapped with 22/8
        ("2027-02-03", "2027-02-11"),  # by the weekday rule of 2024, not from an announcement
        ("2027-09-01", "2027-09-06"),  # the library's estimate
    ],
)
def test_a_break_has_no_working_day_between(before: str, after: str) -> None:
    assert CALENDAR.is_working(day(before))
    assert CALENDAR.add(day(before), 1) == day(after)
    assert CALENDAR.between(day(before), day(after)) == 1


@pytest.mark.parametrize(
    "saturday",
    ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"],
)
def test_a_saturday_given_for_a_day_off_is_worked(saturday: str) -> None:
    assert day(saturday).weekday() == 5
    assert CALENDAR.is_working(day(saturday))
    assert not CALENDAR.is_working(day(saturday) + dt.timedelta(days=1))


def test_the_table_of_the_office_goes_before_the_announced_days() -> None:
    own = Calendar({day("2026-08-22"): "off", day("2026-02-20"): "work", day("2026-03-14"): "work"})
    assert [own.is_working(date) for date in own.overrides] == [False, True, True]


def test_what_is_known_of_a_year_is_listed_by_date_with_names() -> None:
    listed = special_days(2026)
    assert list(listed) == sorted(listed)
    assert listed[day("2026-02-17")].name == "Tết Nguyên Đán"
    assert {date for date, it in listed.items() if it.kind == "work"} == {
        day("2026-01-10"),
        day("2026-08-22"),
    }
    assert {date.year for date in listed} == {2026}


def test_an_end_before_the_start_counts_nothing() -> None:
    assert CALENDAR.between(day("2026-03-10"), day("2026-03-02")) == 0
    assert CALENDAR.off_between(day("2026-03-10"), day("2026-03-02")) == 0


@settings(deadline=None)
@given(DATES, st.integers(0, 60))
def test_adding_days_and_counting_them_agree(start: dt.date, days: int) -> None:
    assert CALENDAR.between(start, CALENDAR.add(start, days)) == days


@settings(deadline=None)
@given(st.lists(DATES, min_size=3, max_size=3).map(sorted))
def test_counts_of_two_spans_add_up(dates: list[dt.date]) -> None:
    first, middle, last = dates
    parts = CALENDAR.between(first, middle) + CALENDAR.between(middle, last)
    assert CALENDAR.between(first, last) == parts
    assert CALENDAR.off_between(first, last) == (last - first).days - parts
