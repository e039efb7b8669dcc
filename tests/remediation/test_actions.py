"""Requests drafted from shortcomings, edited, ordered, removed."""

from __future__ import annotations

import datetime as dt

import pytest

from inspect_app.errors import RuleBroken
from inspect_app.findings.actions import record_from_item, set_removed
from inspect_app.findings.models import Finding
from inspect_app.notices.queries import edition_of
from inspect_app.notices.rules import Fault
from inspect_app.remediation import actions, queries
from inspect_app.remediation.models import RemediationRequest
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer
from tests.notices.test_actions import note, record

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return people.load(cast.visit)


def fail(visit: Visit, code: str) -> Finding:
    answer(visit, code, value="fail")
    return record_from_item(visit, code, by=people.viewer("member"))


def draft(visit: Visit) -> list[RemediationRequest]:
    actions.draft_requests(visit, by=people.viewer("head"))
    return list(queries.list_requests(visit))


def add(visit: Visit, content: str = "Niêm yết đủ", **changes: object) -> RemediationRequest:
    values = {"content": content, "responsible": "Chủ tịch", "deadline": None}
    return actions.add_request(visit, **{**values, **changes}, by=people.viewer("head"))  # type: ignore[arg-type]


def test_each_shortcoming_gets_one_request_of_the_chairman_without_deadline(visit: Visit) -> None:
    finding = fail(visit, "CD-05")
    (request,) = draft(visit)
    assert request.findings == [finding]
    assert (request.responsible, request.deadline) == ("Chủ tịch UBND xã An Tân", None)


def test_drafting_again_adds_nothing(visit: Visit) -> None:
    fail(visit, "CD-05")
    draft(visit)
    assert actions.draft_requests(visit, by=people.viewer("head")) == 0


def test_shortcomings_of_one_item_share_a_request(visit: Visit) -> None:
    first = fail(visit, "CD-05")
    second = record_from_item(visit, "CD-05", by=people.viewer("secretary"))
    (request,) = draft(visit)
    assert set(request.findings) == {first, second}


def test_a_notice_is_asked_for_in_its_own_words_unless_put_right_on_site(visit: Visit) -> None:
    kind = next(kind for kind in edition_of(visit).kinds if kind.key == "fees")
    note(visit, kind, "posted", value="no")
    record(visit, Fault.MISSING, kind)
    (asked,) = draft(visit)
    assert asked.content == kind.wordings[Fault.MISSING].request
    note(visit, kind, "corrected", value="yes")
    assert draft(visit) == []


def test_an_edited_request_stays_as_the_head_wrote_it(visit: Visit) -> None:
    finding = fail(visit, "CD-05")
    (request,) = draft(visit)
    day, head = dt.date(2020, 12, 31), people.viewer("head")
    actions.edit_request(request, content="Câu mới", responsible="Ông A", deadline=day, by=head)
    set_removed(finding, True, by=head)
    (request,) = draft(visit)
    assert (request.content, request.responsible, request.deadline) == ("Câu mới", "Ông A", day)


def test_an_untouched_draft_goes_with_its_finding(visit: Visit) -> None:
    finding = fail(visit, "CD-05")
    draft(visit)
    set_removed(finding, True, by=people.viewer("head"))
    assert draft(visit) == []


def test_what_the_head_took_out_stays_out(visit: Visit) -> None:
    fail(visit, "CD-05")
    (request,) = draft(visit)
    actions.set_removed(request, True, by=people.viewer("head"))
    assert draft(visit) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": " "}, "content"),
        ({"content": "x" * 2001}, "content"),
        ({"responsible": ""}, "responsible"),
        ({"deadline": dt.date(2020, 10, 14)}, "deadline"),
    ],
)
def test_a_senseless_request_is_refused_at_its_field(
    visit: Visit, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(visit, **changes)  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]
    with pytest.raises(RuleBroken):
        add_and_edit(visit, changes)


def add_and_edit(visit: Visit, changes: dict[str, object]) -> None:
    values = {"content": "Có", "responsible": "A", "deadline": None, **changes}
    actions.edit_request(add(visit), **values, by=people.viewer("head"))  # type: ignore[arg-type]


def test_requests_are_put_in_order(visit: Visit) -> None:
    head = people.viewer("head")
    first, _, third = (add(visit, text) for text in "abc")
    actions.move_request(third, True, by=head)
    actions.move_request(first, True, by=head)
    assert [r.content for r in queries.list_requests(visit)] == ["a", "c", "b"]


def test_a_request_taken_out_meanwhile_does_not_move(visit: Visit) -> None:
    head, requests = people.viewer("head"), [add(visit, text) for text in "ab"]
    actions.set_removed(requests[1], True, by=head)
    actions.move_request(requests[1], True, by=head)
    actions.set_removed(requests[1], False, by=head)
    assert list(queries.list_requests(visit)) == requests


def test_a_signed_visit_refuses_every_change(visit: Visit) -> None:
    request, head = add(visit), people.viewer("head")
    visit.state = VisitState.SIGNED
    for change in (
        lambda: add(visit),
        lambda: actions.set_removed(request, True, by=head),
        lambda: actions.move_request(request, True, by=head),
        lambda: actions.draft_requests(visit, by=head),
    ):
        with pytest.raises(RuleBroken, match="đã ký"):
            change()
