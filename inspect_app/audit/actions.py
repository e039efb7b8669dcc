"""Writing down what was done, in the transaction that does it."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from .. import clock
from ..db import db
from . import rules
from .models import AuditEntry


def record(
    action: str,
    *,
    by: uuid.UUID | None,
    visit_id: uuid.UUID | None = None,
    subject: str = "",
    **detail: Any,
) -> int:
    """Append one row and give its sequence number. `by` None means the system itself."""
    last = select(AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)
    previous = db.session.scalar(last) or rules.FIRST
    at = clock.now()
    entry = AuditEntry(
        at=at,
        user_id=by,
        action=action,
        visit_id=visit_id,
        subject=subject,
        detail=detail,
        previous_hash=previous,
        hash=rules.seal(previous, at, by, action, visit_id, subject, detail),
    )
    db.session.add(entry)
    db.session.flush()
    return entry.sequence
