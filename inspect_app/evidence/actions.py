"""Taking photos in, and taking them out again."""

from __future__ import annotations

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
from . import intake, rules
from .models import Photo


@dataclass(frozen=True)
class Rendered:
    """A picture that was opened and whose files are stored; the hashes are those of the original,
    the print rendition and the thumbnail."""

    name: str
    size: int
    picture: intake.Picture
    hashes: tuple[str, str, str]


def add_photo(
    visit: Visit,
    item_code: str,
    *,
    photo_id: uuid.UUID,
    name: str,
    data: bytes,
    limit: int,
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
        return keep_photo(visit, item_code, rendered, photo_id=photo_id, by=by)


def render_photo(name: str, data: bytes, limit: int) -> Rendered:
    """Open a picture and store its files; takes a second, so call it outside of transactions.

    `limit` in bytes. Raises RuleBroken naming the file for anything but a picture within limits.
    """
    name = rules.file_name(name)
    rules.check_size(name, len(data), limit)
    picture = _opened(name, data)
    hashes = (storage.put(data), storage.put(picture.print_jpeg), storage.put(picture.thumb_jpeg))
    return Rendered(name, len(data), picture, hashes)


def keep_photo(
    visit: Visit, item_code: str, rendered: Rendered, *, photo_id: uuid.UUID, by: Viewer
) -> Photo:
    """Put a rendered picture into the visit, once for each id.

    Raises RuleBroken for a visit that is not open, Conflict for a known id with other bytes.
    """
    known = db.session.get(Photo, photo_id)
    if known is not None:
        return _same(known, visit, rendered.hashes[0])
    visit_rules.check_open(visit.state)
    photo = _photo(visit.id, item_code, photo_id, rendered, by)
    db.session.add(photo)
    _record("evidence.photo_added", photo, by)
    return photo


def remove_photo(photo: Photo, *, by: Viewer) -> None:
    """Take a photo out of the visit; its files stay, and `restore_photo` brings it back."""
    visit_rules.check_open(photo.visit.state)
    photo.removed_at = clock.now()
    _record("evidence.photo_removed", photo, by)


def restore_photo(photo: Photo, *, by: Viewer) -> None:
    """Bring a removed photo back."""
    visit_rules.check_open(photo.visit.state)
    photo.removed_at = None
    _record("evidence.photo_restored", photo, by)


def caption_photo(photo: Photo, caption: str, *, by: Viewer) -> None:
    """Say in words what the photo shows; printed below it."""
    visit_rules.check_open(photo.visit.state)
    photo.caption = " ".join(text.nfc(caption).split())[:300]
    _record("evidence.photo_captioned", photo, by)


def _record(action: str, photo: Photo, by: Viewer) -> None:
    record(
        action,
        by=by.user_id,
        visit_id=photo.visit_id,
        subject=photo.item_code,
        photo=str(photo.id),
        sha256=photo.sha256,
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
    visit_id: uuid.UUID, item_code: str, photo_id: uuid.UUID, rendered: Rendered, by: Viewer
) -> Photo:
    picture = rendered.picture
    original, printed, thumbnail = rendered.hashes
    return Photo(
        id=photo_id,
        visit_id=visit_id,
        item_code=item_code,
        sha256=original,
        print_sha256=printed,
        thumb_sha256=thumbnail,
        file_name=rendered.name,
        media_type=picture.media_type,
        size=rendered.size,
        width=picture.width,
        height=picture.height,
        taken_at=_claimed(picture.taken),
        received_at=clock.now(),
        user_id=by.user_id,
    )


def _claimed(exif: str | None) -> dt.datetime | None:
    """The camera's own time, which knows no zone: taken as that of Viet Nam."""
    try:
        return clock.from_local(dt.datetime.strptime(exif or "", "%Y:%m:%d %H:%M:%S"))
    except (ValueError, OverflowError):  # a camera whose clock was never set may say anything
        return None
