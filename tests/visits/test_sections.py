"""Headings given to members: who gives them, to whom, and what the page says of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns.actions import leave_team, rejoin_team
from inspect_app.db import db
from inspect_app.errors import RuleBroken
from inspect_app.permissions import ALLOWED, Permission, Role
from inspect_app.visits import sections
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast, answer
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def key_of(username: str) -> uuid.UUID:
    return people.viewer(username).user_id


def give(visit: Visit, **chosen: str) -> None:
    """Give each heading to the person of that user name, "" to all."""
    keys = {heading: key_of(name) if name else None for heading, name in chosen.items()}
    sections.give(visit, keys, by=people.viewer("head"))


def held(visit: Visit) -> dict[str, str]:
    return {heading: user.username for heading, user in sections.holders(visit).items()}


def written(visit: Visit) -> int:
    about = (AuditEntry.visit_id == visit.id, AuditEntry.action == "visits.sections_given")
    rows = select(func.count()).select_from(AuditEntry).where(*about)
    return db.session.scalar(rows) or 0


@pytest.fixture
def given(app: Flask, cast: Cast) -> None:
    """CD is the member's, TT the secretary's."""
    with app.app_context():
        give(people.load(cast.visit), CD="member", TT="secretary")
        db.session.commit()


def test_a_heading_is_given_changed_and_taken_back(visit: Visit) -> None:
    give(visit, CD="member", TT="member")
    give(visit, CD="secretary")
    assert held(visit) == {"CD": "secretary", "TT": "member"}
    give(visit, CD="", TT="")
    assert held(visit) == {}


def test_giving_is_written_down_when_something_changes(visit: Visit) -> None:
    give(visit, CD="member")
    give(visit, CD="member", TT="")
    assert written(visit) == 1


def test_nothing_is_given_outside_the_team(visit: Visit) -> None:
    with pytest.raises(RuleBroken, match="trong đoàn"):
        give(visit, CD="stranger")
    leave_team(visit.campaign, key_of("member"), by=people.viewer("head"))
    with pytest.raises(RuleBroken, match="trong đoàn"):
        give(visit, CD="member")
    assert held(visit) == {}


def test_a_heading_that_is_not_of_the_checklist_is_passed_over(visit: Visit) -> None:
    give(visit, XX="member")
    assert held(visit) == {} and written(visit) == 0


def test_nothing_is_given_after_signing(visit: Visit) -> None:
    visit.state = VisitState.SIGNED
    with pytest.raises(RuleBroken, match="không thể thay đổi"):
        give(visit, CD="member")


def test_who_leaves_the_team_loses_their_headings(visit: Visit) -> None:
    give(visit, CD="member", TT="secretary")
    leave_team(visit.campaign, key_of("member"), by=people.viewer("head"))
    assert held(visit) == {"TT": "secretary"}
    rejoin_team(visit.campaign, key_of("member"), by=people.viewer("head"))
    assert held(visit) == {"CD": "member", "TT": "secretary"}


def test_a_section_is_of_one_visit_only(visit: Visit, cast: Cast) -> None:
    give(visit, CD="member")
    assert held(people.load(cast.full)) == {}


def test_a_member_gives_no_sections() -> None:
    allowed = {Role.HEAD, Role.DEPUTY, Role.SECRETARY}
    assert ALLOWED[Permission.ASSIGN_SECTIONS] == allowed


def test_the_page_gives_them_all_in_one_form(cast: Cast, as_: SignIn, app: Flask) -> None:
    page = as_("secretary")
    page.get(f"/visits/{cast.planned}")
    with app.app_context():
        chosen = {"section-CD": str(key_of("member")), "section-TT": str(key_of("secretary"))}
    page.send("/sections", **chosen)
    assert "đã giao 2/7" in page.words("sections")
    assert chosen.items() <= dict(page.form("/sections").fields).items()
    page.send("/sections", **{"section-CD": ""})
    assert "đã giao 1/7" in page.words("sections")


@pytest.mark.usefixtures("given")
def test_each_heading_says_whose_it_is(cast: Cast, as_: SignIn) -> None:
    page = as_("member")
    page.get(f"/visits/{cast.visit}")
    assert not page.has_form("/sections")
    assert "Phần của bạn" in page.words("h-CD")
    assert "Phần của Trần Thị Hoa" in page.words("h-TT")
    assert "Phần của" not in page.words("h-TC")
    filters = [e.get("data-filter") for e in page.page.iter("button")]
    assert "mine" in filters


@pytest.mark.usefixtures("given")
def test_who_holds_nothing_has_no_filter_for_it(cast: Cast, as_: SignIn) -> None:
    page = as_("head")
    page.get(f"/visits/{cast.visit}")
    assert "mine" not in [e.get("data-filter") for e in page.page.iter("button")]


@pytest.mark.usefixtures("given")
def test_without_script_every_field_stays_open(cast: Cast, as_: SignIn) -> None:
    page = as_("member")
    page.get(f"/visits/{cast.visit}")
    assert not any("disabled" in e.attrib for e in page.one("h-TT").iter())
    (opener,) = [e for e in page.one("h-TT").iter("button") if "data-open-section" in e.attrib]
    assert "hidden" in opener.attrib


def test_the_server_takes_an_answer_from_anybody_of_the_team(visit: Visit) -> None:
    give(visit, CD="secretary")
    assert answer(visit, "CD-01", value="pass", by="member").value == "pass"
