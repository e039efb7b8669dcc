"""Noting what is seen of a notice; a fault becomes one finding, and says when it was put right."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.audit.models import AuditEntry
from inspect_app.db import db, new_id
from inspect_app.errors import Conflict, NotFound, RuleBroken
from inspect_app.findings import actions as findings
from inspect_app.findings.queries import list_findings
from inspect_app.notices import actions, queries, rules
from inspect_app.notices.kinds import ANNOUNCED, Kind
from inspect_app.notices.rules import Fault, State
from inspect_app.visits.models import Operation, Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.notices.board import KINDS

pytestmark = pytest.mark.usefixtures("inside")
FEES = KINDS["fees"]


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def note(
    visit: Visit, kind: Kind, aspect: str, operation: uuid.UUID | None = None, **typed: str
) -> Operation:
    key, by = operation or new_id(), people.viewer("member")
    now = queries.load_notice(visit, kind).answer.cell(aspect)
    base = [head.id for head in now.heads]
    return actions.note(visit, kind, aspect, typed, operation_id=key, base=base, by=by)


def record(visit: Visit, fault: Fault, kind: Kind = FEES) -> uuid.UUID:
    return actions.record_fault(visit, kind, fault, by=people.viewer("member")).id


def texts(visit: Visit) -> list[str]:
    return [finding.text for finding in list_findings(visit)]


def test_what_is_noted_is_an_operation_of_the_visit(visit: Visit) -> None:
    operation = note(visit, FEES, "posted", value="no")
    assert operation.field == f"{rules.notice_id(visit.id, 'fees').hex}.posted"
    assert queries.load_notice(visit, FEES).state is State.MISSING
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert entry is not None and (entry.action, entry.subject) == ("notices.noted", "fees")


def test_the_same_operation_again_changes_nothing_and_with_other_content_is_refused(
    visit: Visit,
) -> None:
    key = new_id()
    first = note(visit, FEES, "posted", key, value="yes")
    assert note(visit, FEES, "posted", key, value="yes") is first
    with pytest.raises(Conflict):
        note(visit, FEES, "posted", key, value="no")


def test_one_decision_makes_every_older_one_outdated(visit: Visit) -> None:
    for kind in (KINDS["procedures"], KINDS["decision"]):
        note(visit, kind, "decision", number="12/QĐ-UBND", date="5/1/2020")
    note(visit, ANNOUNCED, "decision", number="40/QĐ-UBND", date="20/2/2020")
    old = [n.kind.key for n in queries.load_notices(visit) if n.state is State.OUTDATED]
    assert old == ["procedures", "decision"]
    record(visit, Fault.OUTDATED, KINDS["decision"])
    assert "Còn niêm yết quyết định số 12/QĐ-UBND ngày 05/01/2020" in texts(visit)[0]


def test_recording_a_fault_twice_is_one_finding_at_its_item(visit: Visit) -> None:
    note(visit, FEES, "readable", value="no")
    assert record(visit, Fault.UNREADABLE) == record(visit, Fault.UNREADABLE)
    (finding,) = list_findings(visit)
    assert (finding.item_code, finding.heading) == ("CK-06", "TT")
    assert finding.id == rules.finding_id(rules.notice_id(visit.id, "fees"), Fault.UNREADABLE)
    assert finding.text == "Niêm yết mức thu phí, lệ phí ở vị trí khó thấy hoặc chữ khó đọc"


def test_what_is_not_wrong_cannot_be_recorded(visit: Visit) -> None:
    note(visit, FEES, "posted", value="yes")
    with pytest.raises(RuleBroken):
        record(visit, Fault.MISSING)
    assert texts(visit) == []


def test_taking_back_removes_and_recording_again_brings_back(visit: Visit) -> None:
    note(visit, FEES, "posted", value="no")
    key = record(visit, Fault.MISSING)
    for _ in range(2):
        actions.take_back(visit, FEES, Fault.MISSING, by=people.viewer("secretary"))
    assert texts(visit) == []
    assert record(visit, Fault.MISSING) == key
    assert texts(visit) == ["Chưa niêm yết mức thu phí, lệ phí tại Bộ phận Một cửa"]


def test_what_was_put_right_on_site_stays_a_finding_and_says_so(visit: Visit) -> None:
    note(visit, FEES, "posted", value="no")
    key = record(visit, Fault.MISSING)
    bare = texts(visit)[0]
    asked = queries.requests(visit)[key]
    assert asked is not None and asked.startswith("Niêm yết mức thu phí")
    for _ in range(2):
        note(visit, FEES, "corrected", value="yes")
    assert texts(visit) == [bare + actions.ON_SITE]
    assert queries.requests(visit) == {key: None}
    note(visit, FEES, "corrected", value="no")
    assert texts(visit) == [bare]


def test_what_was_put_right_before_it_is_recorded_says_so_too(visit: Visit) -> None:
    note(visit, FEES, "posted", value="no")
    note(visit, FEES, "corrected", value="yes")
    record(visit, Fault.MISSING)
    assert texts(visit)[0].endswith(actions.ON_SITE)
    note(visit, FEES, "corrected", value="no")
    actions.take_back(visit, FEES, Fault.MISSING, by=people.viewer("member"))
    note(visit, FEES, "corrected", value="yes")
    record(visit, Fault.MISSING)
    assert texts(visit)[0].count(actions.ON_SITE) == 1


def test_the_words_that_a_person_gave_a_finding_stay(visit: Visit) -> None:
    note(visit, FEES, "posted", value="no")
    record(visit, Fault.MISSING)
    (finding,) = list_findings(visit)
    own = {"text": "Bảng phí bị gỡ xuống", "cause": finding.cause, "units": finding.units}
    findings.edit_finding(finding, kind=finding.kind, by=people.viewer("head"), **own)  # type: ignore[arg-type]
    note(visit, FEES, "corrected", value="yes")
    assert texts(visit) == ["Bảng phí bị gỡ xuống" + actions.ON_SITE]


def test_nothing_is_noted_in_a_closed_visit(visit: Visit) -> None:
    note(visit, FEES, "posted", value="no")
    visit.state = VisitState.SIGNED
    with pytest.raises(RuleBroken):
        note(visit, FEES, "posted", value="yes")
    with pytest.raises(RuleBroken):
        record(visit, Fault.MISSING)
    with pytest.raises(RuleBroken):
        actions.take_back(visit, FEES, Fault.MISSING, by=people.viewer("member"))


def test_photos_count_by_what_they_are_about(inside: Flask, cast: Cast) -> None:
    full = people.load(cast.full)
    key = rules.notice_id(full.id, "procedures")
    (photo,) = full.photos  # type: ignore[attr-defined] # declared by evidence
    photo.about = f"{key.hex}.before"
    assert queries.load_notice(full, KINDS["procedures"]).photos == {"before"}
    photo.removed_at = dt.datetime(2020, 10, 16, 3, tzinfo=dt.UTC)
    assert queries.load_notice(full, KINDS["procedures"]).photos == frozenset()


def test_what_is_no_kind_or_not_asked_of_it_is_not_there(visit: Visit) -> None:
    for key, aspect in (("weather", ""), ("fees", "counts"), ("announced", "posted")):
        with pytest.raises(NotFound):
            queries.get_kind(visit, key, aspect)
