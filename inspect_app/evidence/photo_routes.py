"""One photo with its facts, masks and choices; and all photos of a visit."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from .. import receipts
from ..db import writing
from ..errors import NotAllowed, NotFound, RuleBroken
from ..permissions import Permission
from ..visits.forms import ids, operation_of
from ..visits.models import Visit
from ..visits.offline import PLACEHOLDER, keepable
from ..visits.queries import checklist_of, get_visit
from ..web import render, requires, see_other, viewer, wants_part
from . import actions, gallery, layers, masking, operations, promises, queries, rules
from .models import Photo

bp = Blueprint("photos", __name__)
STEPS = {"up": -1, "down": 1}
PAGE = "evidence/view.html"


@bp.get("/photos/<uuid:photo_id>/view")
@requires(Permission.SEE_WORK)
@keepable
def view(photo_id: uuid.UUID) -> Response:
    """The photo, large."""
    return render(PAGE, **_page(queries.get_photo(photo_id, viewer=viewer())))


@bp.get("/visits/<uuid:visit_id>/photos/mould")
@requires(Permission.SEE_WORK)
@keepable
def mould(visit_id: uuid.UUID) -> Response:
    """What a tablet fills in for a photo that the office has not yet."""
    visit = get_visit(visit_id, viewer=viewer())
    photo = Photo(id=PLACEHOLDER, visit_id=visit.id, item_code="…", width=1, height=1, caption="")
    return render(PAGE, **_tools(visit, photo), mould=True, row=[], place=0, chosen=False)


@bp.post("/photos/<uuid:photo_id>/layer")
@requires(Permission.FILL_VISIT, own_transaction=True)
def save_layer(photo_id: uuid.UUID) -> Response:
    """Keep the masks and marks as they now stand in the list."""
    typed = {name: request.form.getlist(name) for name in ("kind", *layers.SIDES, "text")}
    try:
        photo = _save_layer(photo_id, layers.read(typed))
    except RuleBroken as error:
        found = queries.get_photo(photo_id, viewer=viewer())
        block = "tool" if wants_part() else None
        return render(PAGE, block=block, status=422, **_page(found, typed=typed, error=error))
    if wants_part():
        return render(PAGE, block="tool", **_page(photo))
    return see_other("photos.view", photo_id=photo.id)


@bp.post("/photos/<uuid:photo_id>/choices")
@requires(Permission.FILL_VISIT)
def choose(photo_id: uuid.UUID) -> Response:
    """Whether it goes into the minutes, and whether it shows a dossier."""
    photo, fresh = operations.take_in(photo_id, "choices", viewer=viewer())
    said = {name: name in request.form for name in ("in_minutes", "shows_dossier")}
    if fresh:
        actions.choose(photo, **said, by=viewer())
    if wants_part():
        return render(PAGE, block="chosen", **_page(photo) | {"chosen": True})
    return see_other("photos.view", photo_id=photo.id)


@bp.post("/photos/<uuid:photo_id>/<any(up, down):direction>")
@requires(Permission.FILL_VISIT)
def move(photo_id: uuid.UUID, direction: str) -> Response:
    """Change places with its neighbour."""
    photo, fresh = operations.take_in(photo_id, direction, viewer=viewer())
    if fresh:
        actions.move(photo, STEPS[direction], by=viewer())
    if wants_part():
        return render(PAGE, block="order", **_page(photo))
    return see_other("photos.view", photo_id=photo.id, _anchor="order")


@bp.post("/photos/<uuid:photo_id>/original")
@requires(Permission.SEE_WORK)
def original(photo_id: uuid.UUID) -> Response:
    """The original; by POST, since every opening is written down."""
    photo = queries.get_photo(photo_id, viewer=viewer())
    data = actions.open_original(photo, by=viewer())
    ending = rules.ENDINGS.get(photo.media_type, "bin")
    name = f"anh-goc-{photo.item_code}-{photo.sha256[:8]}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype=photo.media_type, headers=headers)


@bp.get("/visits/<uuid:visit_id>/photos")
@requires(Permission.SEE_WORK)
@keepable
def index(visit_id: uuid.UUID) -> Response:
    """All photos of a visit, or those that the filters let through."""
    return _gallery(get_visit(visit_id, viewer=viewer()))


@bp.post("/visits/<uuid:visit_id>/photos/give-up")
@requires(Permission.FILL_VISIT)
def give_up(visit_id: uuid.UUID) -> Response:
    """Wait no longer for a photo of which a part has come."""
    visit = get_visit(visit_id, viewer=viewer())
    promises.give_up(visit, receipts.read_id(request.form.get("promised", "")), by=viewer())
    return see_other("photos.index", visit_id=visit.id)


def _save_layer(photo_id: uuid.UUID, shapes: list[layers.Shape]) -> Photo:
    drawn = None
    # What becomes of an operation on a photo that is not there for them, taking it in decides.
    with contextlib.suppress(NotFound, NotAllowed):
        drawn = masking.draw(queries.get_photo(photo_id, viewer=viewer()), shapes)
    with writing():
        photo, fresh = operations.take_in(photo_id, "layer", viewer=viewer())
        if fresh and drawn is None:
            raise NotFound()
        if fresh and drawn is not None:
            seen = ids(request.form, "base")
            key = operation_of(request.form)
            masking.keep_layer(photo, drawn, layer_id=key, base=seen, by=viewer())
    return photo


def _page(
    photo: Photo,
    *,
    typed: dict[str, list[str]] | None = None,
    error: RuleBroken | None = None,
) -> dict[str, Any]:
    row = queries.list_photos(photo.visit, photo.item_code)
    return _tools(photo.visit, photo, typed=typed, error=error) | {
        "place": row.index(photo) + 1 if photo in row else 0,
        "row": row,
        "skew": rules.skew(photo.capture.clock_offset if photo.capture else None),
        "elsewhere": queries.used_elsewhere(photo, viewer=viewer()),
        "mould": False,
        "chosen": False,
    }


def _tools(
    visit: Visit,
    photo: Photo,
    *,
    typed: dict[str, list[str]] | None = None,
    error: RuleBroken | None = None,
) -> dict[str, Any]:
    layer = queries.newest_layer(photo)
    return {
        "photo": photo,
        "visit": visit,
        "item": checklist_of(visit).items.get(photo.item_code),
        "layer": layer,
        "rows": _rows_of(typed) if typed else _rows(layers.stored(layer.shapes) if layer else []),
        "error": error,
        "locked": visit.state == "signed",
    }


def _rows(shapes: list[layers.Shape]) -> list[dict[str, str]]:
    return [
        {"kind": shape.kind, "text": shape.text}
        | {side: layers.percent(getattr(shape, side)) for side in layers.SIDES}
        for shape in shapes
    ]


def _rows_of(typed: dict[str, list[str]]) -> list[dict[str, str]]:
    """What was typed, row for row, so that nothing of it is lost by an error."""
    count = max(map(len, typed.values()))
    return [
        {name: (column[at] if at < len(column) else "") for name, column in typed.items()}
        for at in range(count)
        if at >= len(typed["kind"]) or typed["kind"][at]
    ]


def _gallery(visit: Visit) -> Response:
    asked, checklist = gallery.read(request.args), checklist_of(visit)
    photos, repeated = queries.list_photos(visit), queries.repeated(visit)
    codes = gallery.codes_of(checklist, asked.part)
    return render(
        "evidence/gallery.html",
        visit=visit,
        checklist=checklist,
        asked=asked,
        shown=[photo for photo in photos if gallery.passes(photo, asked, codes, repeated)],
        all_photos=photos,
        repeated=repeated,
        waiting=[(one, promises.arrived(one)) for one in promises.list_waiting(visit)],
        locked=visit.state == "signed",
    )
