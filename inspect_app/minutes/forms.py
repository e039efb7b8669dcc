"""What is typed for the minutes besides the checklist."""

from __future__ import annotations

import datetime as dt

from flask_wtf import FlaskForm

from .. import clock
from ..fields import DayField, TimeField, line, paragraph


class DescriptionForm(FlaskForm):  # type: ignore[misc]
    """Where and when, who was there for the unit, and what the unit says; times of Viet Nam."""

    venue = line(300)
    place = line(80)
    started_on = DayField()
    started_at = TimeField()
    ended_on = DayField()
    ended_at = TimeField()
    unit_people = paragraph(4000)
    unit_opinion = paragraph(8000, required=False)

    def moment(self, name: str) -> dt.datetime:
        """The UTC moment typed in the two fields of "started" or "ended"."""
        day, time = self[f"{name}_on"].data, self[f"{name}_at"].data
        return clock.from_local(dt.datetime.combine(day, time))
