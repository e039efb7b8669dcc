"""Leaving a team: from then on a person holds no role in it, and is not named in later minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import clock
from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns import actions
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.queries import get_campaign, list_campaigns
from inspect_app.db import db, new_id
from inspect_app.errors import NotAllowed, NotFound, RuleBroken
from inspect_app.permissions import Permission
from inspect_app.visits.queries import get_visit, list_visits, role_in, was_member
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
inside = pytest.mark.usefixtures("inside")


@pytest.fixture
def campaign(inside: Flask, cast: Cast) -> Campaign:
    return people.load(cast.visit).campaign


def leave(campaign: Campaign, username: str) -> None:
    actions.leave_team(campaign, people.viewer(username).user_id, by=people.viewer("head"))


def rejoin(campaign: Campaign, username: str) -> None:
    actions.rejoin_team(campaign, people.viewer(username).user_id, by=people.viewer("head"))


def test_who_left_sees_neither_plan_nor_visit(campaign: Campaign, cast: Cast) -> None:
    leave(campaign, "member")
    member = people.viewer("member")
    assert list_campaigns(viewer=member.needing(Permission.PLAN_VISITS)) == []
    assert list_visits(viewer=member.needing(Permission.LIST_VISITS)) == []
    with pytest.raises(NotFound):
        get_campaign(cast.campaign, viewer=member.needing(Permission.PLAN_VISITS))
    with pytest.raises(NotFound):
        get_visit(cast.visit, viewer=member.needing(Permission.SEE_WORK))


def test_who_left_is_still_known_to_have_been_a_member(campaign: Campaign, cast: Cast) -> None:
    leave(campaign, "member")
    visit, member = people.load(cast.visit), people.viewer("member")
    assert role_in(visit, viewer=member) is None
    assert was_member(visit, member.user_id)
    assert was_member(visit, people.viewer("head").user_id)
    assert not was_member(visit, people.viewer("stranger").user_id)


def test_coming_back_gives_the_role_again(campaign: Campaign, cast: Cast) -> None:
    leave(campaign, "secretary")
    rejoin(campaign, "secretary")
    role = role_in(people.load(cast.visit), viewer=people.viewer("secretary"))
    assert role is not None and role.value == "secretary"


def test_the_head_cannot_leave(campaign: Campaign) -> None:
    with pytest.raises(RuleBroken, match="Trưởng đoàn không thể rút"):
        leave(campaign, "head")
    assert campaign.head.left_at is None


@pytest.mark.parametrize("change", [actions.leave_team, actions.rejoin_team])
def test_only_people_of_the_team_leave_and_come_back(
    campaign: Campaign, change: Callable[..., None]
) -> None:
    for other in (people.viewer("stranger").user_id, new_id(), None):
        with pytest.raises(RuleBroken, match="trong đoàn"):
            change(campaign, other, by=people.viewer("head"))


def test_each_change_is_written_down_once(campaign: Campaign) -> None:
    for change in (leave, leave, rejoin, rejoin):
        change(campaign, "member")
    about = AuditEntry.action.in_(("campaigns.member_left", "campaigns.member_returned"))
    rows = db.session.scalars(select(AuditEntry).where(about).order_by(AuditEntry.sequence)).all()
    assert [row.action.partition("_")[2] for row in rows] == ["left", "returned"]
    assert rows[0].detail["name"] == "Lê Văn Cường"


def test_leaving_twice_keeps_the_first_moment(campaign: Campaign) -> None:
    leave(campaign, "member")
    (first,) = [m.left_at for m in campaign.members if m.left_at]
    leave(campaign, "member")
    assert [m.left_at for m in campaign.members if m.left_at] == [first]


def test_the_team_of_a_moment_is_without_those_who_had_left(campaign: Campaign) -> None:
    leave(campaign, "secretary")
    before, after = clock.now() - dt.timedelta(hours=1), clock.now() + dt.timedelta(hours=1)
    named = [member.user.username for member in campaign.team_at(before)]
    assert named == ["head", "secretary", "member"]
    assert [m.user.username for m in campaign.team_at(after)] == ["head", "member"]
    assert campaign.secretary_at(before).user.username == "secretary"
    assert campaign.secretary_at(after).user.username == "member"


@inside
def test_only_the_head_of_that_team_may_change_it(cast: Cast) -> None:
    for username, refusal in (("secretary", NotAllowed), ("stranger", NotFound)):
        viewer = people.viewer(username).needing(Permission.CHANGE_TEAM)
        with pytest.raises(refusal):
            get_campaign(cast.campaign, viewer=viewer)
    head = people.viewer("head").needing(Permission.CHANGE_TEAM)
    assert get_campaign(cast.campaign, viewer=head).id == cast.campaign


def test_the_head_takes_a_member_out_and_back_on_the_page(cast: Cast, as_: SignIn) -> None:
    page = as_("head")
    page.get(f"/campaigns/{cast.campaign}")
    page.send("/team/leave")  # the first of the list after the head
    assert "đã rút khỏi đoàn lúc" in page.words()
    assert "Trần Thị Hoa (Thư ký)" not in page.words()
    page.send("/team/rejoin")
    assert "Trần Thị Hoa (Thư ký)" in page.words()


def test_an_open_page_of_who_left_finds_the_visit_missing(
    app: Flask, cast: Cast, as_: SignIn
) -> None:
    page = as_("member")
    page.get(f"/visits/{cast.visit}")
    with app.app_context():
        leave(people.load(cast.visit).campaign, "member")
        db.session.commit()
    page.get(f"/visits/{cast.visit}", 404)
    page.get("/visits")
    assert "An Tân" not in page.words()


def test_others_are_offered_no_change_of_the_team(cast: Cast, as_: SignIn) -> None:
    page = as_("secretary")
    page.get(f"/campaigns/{cast.campaign}")
    assert not page.has_form("/team/leave")
