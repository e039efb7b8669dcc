"""Planning, starting, and answers that are counted once and never silently overwritten."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select, update

from inspect_app.campaigns.models import Campaign
from inspect_app.db import db, new_id
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.units.queries import get_by_key
from inspect_app.visits import actions, queries
from inspect_app.visits.models import Operation, Visit, VisitStep
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer

pytestmark = pytest.mark.usefixtures("inside")
CODE = "CD-04"


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return people.load(cast.visit)


def count(visit: Visit) -> int:
    found = select(func.count()).select_from(Operation).where(Operation.visit_id == visit.id)
    return db.session.scalar(found) or 0


def test_the_same_operation_delivered_again_counts_once(visit: Visit) -> None:
    key = new_id()
    first = answer(visit, CODE, operation=key, value="pass")
    assert answer(visit, CODE, operation=key, value="pass") is first
    assert count(visit) == 1


@pytest.mark.parametrize("other", [{"value": "fail"}, {"value": "pass", "aspect": "note"}])
def test_a_known_id_with_other_content_is_refused(visit: Visit, other: dict[str, Any]) -> None:
    key = new_id()
    answer(visit, CODE, operation=key, value="pass")
    with pytest.raises(Conflict, match="nội dung khác"):
        answer(visit, CODE, operation=key, **other)
    assert count(visit) == 1


def test_a_known_id_of_another_visit_is_refused(visit: Visit, cast: Cast) -> None:
    key = new_id()
    answer(visit, CODE, operation=key, value="pass")
    with pytest.raises(Conflict):
        answer(people.load(cast.full), CODE, operation=key, value="pass")


def test_a_change_of_what_one_saw_replaces_it(visit: Visit) -> None:
    first = answer(visit, CODE, value="pass")
    answer(visit, CODE, value="fail", by="secretary", base=(first.id,))
    found = queries.get_answer(visit, CODE)
    assert (found.result, found.in_conflict) == ("fail", False)
    assert count(visit) == 2


def test_two_who_did_not_see_each_other_both_keep_their_answer(visit: Visit) -> None:
    seen = answer(visit, CODE, value="pass")
    answer(visit, CODE, value="partial", base=(seen.id,))
    answer(visit, CODE, value="fail", by="secretary", base=(seen.id,))
    cell = queries.get_answer(visit, CODE).cell("result")
    assert [(h.value, h.user_name) for h in cell.heads] == [
        ("partial", "Lê Văn Cường"),
        ("fail", "Trần Thị Hoa"),
    ]
    assert queries.load_conflicts(visit) == {CODE}


def test_choosing_one_ends_the_conflict_and_keeps_the_log(visit: Visit) -> None:
    keys = tuple(answer(visit, CODE, value=value).id for value in ("partial", "fail"))
    answer(visit, CODE, value="fail", by="head", base=keys)
    assert not queries.get_answer(visit, CODE).in_conflict
    assert queries.load_conflicts(visit) == set()
    assert count(visit) == 3


def test_the_later_operation_may_arrive_first(visit: Visit) -> None:
    early, late = new_id(), new_id()
    answer(visit, CODE, operation=late, value="fail", base=(early,))
    answer(visit, CODE, operation=early, value="pass")
    cell = queries.get_answer(visit, CODE).cell("result")
    assert [head.value for head in cell.heads] == ["fail"]


def test_fields_of_one_item_do_not_disturb_each_other(visit: Visit) -> None:
    answer(visit, CODE, value="fail")
    answer(visit, CODE, aspect="note", value="hỏi lại")
    answer(visit, CODE, aspect="value", due="4", sent="4", late="1")
    found = queries.get_answer(visit, CODE)
    assert (found.result, found.cell("note").value) == ("fail", "hỏi lại")
    assert found.value == {"due": 4, "sent": 4, "late": 1}


def test_what_is_refused_is_not_stored(visit: Visit) -> None:
    with pytest.raises(RuleBroken):
        answer(visit, CODE, aspect="value", due="1,791")
    assert count(visit) == 0


@pytest.mark.parametrize("state", [VisitState.PLANNED, VisitState.SIGNED])
def test_a_visit_not_open_refuses_answers(visit: Visit, state: VisitState) -> None:
    visit.state = state
    with pytest.raises(RuleBroken):
        answer(visit, CODE, value="pass")


def test_a_repeated_delivery_is_still_known_after_signing(visit: Visit) -> None:
    key = new_id()
    answer(visit, CODE, operation=key, value="pass")
    visit.state = VisitState.SIGNED
    assert answer(visit, CODE, operation=key, value="pass").id == key


def test_starting_writes_down_when_and_by_whom(cast: Cast) -> None:
    visit = people.load(cast.planned)
    actions.start_visit(visit, by=people.viewer("secretary"))
    assert visit.state is VisitState.WORKING and visit.started_at is not None
    (step,) = queries.history(visit)
    assert (step.verb, step.by_id) == ("start", people.viewer("secretary").user_id)
    with pytest.raises(RuleBroken, match="bước khác"):
        actions.start_visit(visit, by=people.viewer("secretary"))
    assert db.session.scalar(select(func.count()).where(VisitStep.visit_id == visit.id)) == 1


@pytest.mark.parametrize(
    ("key", "day", "said"),
    [
        (people.AN_TAN, people.DAY, "đã có cuộc kiểm tra"),
        (people.AN_TAN, dt.date(2025, 7, 1), "Đơn vị kế thừa: xã An Lão"),
    ],
)
def test_a_unit_planned_twice_or_gone_is_refused(
    cast: Cast, key: str, day: dt.date, said: str
) -> None:
    campaign = db.session.get(Campaign, cast.campaign)
    assert campaign is not None
    with pytest.raises(RuleBroken, match=said) as refused:
        actions.plan_visit(campaign, get_by_key(key), planned_on=day, by=people.viewer("head"))
    assert list(refused.value.fields) == ["unit"]


def test_the_answers_of_the_last_signed_visit_stand_beside(cast: Cast, visit: Visit) -> None:
    answer(visit, CODE, value="fail")
    db.session.execute(update(Visit).where(Visit.id == visit.id).values(state=VisitState.SIGNED))
    later = actions.plan_visit(
        visit.campaign, visit.unit, planned_on=dt.date(2021, 10, 15), by=people.viewer("head")
    )
    day, before = queries.previous_answers(later)
    assert day == people.DAY
    assert before[CODE].result == "fail"
    assert queries.previous_answers(people.load(cast.planned)) == (None, {})
