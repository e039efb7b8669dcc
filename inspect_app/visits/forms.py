"""What is typed or tapped on a visit's pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from .. import clock
from ..db import new_id
from ..fields import DayField, line


class VisitForm(FlaskForm):  # type: ignore[misc]
    planned_on = DayField()
    unit_search = line(120, required=False)


def ids(form: MultiDict[str, str], name: str) -> list[uuid.UUID]:
    """The ids of that field, several in one value parted by spaces; what is no id is left out."""
    found = (_id(word) for typed in form.getlist(name) for word in typed.split())
    return [key for key in found if key is not None]


def operation_of(form: Mapping[str, str]) -> uuid.UUID:
    """The id that the tablet gave the operation; a plain form without script gets one here."""
    return _id(form.get("operation", "")) or new_id()


def client_time(form: Mapping[str, str]) -> dt.datetime | None:
    """When the tablet says it happened (ISO, with zone); None when it says nothing readable."""
    try:
        said = dt.datetime.fromisoformat(form.get("at", ""))
        return said.astimezone(dt.UTC) if said.tzinfo else clock.from_local(said)
    except (ValueError, OverflowError):  # the year 1 in Viet Nam began before the calendar
        return None


def _id(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
