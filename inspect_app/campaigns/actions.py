"""Making a plan; who leaves its team and comes back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from .. import clock
from ..audit.actions import record
from ..db import db
from ..errors import RuleBroken
from ..permissions import Role, Viewer
from ..text import msg
from . import rules
from .models import Campaign, TeamMember
from .rules import InspectionKind


def create_campaign(
    *,
    title: str,
    parent_body: str,
    issuing_body: str,
    decision_number: str,
    decision_date: dt.date,
    decision_issuer: str,
    series: str,
    legal_bases: Sequence[str],
    period_from: dt.date,
    period_to: dt.date,
    supplement_limit: int | None = None,
    minutes_kind: InspectionKind = InspectionKind.REGULAR,
    team: Mapping[uuid.UUID, Role],
    by: Viewer,
) -> Campaign:
    """A campaign with its team (user id → role). RuleBroken for a bad period, limit or team."""
    rules.check_period(period_from, period_to)
    rules.check_supplement_limit(supplement_limit)
    rules.check_team(team)
    campaign = Campaign(
        title=title,
        parent_body=parent_body,
        issuing_body=issuing_body,
        decision_number=decision_number,
        decision_date=decision_date,
        decision_issuer=decision_issuer,
        series=series,
        legal_bases=list(legal_bases),
        period_from=period_from,
        period_to=period_to,
        supplement_limit=supplement_limit,
        minutes_kind=minutes_kind,
        created_by=by.user_id,
        created_at=clock.now(),
        members=[TeamMember(user_id=user_id, role=role) for user_id, role in team.items()],
    )
    return _added(campaign, by)


def _added(campaign: Campaign, by: Viewer) -> Campaign:
    db.session.add(campaign)
    db.session.flush()
    record("campaigns.created", by=by.user_id, subject=str(campaign.id), title=campaign.title)
    return campaign


def leave_team(campaign: Campaign, user_id: uuid.UUID | None, *, by: Viewer) -> None:
    """End a member's role from now on. Raises RuleBroken for the head and for others."""
    member = _member(campaign, user_id)
    rules.check_may_leave(member.role)
    if member.left_at is None:
        member.left_at = clock.now()
        _record("campaigns.member_left", member, by)


def rejoin_team(campaign: Campaign, user_id: uuid.UUID | None, *, by: Viewer) -> None:
    """Undo a member's leaving. Raises RuleBroken for who never was in the team."""
    member = _member(campaign, user_id)
    if member.left_at is not None:
        member.left_at = None
        _record("campaigns.member_returned", member, by)


def _member(campaign: Campaign, user_id: uuid.UUID | None) -> TeamMember:
    for member in campaign.members:
        if member.user_id == user_id:
            return member
    raise RuleBroken(msg("Chọn một người trong đoàn."))


def _record(action: str, member: TeamMember, by: Viewer) -> None:
    name = member.user.full_name
    subject, person = str(member.campaign_id), str(member.user_id)
    record(action, by=by.user_id, subject=subject, person=person, name=name)
