"""The office's own days off and working days: adding one, taking one out."""

from __future__ import annotations

import datetime as dt

from .. import clock, text
from ..audit.actions import record
from ..db import db
from ..errors import RuleBroken
from ..permissions import Viewer
from ..text import msg
from .models import SpecialDay

YEARS = (2000, 2100)


def add_special_day(day: dt.date, kind: str, name: str, *, by: Viewer) -> SpecialDay:
    """Make a day one off ("off") or a working one ("work"); it goes before the library's.

    Raises RuleBroken for a day that is already in the table, or outside of YEARS.
    """
    if not YEARS[0] <= day.year <= YEARS[1]:
        wrong = msg("Năm từ {first} đến {last}.", first=YEARS[0], last=YEARS[1])
        raise RuleBroken(wrong, {"day": wrong})
    known = db.session.get(SpecialDay, day)
    if known is not None:
        twice = msg(
            "Ngày {day} đã có trong bảng ({name}). Bỏ dòng đó rồi thêm lại.",
            day=text.date(day),
            name=known.name,
        )
        raise RuleBroken(twice, {"day": twice})
    added = SpecialDay(day=day, kind=kind, name=name, by_id=by.user_id, at=clock.now())
    db.session.add(added)
    _record("dossiers.special_day_added", added, by)
    return added


def remove_special_day(day: dt.date, *, by: Viewer) -> None:
    """Let the library, or the weekday, decide again; RuleBroken for a day not in the table."""
    known = db.session.get(SpecialDay, day)
    if known is None:
        raise RuleBroken(msg("Ngày {day} không còn trong bảng.", day=text.date(day)))
    db.session.delete(known)
    _record("dossiers.special_day_removed", known, by)


def _record(action: str, day: SpecialDay, by: Viewer) -> None:
    db.session.flush()
    record(action, by=by.user_id, subject=day.day.isoformat(), kind=day.kind, name=day.name)
