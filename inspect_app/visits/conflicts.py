"""Where two people's values differ: in items, and in what later features put beside them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping

from sqlalchemy import func, select

from ..db import db
from .models import OperationHead, Visit
from .queries import OF_OTHERS, OF_VISIT, load_conflicts, load_others

Names = Callable[[Visit, Collection[uuid.UUID]], Mapping[uuid.UUID, str]]
_NAMES: list[Names] = []
SEVERAL_HEADS_OF_OTHERS = (
    select(OperationHead.field)
    .where(OF_VISIT, OF_OTHERS)
    .group_by(OperationHead.field)
    .having(func.count() > 1)
)


def naming(names: Names) -> Names:
    """Let a feature name those of the given ids that are its own."""
    _NAMES.append(names)
    return names


def differing_elsewhere(visit: Visit) -> set[uuid.UUID]:
    """The ids of those things of an authorised visit that are no items of the checklist."""
    fields = db.session.scalars(SEVERAL_HEADS_OF_OTHERS, {"visit": visit.id})
    keys = {uuid.UUID(hex=field.partition(".")[0]) for field in fields}
    return {key for key in keys if load_others(visit, key)[key.hex].in_conflict}


def conflicts(visit: Visit) -> tuple[set[str], int]:
    """The codes of items and the names of other things, and how many things no feature names.

    A dossier that is out of the sample counts too, as an item does whose note is not printed.
    """
    keys = differing_elsewhere(visit)
    named: dict[uuid.UUID, str] = {}
    for names in _NAMES if keys else ():
        named |= names(visit, keys)
    return load_conflicts(visit) | set(named.values()), len(keys) - len(named)
