"""Which days state offices in Viet Nam work: public holidays, compensation and swap days."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import holidays

Kind = Literal["off", "work"]
SATURDAY = 5


@dataclass(frozen=True)
class SpecialDay:
    """A day that its weekday does not decide; `name` is what people call it, in Vietnamese.

    `own`: from the office's table, not from the library or ANNOUNCED.
    """

    date: dt.date
    kind: Kind
    name: str
    own: bool = False


# Công văn 12729/VPCP-KGVX of 25/12/2025; the library does not know it.
ANNOUNCED = (
    SpecialDay(dt.date(2026, 1, 2), "off", "Ngày nghỉ (thay cho ngày 10/01/2026)"),
    SpecialDay(dt.date(2026, 1, 10), "work", "Ngày làm bù"),
)


def is_weekday(date: dt.date) -> bool:
    """Whether it is one of Monday to Friday."""
    return date.weekday() < SATURDAY


@functools.cache
def special_days(year: int) -> Mapping[dt.date, SpecialDay]:
    """The special days of a year by date: the library's, then ANNOUNCED.

    The library (holidays 0.109) computes Tết and Giỗ Tổ by the lunar calendar and the compensation
    for holidays on a weekend, and lists these swap days since 2019: 5/1/2019 worked for 31/12/2018
    and 4/5/2019 for 29/4/2019 (công văn 6519/VPCP-KGVX of 2018), 4/5/2024 for 29/4/2024 (công văn
    2450/VPCP-KGVX of 2024), 26/4/2025 for 2/5/2025 (thông báo 6150/TB-BLĐTBXH of 2024), 22/8/2026
    for 31/8/2026. It has none for 2020-2023 and 2027. For a year not yet announced, the days next
    to Tết and 2/9 are its estimate by weekday; 24/11 is off from 2026 on.
    Source: Bộ luật Lao động 2019, Điều 111 khoản 3 and Điều 112.
    """
    known = holidays.country_holidays("VN", years=year, language="vi")
    days = [SpecialDay(date, "off", name) for date, name in known.items()]
    days += [SpecialDay(date, "work", "Ngày làm bù") for date in known.weekend_workdays]
    found = {day.date: day for day in (*days, *ANNOUNCED) if day.date.year == year}
    return MappingProxyType(dict(sorted(found.items())))


@dataclass(frozen=True)
class Calendar:
    """The working days, where `overrides`, the office's own table, goes before everything else.

    `names` says what the office calls those days.
    """

    overrides: Mapping[dt.date, Kind] = field(default_factory=dict)
    names: Mapping[dt.date, str] = field(default_factory=dict)

    def is_working(self, date: dt.date) -> bool:
        """Whether offices work; Saturday and Sunday only where a swap makes them."""
        special = self.special(date)
        return special.kind == "work" if special else is_weekday(date)

    def special(self, date: dt.date) -> SpecialDay | None:
        """What the day is when its weekday does not decide."""
        if date in self.overrides:
            return SpecialDay(date, self.overrides[date], self.names.get(date, ""), own=True)
        return special_days(date.year).get(date)

    def unusual(self, start: dt.date, end: dt.date) -> list[SpecialDay]:
        """The days from `start` up to and including `end` that are not as their weekday says."""
        dates = (start + dt.timedelta(days=n) for n in range((end - start).days + 1))
        found = (self.special(date) for date in dates)
        return [day for day in found if day and (day.kind == "work") != is_weekday(day.date)]

    def working_days(self, start: dt.date, end: dt.date) -> Iterator[dt.date]:
        """The working days after `start` up to and including `end`."""
        span = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
        return (date for date in span if self.is_working(date))

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many days work after `start` up to and including `end`; 0 when `end` is earlier."""
        return sum(1 for _ in self.working_days(start, end))

    def off_between(self, start: dt.date, end: dt.date) -> int:
        """How many days are off after `start` up to and including `end`; 0 when it is earlier."""
        return max((end - start).days, 0) - self.between(start, end)

    def add(self, date: dt.date, days: int) -> dt.date:
        """The day that is `days` ≥ 0 working days after `date`; `date` itself for 0."""
        while days > 0:
            date += dt.timedelta(days=1)
            days -= self.is_working(date)
        return date
