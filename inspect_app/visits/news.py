"""Who else did something to a part of a visit since its page was drawn."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from ..accounts.models import User
from ..audit.models import AuditEntry
from ..db import db
from ..permissions import Viewer
from .models import Visit

# The parts are the features whose actions count, as the audit names them.
PARTS = ("dossiers", "notices")


def others_since(
    visit: Visit, part: str, sequence: int, *, subject: uuid.UUID | None = None, viewer: Viewer
) -> list[str]:
    """The names of those but the viewer, by the alphabet; of one thing where `subject` names it."""
    found = (
        select(User.full_name)
        .join(AuditEntry, AuditEntry.user_id == User.id)
        .where(AuditEntry.visit_id == visit.id, AuditEntry.sequence > sequence)
        .where(AuditEntry.action.startswith(f"{part}."), AuditEntry.user_id != viewer.user_id)
    )
    if subject:
        found = found.where(AuditEntry.subject == str(subject))
    return list(db.session.scalars(found.distinct().order_by(User.full_name)))
