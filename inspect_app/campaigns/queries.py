"""Reading plans: an inspector sees the campaigns of the teams they are in or made."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select

from ..db import db
from ..errors import NotAllowed, NotFound
from ..permissions import Role, Viewer, allows, may_ever
from .models import Campaign, TeamMember


def list_campaigns(*, viewer: Viewer) -> Sequence[Campaign]:
    """The viewer's campaigns, newest decision first."""
    if not allows(viewer.role, viewer.needs):
        raise NotAllowed()
    own = select(TeamMember.campaign_id).where(
        TeamMember.user_id == viewer.user_id, TeamMember.left_at.is_(None)
    )
    seen = or_(Campaign.created_by == viewer.user_id, Campaign.id.in_(own))
    order = Campaign.decision_date.desc()
    return db.session.scalars(select(Campaign).where(seen).order_by(order)).all()


def get_campaign(campaign_id: uuid.UUID, *, viewer: Viewer) -> Campaign:
    """A campaign on which the viewer holds the permission, by their account or in its team.

    Raises NotFound for a foreign as for a missing one, NotAllowed when seen but not theirs to do.
    """
    if not may_ever(viewer.role, viewer.needs):
        raise NotAllowed()
    campaign = db.session.get(Campaign, campaign_id)
    role = role_in(campaign, viewer=viewer) if campaign else None
    if campaign is None or (role is None and campaign.created_by != viewer.user_id):
        raise NotFound()
    if not (allows(viewer.role, viewer.needs) or (role and allows(role, viewer.needs))):
        raise NotAllowed()
    return campaign


def role_in(campaign: Campaign, *, viewer: Viewer) -> Role | None:
    """What the viewer is in the team now; None for who is not in it, or has left."""
    of_team = (m for m in campaign.members if m.left_at is None)
    return next((m.role for m in of_team if m.user_id == viewer.user_id), None)
