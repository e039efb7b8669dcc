"""The headings of a visit's checklist given to members: guidance that prevents most conflicts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import delete, select

from ..accounts.models import User
from ..audit.actions import record
from ..campaigns.models import TeamMember
from ..db import db
from ..errors import RuleBroken
from ..permissions import Permission, Viewer, allows
from ..text import msg
from . import rules
from .models import Visit, VisitSection
from .queries import checklist_of


def holders(visit: Visit) -> dict[str, User]:
    """Who holds each given heading of an authorised visit; who left the team holds none."""
    found = (
        select(VisitSection.heading, User)
        .join(User, User.id == VisitSection.user_id)
        .join(TeamMember, TeamMember.user_id == VisitSection.user_id)
        .where(VisitSection.visit_id == visit.id)
        .where(TeamMember.campaign_id == visit.campaign_id, TeamMember.left_at.is_(None))
    )
    return dict(db.session.execute(found).all())


def members(visit: Visit) -> list[User]:
    """The people of the team now, to whom a heading can be given."""
    return [member.user for member in visit.campaign.team if member.left_at is None]


def givers(visit: Visit) -> set[uuid.UUID]:
    """The ids of those who may give headings to members."""
    team = (member for member in visit.campaign.team if member.left_at is None)
    return {m.user_id for m in team if allows(m.role, Permission.ASSIGN_SECTIONS)}


def give(visit: Visit, chosen: Mapping[str, uuid.UUID | None], *, by: Viewer) -> None:
    """Give headings to members, or to the whole team (None); a heading not named stays.

    Raises RuleBroken for somebody outside the team, and once the minutes are signed.
    """
    rules.check_unsigned(visit.state)
    if not {key for key in chosen.values() if key} <= {user.id for user in members(visit)}:
        raise RuleBroken(msg("Chọn người đang ở trong đoàn."))
    now = {heading: user.id for heading, user in holders(visit).items()}
    known = {heading.code for heading in checklist_of(visit).headings}
    changed = {code: key for code, key in chosen.items() if code in known and key != now.get(code)}
    for code, key in changed.items():
        _put(visit, code, key)
    if changed:
        given = {code: str(key or "") for code, key in changed.items()}
        record("visits.sections_given", by=by.user_id, visit_id=visit.id, sections=given)


def _put(visit: Visit, heading: str, user_id: uuid.UUID | None) -> None:
    here = (VisitSection.visit_id == visit.id, VisitSection.heading == heading)
    db.session.execute(delete(VisitSection).where(*here))
    if user_id:
        db.session.add(VisitSection(visit_id=visit.id, heading=heading, user_id=user_id))
        db.session.flush()
