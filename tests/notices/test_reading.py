"""What is typed of a notice: stored plainly, or refused at its field."""

from __future__ import annotations

from typing import Any

import pytest

from inspect_app.errors import RuleBroken
from inspect_app.notices.reading import read


@pytest.mark.parametrize(
    ("aspect", "typed", "stored"),
    [
        ("posted", {"value": "no"}, "no"),
        ("readable", {"value": "not_applicable"}, "not_applicable"),
        ("qr", {"value": ""}, ""),
        ("counts", {"posted": "1.120", "announced": "1 125"}, {"posted": 1120, "announced": 1125}),
        ("counts", {"posted": "0", "announced": ""}, {"posted": 0}),
        ("counts", {}, None),
        (
            "decision",
            {"number": " 12/QĐ-UBND ", "date": "5/1/2026"},
            {"number": "12/QĐ-UBND", "date": "2026-01-05"},
        ),
        ("decision", {"date": "2026-01-05"}, {"date": "2026-01-05"}),
        ("decision", {"number": " "}, None),
        ("place", {"value": "  Ba\u0309ng   Một cửa "}, "Bảng Một cửa"),
        ("remark", {"value": "dòng một\r\ndòng hai"}, "dòng một\ndòng hai"),
    ],
)
def test_what_is_typed_is_stored(aspect: str, typed: dict[str, str], stored: Any) -> None:
    assert read(aspect, typed) == stored


@pytest.mark.parametrize(
    ("aspect", "typed", "fields"),
    [
        ("counts", {"posted": "1,250", "announced": "nhiều"}, {"posted", "announced"}),
        ("decision", {"number": "12", "date": "31/2/2026"}, {"date"}),
        ("decision", {"number": "x" * 81}, {"number"}),
        ("place", {"value": "x" * 201}, {"value"}),
        ("qr_target", {"value": "x" * 501}, {"value"}),
        ("posted", {"value": "maybe"}, set()),
        ("qr", {"value": "not_applicable"}, set()),
        ("remark", {"value": "x" * 4001}, set()),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(
    aspect: str, typed: dict[str, str], fields: set[str]
) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(aspect, typed)
    assert set(refused.value.fields) == fields
