"""The form fields that several features share: a line, a long text, a date, a time of day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextInput

from . import text
from .text import msg

REQUIRED = str(msg("Chưa điền mục này."))
TOO_LONG = str(msg("Nội dung này quá dài."))
NO_DATE = str(msg("Không có ngày này. Gõ dạng 05/03/2026."))
NO_COUNT = str(msg("Gõ một số nguyên, hoặc để trống."))
NO_TIME = str(msg("Không có giờ này. Gõ dạng 08:30."))


class ReadField(Field):
    """A required field whose text is read by a function; ValueError becomes the field's error."""

    widget = TextInput()
    fault = REQUIRED

    def read(self, typed: str) -> Any:
        """The value of the typed text; ValueError when it is none."""
        raise NotImplementedError

    def process_formdata(self, values: Sequence[str]) -> None:
        """What WTForms calls with what was typed."""
        try:
            self.data = self.read(values[0]) if values else None
        except ValueError as error:
            self.data = None
            raise ValueError(self.fault) from error
        if self.data is None:
            raise ValueError(self.fault)


class DayField(ReadField):
    """A date, typed as 05/03/2026."""

    fault = NO_DATE

    def read(self, typed: str) -> dt.date | None:
        """The date; None from nothing."""
        return text.read_date(typed)


class TimeField(ReadField):
    """A time of day, typed as 08:30."""

    fault = NO_TIME

    def read(self, typed: str) -> dt.time:
        """The time of day."""
        return text.read_time(typed)


class CountField(Field):
    """A whole number ≥ 0, typed as 1 or 1.791; None when left empty."""

    widget = TextInput()

    def process_formdata(self, values: Sequence[str]) -> None:
        """What WTForms calls with what was typed."""
        try:
            self.data = text.read_count(values[0]) if values else None
        except text.UnreadableNumber as error:
            self.data = None
            raise ValueError(NO_COUNT) from error


def line(limit: int, default: str = "", *, required: bool = True) -> StringField:
    """A one-line text in NFC."""
    return StringField(
        default=default,
        filters=[lambda value: " ".join(text.nfc(value or "").split())],
        validators=_validators(limit, required),
    )


def paragraph(limit: int, *, required: bool = True) -> TextAreaField:
    """A text of several lines in NFC."""
    return TextAreaField(
        filters=[lambda value: text.nfc(value or "").strip()],
        validators=_validators(limit, required),
    )


def typed(field: Field) -> str:
    """What stands in a field: what was typed, else its value as people write it."""
    if field.raw_data:
        return str(field.raw_data[0])
    if isinstance(field.data, dt.date):
        return text.date(field.data)
    if isinstance(field.data, dt.time):
        return f"{field.data:%H:%M}"
    return str(field.data or "")


def _validators(limit: int, required: bool) -> list[Any]:
    length = Length(max=limit, message=TOO_LONG)
    return [DataRequired(REQUIRED), length] if required else [length]
