"""While two people's values differ anywhere, nothing is drafted, sent, approved or signed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from inspect_app.campaigns.actions import leave_team
from inspect_app.db import db, new_id
from inspect_app.dossiers.actions import add_dossier, check_dossier
from inspect_app.dossiers.models import SampledDossier
from inspect_app.errors import RuleBroken
from inspect_app.findings.actions import draft_conclusions
from inspect_app.findings.queries import all_lines
from inspect_app.minutes import actions, issued, queries
from inspect_app.minutes.approvals import what_is_shown
from inspect_app.notices import rules
from inspect_app.notices.queries import edition_of
from inspect_app.signatures import issuing
from inspect_app.visits.actions import set_field
from inspect_app.visits.conflicts import conflicts, differing_elsewhere
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import load_others
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer
from tests.stages import approve, describe_visit, submit
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
CODE = "H15.50.05.13-200302-0077"
NAMED = "khác nhau ở CD-02, CK-09"


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def differ(visit: Visit) -> None:
    """Two people on one result, and on one note, which is not even printed."""
    for by, result in (("member", "pass"), ("secretary", "fail")):
        answer(visit, "CD-02", value=result, by=by)
        answer(visit, "CK-09", aspect="note", value=result, by=by)


def settle(visit: Visit) -> None:
    for code, aspect in (("CD-02", "result"), ("CK-09", "note")):
        heads = queries.load_answers(visit)[code].cell(aspect).heads
        base = tuple(head.id for head in heads)
        answer(visit, code, aspect=aspect, base=base, value="pass")


def test_nothing_is_drafted_until_one_is_chosen(visit: Visit) -> None:
    differ(visit)
    head = people.viewer("head")
    with pytest.raises(RuleBroken, match=NAMED):
        draft_conclusions(visit, by=head)
    assert all_lines(visit) == []
    settle(visit)
    assert draft_conclusions(visit, by=head) > 0


def test_nothing_is_sent_until_one_is_chosen(visit: Visit) -> None:
    describe_visit(visit)
    differ(visit)
    secretary = people.viewer("secretary")
    with pytest.raises(RuleBroken, match=NAMED):
        actions.submit(visit, by=secretary)
    assert visit.state is VisitState.WORKING
    settle(visit)
    actions.submit(visit, by=secretary)
    assert visit.state is VisitState.SUBMITTED


def test_nothing_is_approved_until_one_is_chosen(visit: Visit) -> None:
    submit(visit)
    seen = what_is_shown(visit)
    differ(visit)
    with pytest.raises(RuleBroken, match=NAMED):
        actions.approve(visit, *seen, by=people.viewer("head"))
    assert visit.state is VisitState.SUBMITTED


def test_nothing_is_signed_until_one_is_chosen(visit: Visit) -> None:
    approve(visit)
    differ(visit)
    db.session.commit()
    with pytest.raises(RuleBroken, match=NAMED):
        issuing.sign(visit, by=people.viewer("head"))
    assert issued.signed_of(visit) is None


def test_the_same_value_twice_stops_nothing(visit: Visit) -> None:
    for by in ("member", "secretary"):
        answer(visit, "CD-02", value="pass", by=by)
    assert draft_conclusions(visit, by=people.viewer("head")) > 0


@pytest.fixture
def sampled(visit: Visit) -> SampledDossier:
    """A dossier on whose item two people differ."""
    row = add_dossier(visit, CODE, sampled_id=new_id(), by=people.viewer("member"))
    for by, value in (("member", "pass"), ("secretary", "fail")):
        check(row, value, by)
    return row


def check(row: SampledDossier, value: str, by: str, base: tuple[uuid.UUID, ...] = ()) -> None:
    typed, viewer = {"value": value}, people.viewer(by)
    check_dossier(row, "HS-02", typed, operation_id=new_id(), base=base, by=viewer)


def settle_dossier(visit: Visit, row: SampledDossier) -> None:
    heads = load_others(visit, row.id)[row.id.hex].cell("HS-02").heads
    check(row, "fail", "head", tuple(head.id for head in heads))


def test_a_dossier_on_which_two_differ_stops_all_of_it_too(
    visit: Visit, sampled: SampledDossier
) -> None:
    describe_visit(visit)
    by = people.viewer("head")
    for attempt in (draft_conclusions, actions.submit):
        with pytest.raises(RuleBroken, match=f"khác nhau ở {CODE}"):
            attempt(visit, by=by)
    assert all_lines(visit) == [] and visit.state is VisitState.WORKING
    settle_dossier(visit, sampled)
    actions.submit(visit, by=by)
    assert visit.state is VisitState.SUBMITTED
    assert any(line.source == "sample:added:drawn" for line in all_lines(visit))


def test_a_dossier_differed_on_after_the_approval_stops_the_signature(visit: Visit) -> None:
    row = add_dossier(visit, CODE, sampled_id=new_id(), by=people.viewer("member"))
    check(row, "pass", "member")
    approve(visit)
    check(row, "fail", "secretary")
    db.session.commit()
    with pytest.raises(RuleBroken, match=CODE):
        issuing.sign(visit, by=people.viewer("head"))
    assert issued.signed_of(visit) is None


def test_a_notice_on_which_two_differ_is_named(visit: Visit) -> None:
    fees = next(kind for kind in edition_of(visit).kinds if kind.key == "fees")
    field = rules.field_of(rules.notice_id(visit.id, fees.key), "posted")
    for by, value in (("member", "yes"), ("secretary", "no")):
        viewer = people.viewer(by)
        set_field(visit, field, value, subject="", operation_id=new_id(), by=viewer)
    assert conflicts(visit) == ({fees.name_vi}, 0)


def test_what_no_feature_names_is_counted(visit: Visit, sampled: SampledDossier) -> None:
    """Whatever a later feature keeps under the same kind of field."""
    key = new_id()
    for by in ("member", "secretary"):
        viewer = people.viewer(by)
        field = f"{key.hex}.posted"
        set_field(visit, field, by, subject="", operation_id=new_id(), by=viewer)
    assert differing_elsewhere(visit) == {sampled.id, key}
    assert conflicts(visit) == ({CODE}, 1)
    said = [str(message) for message in queries.what_is_missing(visit)]
    assert any(CODE in message for message in said)
    assert any("Còn 1 mục ngoài phiếu kiểm tra" in message for message in said)


def test_the_same_said_twice_of_a_dossier_stops_nothing(visit: Visit) -> None:
    row = add_dossier(visit, CODE, sampled_id=new_id(), by=people.viewer("member"))
    for by in ("member", "secretary"):
        check(row, "pass", by)
    assert differing_elsewhere(visit) == set()


@pytest.mark.parametrize("part", ["conclusions", "minutes"])
def test_the_page_leads_to_the_dossier(app: Flask, cast: Cast, as_: SignIn, part: str) -> None:
    with app.app_context():
        visit = people.load(cast.visit)
        row = add_dossier(visit, CODE, sampled_id=new_id(), by=people.viewer("member"))
        for by, value in (("member", "pass"), ("secretary", "fail")):
            check(row, value, by)
        key, field = row.id, f"{new_id().hex}.posted"
        for by in ("member", "secretary"):
            viewer = people.viewer(by)
            set_field(visit, field, by, subject="", operation_id=new_id(), by=viewer)
        db.session.commit()
    page = as_("head")
    page.get(f"/visits/{cast.visit}/{part}")
    links = [a.get("href") or "" for a in page.one("main").iter("a")]
    assert f"/visits/{cast.visit}/dossiers/{key}" in links
    assert "1 mục khác ngoài phiếu kiểm tra" in page.words()
    assert not page.has_form("/draft") and not page.has_form("/minutes/submit")


@pytest.mark.parametrize("part", ["conclusions", "minutes"])
def test_the_page_leads_to_each_choice(app: Flask, cast: Cast, as_: SignIn, part: str) -> None:
    with app.app_context():
        differ(people.load(cast.visit))
        db.session.commit()
    page = as_("head")
    page.get(f"/visits/{cast.visit}/{part}")
    links = [a.get("href") or "" for a in page.one("main").iter("a")]
    for code in ("CD-02", "CK-09"):
        assert f"/visits/{cast.visit}#item-{code}" in links
    assert not page.has_form("/draft") and not page.has_form("/minutes/submit")


def test_a_page_drawn_before_the_conflict_drafts_nothing(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    page = as_("head")
    page.get(f"/visits/{cast.visit}/conclusions")
    with app.app_context():
        differ(people.load(cast.visit))
        db.session.commit()
    answer = page.send("/draft", 422)
    assert "hai người ghi khác nhau" in answer.words and "CD-02" in answer.words


def test_the_choice_below_a_result_is_open_where_the_link_leads(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    with app.app_context():
        differ(people.load(cast.visit))
        db.session.commit()
    page = as_("head")
    page.get(f"/visits/{cast.visit}")
    opened = {code: next(page.one(f"item-{code}").iter("details")) for code in ("CD-02", "CK-09")}
    assert [code for code, e in opened.items() if "open" in e.attrib] == ["CK-09"]


def test_who_left_before_the_visit_began_is_not_named(visit: Visit) -> None:
    describe_visit(visit)
    leave_team(visit.campaign, people.viewer("secretary").user_id, by=people.viewer("head"))
    assert queries.gather(visit).secretary == "Trần Thị Hoa"
    (gone,) = [member for member in visit.campaign.members if member.left_at]
    gone.left_at = visit.started_at
    minutes = queries.gather(visit)
    assert [p.name for p in minutes.team] == ["Nguyễn Văn Bình", "Lê Văn Cường"]
    assert minutes.secretary == "Lê Văn Cường"
