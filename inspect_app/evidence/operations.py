"""What a person does to a photo, taken in as an operation of its visit."""

from __future__ import annotations

import uuid

from ..permissions import Viewer
from ..visits import arrivals
from . import queries
from .models import Photo


def take_in(photo_id: uuid.UUID, verb: str, *, viewer: Viewer) -> tuple[Photo, bool]:
    """The authorised photo, and whether the operation is new; it is written down here.

    Raises what `arrivals.take_in` raises, and NotFound.
    """
    field, found = f"photo.{photo_id}.{verb}", queries.visit_of(photo_id)
    _, fresh = arrivals.take_in(found, viewer=viewer, field=field, about=photo_id)
    return queries.get_photo(photo_id, viewer=viewer), fresh
