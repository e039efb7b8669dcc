"""One photo with its facts, masks and choices; and all photos of a visit."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from .. import receipts
from ..errors import RuleBroken
from ..permissions import Permission
from ..visits.models import Visit
from ..visits.queries import checklist_of, get_visit
from ..web import render, requires, see_other, viewer
from . import actions, gallery, layers, masking, promises, queries, rules
from .models import Photo

bp = Blueprint("photos", __name__)
STEPS = {"up": -1, "down": 1}


@bp.get("/photos/<uuid:photo_id>/view")
@requires(Permission.SEE_WORK)
def view(photo_id: uuid.UUID) -> Response:
    """The photo, large."""
    return _page(queries.get_photo(photo_id, viewer=viewer()))


@bp.post("/photos/<uuid:photo_id>/layer")
@requires(Permission.FILL_VISIT, own_transaction=True)
def save_layer(photo_id: uuid.UUID) -> Response:
    """Keep the masks and marks as they now stand in the list."""
    photo = queries.get_photo(photo_id, viewer=viewer())
    typed = {name: request.form.getlist(name) for name in ("kind", *layers.SIDES, "text")}
    base = receipts.read_id(request.form.get("base", ""))
    try:
        masking.save_layer(photo, layers.read(typed), base=base, by=viewer())
    except RuleBroken as error:
        return _page(photo, typed=typed, error=error)
    return see_other("photos.view", photo_id=photo_id)


@bp.post("/photos/<uuid:photo_id>/choices")
@requires(Permission.FILL_VISIT)
def choose(photo_id: uuid.UUID) -> Response:
    """Whether it goes into the minutes, and whether it shows a dossier."""
    photo = queries.get_photo(photo_id, viewer=viewer())
    said = {name: name in request.form for name in ("in_minutes", "shows_dossier")}
    actions.choose(photo, **said, by=viewer())
    return see_other("photos.view", photo_id=photo.id)


@bp.post("/photos/<uuid:photo_id>/<any(up, down):direction>")
@requires(Permission.FILL_VISIT)
def move(photo_id: uuid.UUID, direction: str) -> Response:
    """Change places with its neighbour."""
    photo = queries.get_photo(photo_id, viewer=viewer())
    actions.move(photo, STEPS[direction], by=viewer())
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


def _page(
    photo: Photo,
    *,
    typed: dict[str, list[str]] | None = None,
    error: RuleBroken | None = None,
) -> Response:
    row = queries.list_photos(photo.visit, photo.item_code)
    layer = queries.newest_layer(photo)
    return render(
        "evidence/view.html",
        status=422 if error else 200,
        photo=photo,
        visit=photo.visit,
        item=checklist_of(photo.visit).items.get(photo.item_code),
        place=row.index(photo) + 1 if photo in row else 0,
        row=row,
        layer=layer,
        rows=_rows_of(typed) if typed else _rows(layers.stored(layer.shapes) if layer else []),
        skew=rules.skew(photo.capture.clock_offset if photo.capture else None),
        elsewhere=queries.used_elsewhere(photo, viewer=viewer()),
        error=error,
        kinds=layers.KINDS,
        locked=photo.visit.state == "signed",
    )


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
