"""Reading what a tablet asks for: its key, its session's end, a visit's pack, parked operations."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import url_for
from sqlalchemy import select

from .. import clock
from ..accounts.models import SignIn
from ..accounts.queries import hashed
from ..db import db
from ..dossiers.queries import registers, to_check
from ..evidence.models import Photo
from ..evidence.queries import list_photos
from ..permissions import Viewer
from ..visits.models import Visit
from ..visits.queries import last_operation
from . import shell
from .models import OutboxKey


def find_key(user_id: uuid.UUID) -> bytes | None:
    """The key of a person, if one was ever needed."""
    return db.session.scalar(select(OutboxKey.key).where(OutboxKey.user_id == user_id))


def session_end(token: str, hours: int) -> dt.datetime:
    """When the session of this token ends; it is one that still holds."""
    began = select(SignIn.created_at).where(SignIn.token_hash == hashed(token))
    return db.session.scalars(began).one() + dt.timedelta(hours=hours)


def milliseconds(moment: dt.datetime) -> int:
    """Since 1970-01-01 UTC, as browsers count."""
    return round(moment.timestamp() * 1000)


def pack(visit: Visit, *, viewer: Viewer) -> dict[str, object]:
    """What a tablet fetches before it goes out of reach: pages and thumbnails of the visit."""
    parts = (
        "visits.show",
        "findings.index",
        "findings.conclusions",
        "notices.index",
        "minutes.show",
    )
    pages = [url_for(name, visit_id=visit.id) for name in parts]
    photos = list_photos(visit)
    return {
        "version": shell.version(),
        "visit": str(visit.id),
        "title": visit.unit.label,
        "user": str(viewer.user_id),
        "pages": [
            url_for("visits.index"),
            *pages,
            *_of_dossiers(visit),
            *(url_for(f"photos.{name}", visit_id=visit.id) for name in ("index", "mould")),
            *(url_for("photos.view", photo_id=photo.id) for photo in photos),
            url_for("sync.index"),
        ],
        "files": [_picture(p, size) for p in photos for size in (p.thumbnail, "picture")],
        "now": milliseconds(clock.now()),
        "seq": last_operation(),
    }


def _picture(photo: Photo, size: str) -> str:
    return url_for("evidence.picture", photo_id=photo.id, size=size, v=photo.version)


def _of_dossiers(visit: Visit) -> list[str]:
    """The sample, each dossier in it, what a draw without network needs, and the registers."""
    found = [url_for(f"dossiers.{name}", visit_id=visit.id) for name in ("sample", "mould")]
    rows = to_check(visit)
    found += [url_for("dossiers.dossier", visit_id=visit.id, sampled_id=r.id) for r in rows]
    held = registers(visit)
    return found + [url_for("registers.as_json", visit_id=visit.id, register=r.id) for r in held]
