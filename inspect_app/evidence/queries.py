"""Finding photos; a photo is seen by who sees the work of its visit."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ..db import db
from ..errors import NotFound
from ..permissions import TEAM, Viewer
from ..visits.envelope import accepted_id
from ..visits.models import Visit
from ..visits.queries import checklist_of, get_visit, role_in
from .models import Photo, PhotoLayer


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
    """The photos of an authorised visit (of one item) that are not removed, in their order."""
    found = select(Photo).where(Photo.visit_id == visit.id, Photo.removed_at.is_(None))
    if item_code is not None:
        found = found.where(Photo.item_code == item_code)
    photos = db.session.scalars(found.order_by(Photo.position, Photo.received_at)).all()
    places = {code: place for place, code in enumerate(checklist_of(visit).items)}
    return sorted(photos, key=lambda photo: places.get(photo.item_code, len(places)))


def photos_about(visit: Visit, about: str) -> list[Photo]:
    """The photos of one dossier, or of one aspect of a notice, in their order."""
    return [photo for photo in list_photos(visit) if photo.about == about]


def list_for_minutes(visit: Visit) -> list[Photo]:
    """Those of them that go into the minutes."""
    return [photo for photo in list_photos(visit) if photo.in_minutes]


def last_position(visit: Visit, item_code: str) -> int:
    """The highest position among the photos of one item, removed ones too; 0 without any."""
    own = (Photo.visit_id == visit.id, Photo.item_code == item_code)
    return db.session.scalar(select(func.max(Photo.position)).where(*own)) or 0


def newest_layer(photo: Photo) -> PhotoLayer | None:
    """The layer that counts, if anything was ever drawn over the photo."""
    return db.session.get(PhotoLayer, photo.layer_id) if photo.layer_id else None


@dataclass(frozen=True)
class UsedElsewhere:
    """The same original in other visits: those the viewer may see, and whether there are more."""

    visits: tuple[Visit, ...]
    hidden: bool


def used_elsewhere(photo: Photo, *, viewer: Viewer) -> UsedElsewhere:
    """Where else the photo is evidence; nothing is told of a visit foreign to the viewer."""
    same = (Photo.sha256 == photo.sha256, Photo.visit_id != photo.visit_id)
    found = select(Visit).join(Photo, Photo.visit_id == Visit.id)
    wanted = found.where(*same, Photo.removed_at.is_(None)).distinct()
    visits = db.session.scalars(wanted).unique().all()
    seen = [visit for visit in visits if role_in(visit, viewer=viewer) in TEAM]
    seen.sort(key=lambda visit: visit.planned_on)
    return UsedElsewhere(tuple(seen), hidden=len(seen) < len(visits))


def known_elsewhere(visit: Visit) -> set[str]:
    """The SHA-256 of those photos of an authorised visit that are used in other visits too."""
    own = select(Photo.sha256).where(Photo.visit_id == visit.id, Photo.removed_at.is_(None))
    others = (Photo.visit_id != visit.id, Photo.removed_at.is_(None), Photo.sha256.in_(own))
    return set(db.session.scalars(select(Photo.sha256).where(*others)))


def repeated(visit: Visit) -> set[str]:
    """The SHA-256 that several photos of an authorised visit have, or one of another visit has."""
    counts = Counter(photo.sha256 for photo in list_photos(visit))
    return known_elsewhere(visit) | {sha256 for sha256, count in counts.items() if count > 1}


def count_by_item(visit: Visit) -> dict[str, int]:
    """How many photos each item of an authorised visit has."""
    codes = select(Photo.item_code).where(Photo.visit_id == visit.id, Photo.removed_at.is_(None))
    return Counter(db.session.scalars(codes))
