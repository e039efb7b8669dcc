"""Masks and marks put over a photo, as a person on the team does."""

from __future__ import annotations

from collections.abc import Sequence

from inspect_app.db import db, new_id, writing
from inspect_app.evidence import masking
from inspect_app.evidence.layers import Shape
from inspect_app.evidence.models import Photo, PhotoLayer
from tests import cast as people


def save(photo: Photo, shapes: Sequence[Shape], base: PhotoLayer | None = None) -> PhotoLayer:
    """Draw and keep them over the layer that was seen."""
    seen, key = [base.id] if base else [], new_id()
    drawn = masking.draw(photo, shapes)
    with writing():
        db.session.refresh(photo)
        member = people.viewer("member")
        return masking.keep_layer(photo, drawn, layer_id=key, base=seen, by=member)
