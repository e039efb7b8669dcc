"""What is typed about a day off or a working day; shape only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from ..fields import DayField, line
from ..text import msg
from .special_days import YEARS

NO_KIND = str(msg("Chọn ngày nghỉ hay ngày làm việc."))


class SpecialDayForm(FlaskForm):  # type: ignore[misc]
    day = DayField()
    kind = StringField(default="off", validators=[AnyOf(("off", "work"), message=NO_KIND)])
    name = line(200)


def year_of(query: Mapping[str, str], default: int) -> int:
    """The year asked for; the default for none that can be shown."""
    typed = query.get("year", "")
    year = int(typed) if re.fullmatch("[0-9]{4}", typed) else default
    return year if YEARS[0] <= year <= YEARS[1] else default


def day_of(form: Mapping[str, str]) -> dt.date | None:
    """The day that a button stands for; None when that says nothing readable."""
    try:
        return dt.date.fromisoformat(form.get("day", ""))
    except ValueError:
        return None
