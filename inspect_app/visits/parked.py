"""Reading the operations that wait for the head of a team, or once waited."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select

from ..db import db
from ..errors import NotFound
from ..permissions import Viewer
from .models import ParkedDecision, ParkedOperation, Visit
from .queries import get_visit


def get_parked(parked_id: uuid.UUID, *, viewer: Viewer) -> ParkedOperation:
    """A parked operation of a visit on which the viewer holds the permission they need.

    Raises NotFound when it is missing or foreign, NotAllowed when seen but not theirs to do.
    """
    parked = db.session.get(ParkedOperation, parked_id)
    if parked is None:
        raise NotFound()
    get_visit(parked.visit_id, viewer=viewer)
    return parked


def list_parked(visit: Visit) -> list[ParkedOperation]:
    """The parked operations of an authorised visit: undecided first, each as they came."""
    found = select(ParkedOperation).where(ParkedOperation.visit_id == visit.id)
    parked = db.session.scalars(found.order_by(ParkedOperation.received_at)).all()
    return sorted(parked, key=lambda p: p.decision is not None)


def count_undecided(visit: Visit) -> int:
    """How many operations of an authorised visit wait for the head's decision."""
    waiting = (
        select(func.count())
        .select_from(ParkedOperation)
        .outerjoin(ParkedDecision)
        .where(ParkedOperation.visit_id == visit.id, ParkedDecision.parked_id.is_(None))
    )
    return db.session.scalar(waiting) or 0
