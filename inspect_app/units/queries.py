"""Finding units; their names are public knowledge, so any signed-in viewer may."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from .. import text
from ..db import db
from ..errors import NotFound
from ..permissions import Viewer
from .models import Unit

MOST_WORDS = 12  # the longest name with its superiors has fewer; SQLite takes 1.000 at the most


def search_units(typed: str, *, limit: int = 20, viewer: Viewer) -> Sequence[Unit]:
    """Units with every typed word in their name or a superior's, ignoring case and marks.

    Units whose own name fits come first, those of today before former ones.
    """
    words = text.folded(typed).replace("%", "").replace("_", "").split()[:MOST_WORDS]
    if not words:
        return []
    found = select(Unit).where(*(Unit.search.contains(word) for word in words))
    rows = db.session.scalars(found.order_by(Unit.search).limit(500)).all()
    wanted = " ".join(words)
    order = sorted(
        rows, key=lambda u: (wanted not in text.folded(u.label), u.valid_to is not None, u.search)
    )
    return order[:limit]


def get_unit(unit_id: uuid.UUID, *, viewer: Viewer) -> Unit:
    """One unit; raises NotFound."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound()
    return unit


def get_by_key(key: str) -> Unit:
    """The unit of that key of the reference data; raises NotFound."""
    unit = db.session.scalar(select(Unit).where(Unit.key == key))
    if unit is None:
        raise NotFound()
    return unit


def subordinates(unit: Unit, *, viewer: Viewer) -> Sequence[Unit]:
    """The units directly below this one, by name."""
    below = select(Unit).where(Unit.parent_id == unit.id)
    return sorted(db.session.scalars(below), key=lambda u: text.folded(u.name))
