"""Keeping a new version of the masks and marks over a photo."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .. import clock, storage
from ..db import db
from ..errors import Conflict
from ..permissions import Viewer
from ..text import msg
from ..visits import rules as visit_rules
from . import intake, layers, rules
from .actions import Renditions, record_photo, store_renditions
from .models import Photo, PhotoLayer


@dataclass(frozen=True)
class Drawn:
    """The shapes, and the stored files in which they are burnt in."""

    shapes: tuple[layers.Shape, ...]
    renditions: Renditions


def draw(photo: Photo, shapes: Sequence[layers.Shape]) -> Drawn:
    """Burn the shapes into all that is shown of the photo; the original stays as it is.

    Takes a second, so call it outside of transactions; `keep_layer` says whether it may be.
    """
    try:
        picture = intake.open_picture(storage.get(photo.sha256), [one.plain() for one in shapes])
    except intake.Refusal as refusal:
        raise rules.refusal(photo.file_name, refusal.reason) from refusal
    return Drawn(tuple(shapes), store_renditions(picture))


def keep_layer(
    photo: Photo, drawn: Drawn, *, layer_id: uuid.UUID, base: Collection[uuid.UUID], by: Viewer
) -> PhotoLayer:
    """Let a drawn layer be what is shown of the photo.

    `base` are the layers that were seen or made on the way; raises Conflict when another has been
    kept since, RuleBroken for a signed visit.
    """
    visit_rules.check_open(photo.visit.state)
    if photo.layer_id is not None and photo.layer_id not in base:
        raise Conflict(msg("Người khác vừa lưu ô che của ảnh này. Tải lại trang rồi làm lại."))
    layer = _layer(photo, drawn, layer_id, by)
    db.session.add(layer)
    _put_on(photo, layer, drawn.renditions, layers.count_masks(drawn.shapes))
    detail = {"layer": str(layer.id), "shapes": len(drawn.shapes), "masks": photo.masks}
    record_photo("evidence.photo_masked", photo, by, **detail)
    return layer


def _layer(photo: Photo, drawn: Drawn, layer_id: uuid.UUID, by: Viewer) -> PhotoLayer:
    own = {"id": layer_id, "photo_id": photo.id, "by_id": by.user_id, "at": clock.now()}
    plain = [shape.plain() for shape in drawn.shapes]
    return PhotoLayer(**own, shapes=plain, **dataclasses.asdict(drawn.renditions))


def _put_on(photo: Photo, layer: PhotoLayer, made: Renditions, masks: int) -> None:
    photo.layer_id, photo.masks = layer.id, masks
    for name, sha256 in dataclasses.asdict(made).items():
        setattr(photo, name, sha256)
