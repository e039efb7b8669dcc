"""Findings in one tap or written freely, and conclusions that follow them until edited."""

from __future__ import annotations

from typing import Any

import pytest

from inspect_app.db import db, new_id
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.findings import actions, queries
from inspect_app.findings.models import ConclusionLine, Finding
from inspect_app.findings.rules import Cause, FindingKind, LineKind
from inspect_app.units.queries import get_by_key
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer

pytestmark = pytest.mark.usefixtures("inside")
FIGURES: dict[str, Any] = {"received": "1.791", "resolved": "1.791", "late": "4"}


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return people.load(cast.visit)


def record(visit: Visit, text: str = "Niêm yết thiếu", **more: object) -> Finding:
    kind = FindingKind.SHORTCOMING
    by = people.viewer("member")
    return actions.record_finding(visit, kind=kind, heading="TT", text=text, by=by, **more)  # type: ignore[arg-type]


def draft(visit: Visit) -> list[ConclusionLine]:
    actions.draft_conclusions(visit, by=people.viewer("head"))
    return [x for x in queries.list_lines(visit) if not x.source.startswith("heading:")]


def test_a_failed_item_becomes_a_finding_in_the_words_of_the_checklist(visit: Visit) -> None:
    answer(visit, "MC-07", value="fail")
    answer(visit, "MC-07", aspect="value", **FIGURES)
    made = actions.record_from_item(visit, "MC-07", by=people.viewer("member"))
    assert (made.kind, made.heading, made.item_code) == (FindingKind.SHORTCOMING, "TT", "MC-07")
    assert "4" in made.text and made.units == [visit.unit]


@pytest.mark.parametrize("result", ["pass", "not_applicable", "unchecked"])
def test_an_item_that_did_not_fail_becomes_none(visit: Visit, result: str) -> None:
    answer(visit, "MC-07", value=result)
    with pytest.raises(RuleBroken, match="chưa đạt"):
        actions.record_from_item(visit, "MC-07", by=people.viewer("member"))


def test_the_same_finding_delivered_again_counts_once(visit: Visit, cast: Cast) -> None:
    key = new_id()
    first = record(visit, finding_id=key)
    assert record(visit, finding_id=key) is first
    assert len(queries.list_findings(visit)) == 1
    with pytest.raises(Conflict):
        record(people.load(cast.full), finding_id=key)


def test_a_finding_is_of_units_of_the_visit_only(visit: Visit) -> None:
    assert record(visit, units=visit.units).units == visit.units
    with pytest.raises(RuleBroken) as refused:
        record(visit, units=[get_by_key(people.TAN_LONG)])
    assert list(refused.value.fields) == ["units"]


def test_a_finding_taken_out_comes_back(visit: Visit) -> None:
    made, by = record(visit), people.viewer("member")
    actions.set_removed(made, True, by=by)
    assert queries.list_findings(visit) == []
    actions.set_removed(made, False, by=by)
    assert queries.list_findings(visit) == [made]


def test_a_drafted_line_follows_its_finding_until_the_head_edits_it(visit: Visit) -> None:
    made, head = record(visit), people.viewer("head")
    (line,) = draft(visit)
    actions.edit_finding(
        made, kind=FindingKind.STRENGTH, text="Niêm yết đủ", cause=Cause.UNIT, units=[], by=head
    )
    (line,) = draft(visit)
    assert (line.kind, line.text) == (LineKind.STRENGTH, "Xã An Tân: Niêm yết đủ")
    actions.edit_line(line, "Câu của trưởng đoàn", by=head)
    record_again = draft(visit)
    assert [x.text for x in record_again] == ["Câu của trưởng đoàn"]


def test_what_the_head_took_out_stays_out(visit: Visit) -> None:
    record(visit)
    (line,) = draft(visit)
    actions.set_line_removed(line, True, by=people.viewer("head"))
    assert draft(visit) == []


def test_a_line_goes_with_its_source_and_comes_back_with_it(visit: Visit) -> None:
    made, by = record(visit), people.viewer("member")
    assert len(draft(visit)) == 1
    actions.set_removed(made, True, by=by)
    assert draft(visit) == []
    actions.set_removed(made, False, by=by)
    assert len(draft(visit)) == 1


def test_a_line_of_the_heads_own_is_never_touched(visit: Visit) -> None:
    head = people.viewer("head")
    own = actions.add_line(visit, heading="CD", kind=LineKind.RESULT, text="Câu riêng", by=head)
    draft(visit)
    assert [x.text for x in draft(visit)] == ["Câu riêng"]
    assert own.drafted == own.source == ""


def test_lines_move_within_their_heading_and_kind(visit: Visit) -> None:
    head, kind = people.viewer("head"), LineKind.STRENGTH
    first, second, third = (
        actions.add_line(visit, heading="CD", kind=kind, text=text, by=head) for text in "abc"
    )
    actions.add_line(visit, heading="TT", kind=kind, text="khác", by=head)
    actions.move_line(third, True, by=head)
    actions.move_line(first, True, by=head)
    actions.move_line(second, False, by=head)
    assert [x.text for x in queries.list_lines(visit) if x.heading == "CD"] == ["a", "c", "b"]


def test_a_line_taken_out_meanwhile_does_not_move(visit: Visit) -> None:
    head, kind = people.viewer("head"), LineKind.STRENGTH
    lines = [actions.add_line(visit, heading="CD", kind=kind, text=x, by=head) for x in "ab"]
    actions.set_line_removed(lines[1], True, by=head)
    actions.move_line(lines[1], True, by=head)
    assert [x.position for x in lines] == sorted(x.position for x in lines)


def test_a_signed_visit_refuses_every_change(visit: Visit) -> None:
    made, head = record(visit), people.viewer("head")
    (line,) = draft(visit)
    visit.state = VisitState.SIGNED
    db.session.flush()
    for change in (
        lambda: record(visit),
        lambda: actions.set_removed(made, True, by=head),
        lambda: actions.edit_line(line, "khác", by=head),
        lambda: actions.set_line_removed(line, True, by=head),
        lambda: actions.move_line(line, True, by=head),
        lambda: actions.draft_conclusions(visit, by=head),
    ):
        with pytest.raises(RuleBroken, match="đã ký"):
            change()
