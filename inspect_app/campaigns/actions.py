"""Making a plan."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from .. import clock
from ..audit.actions import record
from ..db import db
from ..permissions import Role, Viewer
from . import rules
from .models import Campaign, TeamMember


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
    team: Mapping[uuid.UUID, Role],
    by: Viewer,
) -> Campaign:
    """A campaign with its team (user id → role). Raises RuleBroken for a bad period or team."""
    rules.check_period(period_from, period_to)
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
        created_by=by.user_id,
        created_at=clock.now(),
        members=[TeamMember(user_id=user_id, role=role) for user_id, role in team.items()],
    )
    db.session.add(campaign)
    db.session.flush()
    record("campaigns.created", by=by.user_id, subject=str(campaign.id), title=title)
    return campaign
