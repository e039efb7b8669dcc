"""What a plan must hold before a team may set out."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from inspect_app.campaigns import rules
from inspect_app.errors import RuleBroken
from inspect_app.permissions import Role


def test_the_period_examined_does_not_end_before_it_starts() -> None:
    day = dt.date(2020, 1, 1)
    rules.check_period(day, day)
    with pytest.raises(RuleBroken) as refused:
        rules.check_period(day, day - dt.timedelta(days=1))
    assert list(refused.value.fields) == ["period_to"]


@pytest.mark.parametrize("heads", [0, 2])
def test_a_team_has_exactly_one_head(heads: int) -> None:
    team = {uuid.UUID(int=n): Role.HEAD for n in range(heads)}
    with pytest.raises(RuleBroken, match=f"hiện chọn {heads}") as refused:
        rules.check_team({**team, uuid.UUID(int=9): Role.MEMBER})
    assert list(refused.value.fields) == ["team"]
    rules.check_team({uuid.UUID(int=1): Role.HEAD})
