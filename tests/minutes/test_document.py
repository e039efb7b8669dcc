"""What the approval's hash covers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from inspect_app.minutes.document import Minutes, Replaced, canonical, content_hash, data
from inspect_app.minutes.layout import Layout
from tests.minutes import builder

FIELDS = [field.name for field in dataclasses.fields(Minutes) if field.name != "number"]


def other(value: Any) -> Any:
    """A value of the same type that differs as little as can be."""
    if isinstance(value, Layout):
        return replace(value, copies=value.copies + 1)
    if isinstance(value, str):
        return value + "."
    if isinstance(value, int):
        return value + 1
    if value is None:
        return Replaced("04/BB-ĐKT", dt.date(2026, 3, 1), "sai ngày")
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    return value[:-1]


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_changes_the_hash(name: str) -> None:
    value = builder.minutes()
    changed = replace(value, **{name: other(getattr(value, name))})
    assert content_hash(changed) != content_hash(value)


def test_the_number_is_given_after_approval_and_leaves_the_hash() -> None:
    assert content_hash(builder.minutes(number=None)) == content_hash(builder.minutes(number=12))


def test_the_hash_is_that_of_the_attached_data() -> None:
    value = builder.minutes()
    assert hashlib.sha256(data(value)).hexdigest() == content_hash(value)


def test_the_number_is_part_of_what_is_drawn() -> None:
    assert canonical(builder.minutes(number=5)) != canonical(builder.minutes(number=6))


def test_one_letter_deep_inside_changes_the_hash() -> None:
    value = builder.minutes()
    first = replace(value.checklist[0].rows[0], note="khác")
    part = replace(value.checklist[0], rows=(first, *value.checklist[0].rows[1:]))
    assert content_hash(replace(value, checklist=(part, *value.checklist[1:]))) != content_hash(
        value
    )


def test_equal_values_give_equal_bytes() -> None:
    assert canonical(builder.minutes()) == canonical(builder.minutes())
