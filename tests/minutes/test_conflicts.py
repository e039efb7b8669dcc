"""While two people's values differ anywhere, nothing is drafted, sent, approved or signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from inspect_app.campaigns.actions import leave_team
from inspect_app.db import db
from inspect_app.errors import RuleBroken
from inspect_app.findings.actions import draft_conclusions
from inspect_app.findings.queries import all_lines
from inspect_app.minutes import actions, queries
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer
from tests.stages import approve, describe_visit, submit
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
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
    seen = queries.current_hash(visit) or ""
    differ(visit)
    with pytest.raises(RuleBroken, match=NAMED):
        actions.approve(visit, seen, by=people.viewer("head"))
    assert visit.state is VisitState.SUBMITTED


def test_nothing_is_signed_until_one_is_chosen(visit: Visit) -> None:
    approve(visit)
    differ(visit)
    db.session.commit()
    with pytest.raises(RuleBroken, match=NAMED):
        actions.sign(visit, by=people.viewer("head"))
    assert queries.signed_of(visit) is None


def test_the_same_value_twice_stops_nothing(visit: Visit) -> None:
    for by in ("member", "secretary"):
        answer(visit, "CD-02", value="pass", by=by)
    assert draft_conclusions(visit, by=people.viewer("head")) > 0


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
