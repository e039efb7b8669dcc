"""Photos of which only a part has come: remembered, so that a visit is not handed in without."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select

from .. import clock
from ..audit.actions import record
from ..db import db, writing
from ..errors import Conflict
from ..permissions import Viewer
from ..text import Message, msg
from ..visits import rules as visit_rules
from ..visits.forms import read_envelope
from ..visits.models import ParkedOperation, Visit
from ..visits.parked import list_parked
from . import pieces, rules
from .capture import device_mark
from .models import Photo, PromisedPhoto

# Where a photo of that id stands once something is known of it.
KNOWN = (PromisedPhoto, Photo, ParkedOperation)
NOT_WAITED_FOR = msg("Ảnh này đã lên máy chủ hoặc không còn được chờ. Tải lại trang để xem.")


def remember(
    promise: pieces.Promise, visit_id: uuid.UUID, name: str, *, item_code: str, about: str
) -> None:
    """Write the photo down at its first part; opens its own write transaction for that."""
    if db.session.get(PromisedPhoto, promise.key) is not None:
        return
    with writing():
        if not any(db.session.get(kind, promise.key) for kind in KNOWN):
            shown = {"item_code": item_code[:20], "about": about}
            db.session.add(_row(promise, visit_id, name, **shown))


def forget(key: uuid.UUID) -> None:
    """Its fate is known: it is taken in, parked, or refused."""
    if db.session.get(PromisedPhoto, key) is not None:
        with writing():
            db.session.execute(delete(PromisedPhoto).where(PromisedPhoto.id == key))


def list_waiting(visit: Visit) -> Sequence[PromisedPhoto]:
    """The photos of an authorised visit that are still on their way and waited for."""
    found = select(PromisedPhoto).where(
        PromisedPhoto.visit_id == visit.id, PromisedPhoto.given_up_at.is_(None)
    )
    return db.session.scalars(found.order_by(PromisedPhoto.first_at)).all()


def give_up(visit: Visit, key: uuid.UUID | None, *, by: Viewer) -> None:
    """Wait for it no longer; should it come after all, it is taken in like any other.

    Raises Conflict for what this visit does not wait for.
    """
    visit_rules.check_open(visit.state)
    found = next((one for one in list_waiting(visit) if one.id == key), None)
    if found is None:
        raise Conflict(NOT_WAITED_FOR)
    found.given_up_at = clock.now()
    detail = {"photo": str(found.id), "sha256": found.sha256, "name": found.file_name}
    record("evidence.photo_given_up", by=by.user_id, visit_id=visit.id, **detail)


def arrived(promised: PromisedPhoto) -> int:
    """How many of its bytes are here."""
    said = (promised.user_id, promised.id, promised.size, promised.sha256)
    return min(pieces.received(pieces.Promise(*said)), promised.size)


def missing(visit: Visit) -> list[Message]:
    """What is said of each photo that the server knows of and does not have in the visit."""
    waiting = [_on_its_way(one) for one in list_waiting(visit)]
    return waiting + [_undecided(one) for one in _parked_photos(visit)]


def _row(promise: pieces.Promise, visit_id: uuid.UUID, name: str, **shown: str) -> PromisedPhoto:
    said = read_envelope()
    return PromisedPhoto(
        id=promise.key,
        visit_id=visit_id,
        **shown,
        user_id=promise.user_id,
        device=said.device if said else "",
        file_name=rules.file_name(name),
        size=promise.size,
        sha256=promise.sha256,
        first_at=clock.now(),
    )


def _parked_photos(visit: Visit) -> list[ParkedOperation]:
    return [p for p in list_parked(visit) if p.decision is None and p.method == "PATCH"]


def _on_its_way(promised: PromisedPhoto) -> Message:
    return msg(
        "Ảnh “{name}” ({code}) của {person}, máy “{device}”, mới lên máy chủ {percent}%. Mở máy đó "
        "cho gửi hết, hoặc bỏ chờ ở trang Ảnh.",
        name=promised.file_name,
        code=promised.item_code,
        person=promised.user.full_name,
        device=promised.mark,
        percent=100 * arrived(promised) // max(promised.size, 1),
    )


def _undecided(parked: ParkedOperation) -> Message:
    return msg(
        "Một ảnh của {person}, máy “{device}”, đến muộn và chờ trưởng đoàn quyết định ở “Mục đến "
        "muộn”.",
        person=parked.user.full_name,
        device=device_mark(parked.device),
    )
