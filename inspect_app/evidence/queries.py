"""Finding photos; a photo is seen by who sees the work of its visit."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from ..db import db
from ..errors import NotFound
from ..permissions import Viewer
from ..visits.envelope import accepted_id
from ..visits.models import Visit
from ..visits.queries import get_visit
from .models import Photo


def get_photo(photo_id: uuid.UUID, *, viewer: Viewer) -> Photo:
    """A photo of a visit on which the viewer holds the permission; raises NotFound, NotAllowed."""
    photo = _find(photo_id)
    if photo is None:
        raise NotFound()
    get_visit(photo.visit_id, viewer=viewer)
    return photo


def visit_of(photo_id: uuid.UUID) -> uuid.UUID | None:
    """The visit of a photo, for authorising; None when there is no such photo."""
    photo = _find(photo_id)
    return photo.visit_id if photo else None


def _find(photo_id: uuid.UUID) -> Photo | None:
    return db.session.get(Photo, photo_id) or db.session.get(Photo, accepted_id(photo_id))


def list_photos(visit: Visit, item_code: str | None = None) -> Sequence[Photo]:
    """The photos of an authorised visit (of one item) that are not removed, as they came."""
    found = select(Photo).where(Photo.visit_id == visit.id, Photo.removed_at.is_(None))
    if item_code is not None:
        found = found.where(Photo.item_code == item_code)
    return db.session.scalars(found.order_by(Photo.received_at)).all()


def count_by_item(visit: Visit) -> dict[str, int]:
    """How many photos each item of an authorised visit has."""
    codes = select(Photo.item_code).where(Photo.visit_id == visit.id, Photo.removed_at.is_(None))
    return Counter(db.session.scalars(codes))
