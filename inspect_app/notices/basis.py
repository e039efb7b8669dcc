"""What the conclusions' sentences about notices rest on: the notices, and photos of them."""

from __future__ import annotations

from collections.abc import Collection

from ..evidence.queries import list_photos
from ..findings.sources import Basis, Link, explains
from ..text import Message, msg
from ..visits.models import Visit
from . import queries
from .answers import Notice
from .rules import State


@explains("notices")
def of_notices(visit: Visit, keys: Collection[str]) -> dict[str, Basis]:
    """A fault rests on the notices that have it, anything else on all that were looked at."""
    notices = queries.load_notices(visit)
    return {key: _basis(visit, _about(notices, key.partition(":")[2])) for key in keys}


def _about(notices: list[Notice], what: str) -> list[Notice]:
    if what == "corrected":
        return [notice for notice in notices if notice.state is State.CORRECTED]
    if what == "unseen":
        return [notice for notice in notices if notice.state is State.UNSEEN]
    standing = [notice for notice in notices if notice.state is not State.CORRECTED]
    faulty = [notice for notice in standing if what in notice.faults]
    return faulty or [notice for notice in notices if notice.state is not State.UNSEEN]


def _basis(visit: Visit, notices: list[Notice]) -> Basis:
    subjects = {notice.id.hex for notice in notices}
    photos = [p for p in list_photos(visit) if p.about.partition(".")[0] in subjects]
    return Basis(tuple(_link(visit, notice) for notice in notices), tuple(photos))


def _link(visit: Visit, notice: Notice) -> Link:
    label = Message("{name}", {"name": notice.kind.name_vi}, "{name}")
    values = {"visit_id": visit.id, "_anchor": f"notice-{notice.kind.key}"}
    return Link(label, msg("Niêm yết"), "notices.index", values)
