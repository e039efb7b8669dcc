"""What several plays do alike: find their campaign, gather a team, answer an item."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from ..campaigns.models import Campaign
from ..db import db, new_id
from ..permissions import Role, Viewer
from ..units.models import Unit
from ..units.queries import get_by_key
from ..visits.actions import answer_item
from ..visits.models import Visit
from ..visits.queries import checklist_of
from .people import viewer


def find_campaign(decision_number: str) -> Campaign | None:
    """The campaign that an earlier play made under that decision, if any."""
    return db.session.scalar(select(Campaign).where(Campaign.decision_number == decision_number))


def team(**roles: str) -> dict[uuid.UUID, Role]:
    """The team from user names, as `head="...", secretary="...", member="... ..."`."""
    return {
        viewer(name).user_id: Role(role) for role, names in roles.items() for name in names.split()
    }


def units(*keys: str) -> list[Unit]:
    """The reference units of those keys."""
    return [get_by_key(key) for key in keys]


def answer(
    visit: Visit, code: str, typed: str | Mapping[str, int], aspect: str = "result", *, by: Viewer
) -> None:
    """Enter one field of one item, typed as on the tablet: a text, or figures by key."""
    fields = {"value": typed} if isinstance(typed, str) else {k: str(v) for k, v in typed.items()}
    item = checklist_of(visit).items[code]
    answer_item(visit, item, aspect, fields, operation_id=new_id(), by=by)
