"""Reading the requests of a visit."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ..db import db
from ..errors import NotFound
from ..permissions import Viewer
from ..visits.models import Visit
from ..visits.queries import get_visit
from .models import RemediationRequest


def get_request(request_id: uuid.UUID, *, viewer: Viewer) -> RemediationRequest:
    """A request of a visit on which the viewer holds the permission; NotFound, NotAllowed."""
    found = db.session.get(RemediationRequest, request_id)
    if found is None:
        raise NotFound()
    get_visit(found.visit_id, viewer=viewer)
    return found


def list_requests(visit: Visit) -> Sequence[RemediationRequest]:
    """The requests of an authorised visit that are not removed, in their order."""
    found = select(RemediationRequest).where(
        RemediationRequest.visit_id == visit.id, RemediationRequest.removed_at.is_(None)
    )
    order = found.order_by(RemediationRequest.position)
    return db.session.scalars(order.options(selectinload(RemediationRequest.findings))).all()


def all_requests(visit: Visit) -> Sequence[RemediationRequest]:
    """All requests of an authorised visit, the removed ones too."""
    found = select(RemediationRequest).where(RemediationRequest.visit_id == visit.id)
    return db.session.scalars(found.order_by(RemediationRequest.position)).all()
