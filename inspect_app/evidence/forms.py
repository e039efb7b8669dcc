"""What comes with a photo besides its bytes."""

from __future__ import annotations

from flask import request

from ..errors import Refused
from ..text import msg
from ..visits.forms import read_envelope
from . import subjects
from .capture import Claims, read_place, read_source


def about() -> str:
    """What of its item a plain form's photos show; raises Refused for what nothing has as id."""
    said = request.form.get("about", "")
    if not subjects.is_subject(said):
        raise Refused(msg("Không rõ ảnh chụp hồ sơ hoặc niêm yết nào. Tải lại trang rồi chụp lại."))
    return said


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
