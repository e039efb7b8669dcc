"""Reading the audit: whether the chain holds, and what changed in a visit since a moment."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, select

from ..db import db
from . import rules
from .models import AuditEntry


def first_broken() -> int | None:
    """The sequence number of the first row that was changed, or None when the chain holds."""
    previous = rules.FIRST
    for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)):
        sealed = rules.seal(
            previous, row.at, row.user_id, row.action, row.visit_id, row.subject, row.detail
        )
        if row.previous_hash != previous or row.hash != sealed:
            return row.sequence
        previous = row.hash
    return None


def last_sequence(visit_id: uuid.UUID) -> int:
    """The sequence number of the newest row of a visit already authorised; 0 when there is none."""
    newest = select(func.max(AuditEntry.sequence)).where(AuditEntry.visit_id == visit_id)
    return db.session.scalar(newest) or 0


def changes_since(visit_id: uuid.UUID, sequence: int) -> list[tuple[int, str, str]]:
    """(sequence, action, subject) of every row of an authorised visit after the given one."""
    rows = db.session.execute(
        select(AuditEntry.sequence, AuditEntry.action, AuditEntry.subject)
        .where(AuditEntry.visit_id == visit_id, AuditEntry.sequence > sequence)
        .order_by(AuditEntry.sequence)
    )
    return [(row.sequence, row.action, row.subject) for row in rows]


def details_since(visit_id: uuid.UUID, sequence: int) -> list[tuple[int, str, dict[str, Any]]]:
    """(sequence, action, detail) of every row of an authorised visit after the given one."""
    rows = db.session.execute(
        select(AuditEntry.sequence, AuditEntry.action, AuditEntry.detail)
        .where(AuditEntry.visit_id == visit_id, AuditEntry.sequence > sequence)
        .order_by(AuditEntry.sequence)
    )
    return [(row.sequence, row.action, row.detail) for row in rows]
