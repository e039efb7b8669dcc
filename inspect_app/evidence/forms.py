"""What comes with a photo besides its bytes."""

from __future__ import annotations

from flask import request

from ..visits.forms import read_envelope
from .capture import Claims, read_place, read_source


def claims() -> Claims:
    """What this request says of the capture: headers of a piece, or fields of a plain form."""
    said, patch = read_envelope(), request.method == "PATCH"
    source = request.headers.get("Op-Source", "") if patch else request.form.get("source", "")
    place = request.headers.get("Op-Place", "") if patch else request.form.get("place", "")
    return Claims(
        device=said.device if said else "",
        time=said.at if said else None,
        offset=said.offset if said else None,
        source=read_source(source),
        place=read_place(place),
    )
