"""Writing down what was done, in the transaction that does it."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import insert, select

from .. import clock
from ..db import Base, db
from . import rules
from .models import AuditEntry

# A row that nobody reads again in its transaction needs no object of the session.
ENTRIES = Base.metadata.tables[AuditEntry.__tablename__]
APPEND = insert(ENTRIES).returning(ENTRIES.c.sequence)
NEWEST_HASH = select(AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)


def record(
    action: str,
    *,
    by: uuid.UUID | None,
    visit_id: uuid.UUID | None = None,
    subject: str = "",
    **detail: Any,
) -> int:
    """Append one row and give its sequence number. `by` None means the system itself."""
    previous = db.session.scalar(NEWEST_HASH) or rules.FIRST
    at = clock.now()
    row = {
        "at": at,
        "user_id": by,
        "action": action,
        "visit_id": visit_id,
        "subject": subject,
        "detail": detail,
        "previous_hash": previous,
        "hash": rules.seal(previous, at, by, action, visit_id, subject, detail),
    }
    return int(db.session.scalars(APPEND, row).one())
