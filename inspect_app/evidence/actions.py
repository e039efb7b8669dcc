"""Taking photos in, and taking them out again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass

from .. import clock, storage, text
from ..audit.actions import record
from ..db import db, writing
from ..errors import Conflict
from ..permissions import Viewer
from ..text import msg
from ..visits import rules as visit_rules
from ..visits.models import Visit
from . import intake, queries, rules, subjects
from .capture import Claims
from .models import Capture, Photo

NO_CLAIMS = Claims()


@dataclass(frozen=True)
class Rendered:
    """A picture that was opened and whose files are stored: `sha256` names the original."""

    name: str
    size: int
    picture: intake.Picture
    sha256: str
    renditions: Renditions


@dataclass(frozen=True)
class Renditions:
    """The names of the files that show a photo: at most 1600, 1000 and 320 px."""

    derived_sha256: str
    print_sha256: str
    thumb_sha256: str


def add_photo(
    visit: Visit,
    item_code: str,
    *,
    photo_id: uuid.UUID,
    name: str,
    data: bytes,
    limit: int,
    claims: Claims = NO_CLAIMS,
    about: str = "",
    by: Viewer,
) -> Photo:
    """Check, render and store one photo; the same id and bytes delivered again count once.

    Opens its own write transaction, since decoding takes a second. Raises RuleBroken naming the
    file for anything but a picture within the limits, Conflict for a known id with other bytes.
    """
    visit_rules.check_open(visit.state)
    rendered = render_photo(name, data, limit)
    with writing():
        db.session.refresh(visit)
        return keep_photo(
            visit, item_code, rendered, photo_id=photo_id, claims=claims, about=about, by=by
        )


def render_photo(name: str, data: bytes, limit: int) -> Rendered:
    """Open a picture and store its files; takes a second, so call it outside of transactions.

    `limit` in bytes. Raises RuleBroken naming the file for anything but a picture within limits.
    """
    name = rules.file_name(name)
    rules.check_size(name, len(data), limit)
    picture = _opened(name, data)
    return Rendered(name, len(data), picture, storage.put(data), store_renditions(picture))


def store_renditions(picture: intake.Picture) -> Renditions:
    """Store what was made to be shown."""
    made = (picture.derived_jpeg, picture.print_jpeg, picture.thumb_jpeg)
    return Renditions(*map(storage.put, made))


def keep_photo(
    visit: Visit,
    item_code: str,
    rendered: Rendered,
    *,
    photo_id: uuid.UUID,
    claims: Claims = NO_CLAIMS,
    about: str = "",
    by: Viewer,
) -> Photo:
    """Put a rendered picture into the visit as the last of its item, once for each id.

    Raises RuleBroken for a visit that is not open, Conflict for a known id with other bytes.
    """
    known = db.session.get(Photo, photo_id)
    if known is not None:
        return _same(known, visit, rendered.sha256)
    visit_rules.check_open(visit.state)
    photo = _photo(visit, item_code, photo_id, rendered, by)
    photo.about, photo.caption = about, str(subjects.name_of(visit, about))
    photo.shows_dossier = rules.shows_dossier(item_code)
    # Nobody has looked at it yet, and a citizen may be named on it.
    photo.in_minutes = not photo.shows_dossier
    photo.capture = _capture(claims) if claims else None
    db.session.add(photo)
    record_photo("evidence.photo_added", photo, by)
    return photo


def remove_photo(photo: Photo, *, by: Viewer) -> None:
    """Take a photo out of the visit; its files stay, and `restore_photo` brings it back."""
    visit_rules.check_open(photo.visit.state)
    photo.removed_at = clock.now()
    record_photo("evidence.photo_removed", photo, by)


def restore_photo(photo: Photo, *, by: Viewer) -> None:
    """Bring a removed photo back."""
    visit_rules.check_open(photo.visit.state)
    photo.removed_at = None
    record_photo("evidence.photo_restored", photo, by)


def caption_photo(photo: Photo, caption: str, *, by: Viewer) -> None:
    """Say in words what the photo shows; printed below it."""
    visit_rules.check_open(photo.visit.state)
    photo.caption = " ".join(text.nfc(caption).split())[:300]
    record_photo("evidence.photo_captioned", photo, by)


def choose(photo: Photo, *, in_minutes: bool, shows_dossier: bool, by: Viewer) -> None:
    """Say whether the photo goes into the minutes, and whether a dossier can be read on it."""
    visit_rules.check_open(photo.visit.state)
    photo.in_minutes, photo.shows_dossier = in_minutes, shows_dossier
    said = {"in_minutes": in_minutes, "shows_dossier": shows_dossier}
    record_photo("evidence.photo_chosen", photo, by, **said)


def move(photo: Photo, step: int, *, by: Viewer) -> None:
    """Change places with the photo before (-1) or after (1) it within its item."""
    visit_rules.check_open(photo.visit.state)
    row = list(queries.list_photos(photo.visit, photo.item_code))
    at = row.index(photo)
    other = at + step
    if 0 <= other < len(row):
        row[at], row[other] = row[other], row[at]
    for position, one in enumerate(row, 1):
        one.position = position
    record_photo("evidence.photo_moved", photo, by, step=step)


def open_original(photo: Photo, *, by: Viewer) -> bytes:
    """The original byte for byte; who opened it is recorded. Raises storage.Missing."""
    data = storage.get(photo.sha256)
    record_photo("evidence.original_opened", photo, by)
    return data


def record_photo(action: str, photo: Photo, by: Viewer, **detail: object) -> None:
    """Write down what was done to a photo."""
    record(
        action,
        by=by.user_id,
        visit_id=photo.visit_id,
        subject=photo.item_code,
        photo=str(photo.id),
        sha256=photo.sha256,
        **detail,
    )


def _opened(name: str, data: bytes) -> intake.Picture:
    try:
        return intake.open_picture(data)
    except intake.Refusal as refusal:
        raise rules.refusal(name, refusal.reason) from refusal


def _same(known: Photo, visit: Visit, sha256: str) -> Photo:
    if known.visit_id != visit.id or known.sha256 != sha256:
        raise Conflict(msg("Mã ảnh này đã dùng cho ảnh khác. Chụp lại."))
    return known


def _photo(
    visit: Visit, item_code: str, photo_id: uuid.UUID, rendered: Rendered, by: Viewer
) -> Photo:
    picture = rendered.picture
    return Photo(
        id=photo_id,
        visit_id=visit.id,
        item_code=item_code,
        sha256=rendered.sha256,
        **dataclasses.asdict(rendered.renditions),
        file_name=rendered.name,
        media_type=picture.media_type,
        size=rendered.size,
        width=picture.width,
        height=picture.height,
        exif=picture.exif,
        codes=picture.codes,
        taken_at=_claimed(picture.taken),
        received_at=clock.now(),
        user_id=by.user_id,
        position=queries.last_position(visit, item_code) + 1,
    )


def _capture(claims: Claims) -> Capture:
    place = claims.place
    return Capture(
        device=claims.device,
        device_time=claims.time,
        clock_offset=claims.offset,
        source=claims.source,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        accuracy=place.accuracy if place else None,
    )


def _claimed(exif: str | None) -> dt.datetime | None:
    """The camera's own time, which knows no zone: taken as that of Viet Nam."""
    try:
        return clock.from_local(dt.datetime.strptime(exif or "", "%Y:%m:%d %H:%M:%S"))
    except (ValueError, OverflowError):  # a camera whose clock was never set may say anything
        return None
