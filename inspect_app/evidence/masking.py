"""Keeping a new version of the masks and marks over a photo."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence

from .. import clock, storage
from ..db import db, new_id, writing
from ..errors import Conflict
from ..permissions import Viewer
from ..text import msg
from ..visits import rules as visit_rules
from . import intake, layers, rules
from .actions import Renditions, record_photo, store_renditions
from .models import Photo, PhotoLayer


def save_layer(
    photo: Photo, shapes: Sequence[layers.Shape], *, base: uuid.UUID | None, by: Viewer
) -> PhotoLayer:
    """Burn the shapes into all that is shown of the photo; the original stays as it is.

    Opens its own write transaction, since drawing takes a second. `base` is the layer that was
    seen; raises Conflict when another has been kept since, RuleBroken for a signed visit.
    """
    visit_rules.check_open(photo.visit.state)
    _check_seen(photo, base)
    plain = [shape.plain() for shape in shapes]
    made = _drawn(photo, plain)
    with writing():
        db.session.refresh(photo)
        visit_rules.check_open(photo.visit.state)
        _check_seen(photo, base)
        layer = _layer(photo, plain, made, by)
        db.session.add(layer)
        _put_on(photo, layer, made, layers.count_masks(shapes))
        detail = {"layer": str(layer.id), "shapes": len(plain), "masks": photo.masks}
        record_photo("evidence.photo_masked", photo, by, **detail)
    return layer


def _check_seen(photo: Photo, base: uuid.UUID | None) -> None:
    if photo.layer_id != base:
        raise Conflict(msg("Người khác vừa lưu ô che của ảnh này. Tải lại trang rồi làm lại."))


def _drawn(photo: Photo, plain: list[dict[str, object]]) -> Renditions:
    try:
        picture = intake.open_picture(storage.get(photo.sha256), plain)
    except intake.Refusal as refusal:
        raise rules.refusal(photo.file_name, refusal.reason) from refusal
    return store_renditions(picture)


def _layer(
    photo: Photo, plain: list[dict[str, object]], made: Renditions, by: Viewer
) -> PhotoLayer:
    own = {"id": new_id(), "photo_id": photo.id, "by_id": by.user_id, "at": clock.now()}
    return PhotoLayer(**own, shapes=plain, **dataclasses.asdict(made))


def _put_on(photo: Photo, layer: PhotoLayer, made: Renditions, masks: int) -> None:
    photo.layer_id, photo.masks = layer.id, masks
    for name, sha256 in dataclasses.asdict(made).items():
        setattr(photo, name, sha256)
