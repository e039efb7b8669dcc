"""What the page of days off shows: a year with the library's days and the office's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ..db import db
from ..text import Message, msg
from .models import SpecialDay as Stored
from .special_days import YEARS
from .workdays import ANNOUNCED, SpecialDay, is_weekday, special_days

WEEKDAYS = (
    *(msg("thứ hai"), msg("thứ ba"), msg("thứ tư"), msg("thứ năm"), msg("thứ sáu")),
    *(msg("thứ bảy"), msg("chủ nhật")),
)
LIBRARY = msg("thư viện")
NOTICE = msg("thông báo của Chính phủ")
OFFICE = msg("cơ quan thêm")


@dataclass(frozen=True)
class Row:
    """One day of the year; `instead_of` is what the library says of one of the office's."""

    day: SpecialDay
    instead_of: SpecialDay | None = None

    @property
    def weekday(self) -> Message:
        """What day of the week it is."""
        return WEEKDAYS[self.day.date.weekday()]

    @property
    def source(self) -> Message:
        """Who says so."""
        if self.day.own:
            return OFFICE
        return NOTICE if self.day in ANNOUNCED else LIBRARY

    @property
    def without(self) -> str:
        """What it is again, "off" or "work", when the office's row is taken out."""
        if self.instead_of:
            return self.instead_of.kind
        return "work" if is_weekday(self.day.date) else "off"


def year_page(year: int, today: dt.date) -> dict[str, Any]:
    """The days of a year in order, and the years beside it."""
    shown = range(max(year - 2, YEARS[0]), min(year + 2, YEARS[1]) + 1)
    return {"year": year, "years": shown, "rows": _rows(year), "today": today}


def _rows(year: int) -> list[Row]:
    known = special_days(year)
    span = Stored.day.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    own = {row.day: row for row in db.session.scalars(select(Stored).where(span))}
    found = [Row(day) for date, day in known.items() if date not in own]
    found += [Row(_plain(row), known.get(row.day)) for row in own.values()]
    return sorted(found, key=lambda row: row.day.date)


def _plain(row: Stored) -> SpecialDay:
    return SpecialDay(row.day, "work" if row.kind == "work" else "off", row.name, own=True)
