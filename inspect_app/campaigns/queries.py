"""Reading plans: an inspector sees the campaigns of the teams they are in or made."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select

from ..db import db
from ..errors import NotAllowed, NotFound
from ..permissions import Viewer, allows
from .models import Campaign, TeamMember


def list_campaigns(*, viewer: Viewer) -> Sequence[Campaign]:
    """The viewer's campaigns, newest decision first."""
    _may(viewer)
    own = select(TeamMember.campaign_id).where(TeamMember.user_id == viewer.user_id)
    seen = or_(Campaign.created_by == viewer.user_id, Campaign.id.in_(own))
    order = Campaign.decision_date.desc()
    return db.session.scalars(select(Campaign).where(seen).order_by(order)).all()


def get_campaign(campaign_id: uuid.UUID, *, viewer: Viewer) -> Campaign:
    """One of the viewer's campaigns; raises NotFound for a foreign as for a missing one."""
    _may(viewer)
    campaign = db.session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound()
    people = {campaign.created_by} | {member.user_id for member in campaign.members}
    if viewer.user_id not in people:
        raise NotFound()
    return campaign


def _may(viewer: Viewer) -> None:
    if not allows(viewer.role, viewer.needs):
        raise NotAllowed()
