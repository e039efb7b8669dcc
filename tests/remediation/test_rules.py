"""What a remediation request must say."""

from __future__ import annotations

import datetime as dt

import pytest

from inspect_app.errors import RuleBroken
from inspect_app.remediation import rules

DAY = dt.date(2020, 10, 15)


def test_somebody_is_responsible() -> None:
    assert rules.check_responsible("  Chủ tịch  UBND xã ") == "Chủ tịch UBND xã"
    with pytest.raises(RuleBroken) as refused:
        rules.check_responsible("  ")
    assert list(refused.value.fields) == ["responsible"]


@pytest.mark.parametrize("deadline", [None, DAY, DAY + dt.timedelta(days=1)])
def test_a_deadline_is_openly_none_or_not_before_the_visit(deadline: dt.date | None) -> None:
    rules.check_deadline(deadline, DAY)


def test_a_deadline_before_the_visit_is_refused_with_both_days() -> None:
    with pytest.raises(RuleBroken, match="14/10/2020 trước ngày kiểm tra 15/10/2020") as refused:
        rules.check_deadline(dt.date(2020, 10, 14), DAY)
    assert list(refused.value.fields) == ["deadline"]
