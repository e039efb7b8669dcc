"""Photos on the checklist page: take, show, caption, remove and bring back."""

from __future__ import annotations

import functools
import uuid
from typing import Any

from flask import Blueprint, after_this_request, current_app, make_response, request
from werkzeug.wrappers import Response

from .. import storage
from ..db import db
from ..errors import NotFound, RuleBroken
from ..permissions import Permission
from ..visits import checklist_page
from ..visits.checklist_page import Fault
from ..visits.forms import operation_of
from ..visits.models import Visit
from ..visits.queries import checklist_of, get_visit
from ..visits.routes import ITEM, PAGE, PROGRESS
from ..web import parts, render, requires, see_other, viewer, wants_part
from . import actions, operations, pieces, queries, subjects, upload
from .forms import about, claims
from .models import Photo

bp = Blueprint("evidence", __name__)
MOST_AT_ONCE = 20
BOX = "evidence/box_part.html"


@bp.post("/visits/<uuid:visit_id>/items/<code>/photos")
@requires(Permission.FILL_VISIT, own_transaction=True, files=MOST_AT_ONCE)
def add(visit_id: uuid.UUID, code: str) -> Response:
    """Take in each file on its own: a refused one does not take the others with it."""
    visit = get_visit(visit_id, viewer=viewer())
    if code not in checklist_of(visit).items:
        raise NotFound()
    of = about()
    return _shown(visit, code, _add_each(visit, code, of), of)


@bp.patch("/photos/<uuid:operation_id>")
@requires(Permission.FILL_VISIT, own_transaction=True)
def receive(operation_id: uuid.UUID) -> Response:
    """Keep one piece of a photo; with its last piece the photo is taken in."""
    limit, by = current_app.config["SETTINGS"].photo_limit, viewer()
    piece = upload.read_piece(request, operation_id, by.user_id, limit)
    after_this_request(functools.partial(upload.conclude, piece))
    refused: list[RuleBroken] = []
    try:
        if upload.is_wanted(piece, by) and not upload.receive(piece, request, limit, by):
            return _go_on(204, pieces.received(piece.promise), "partial")
    except pieces.WrongOffset as error:
        return _go_on(409, error.have, "offset")
    except pieces.Damaged:
        return _go_on(409, 0, "checksum")
    except RuleBroken as error:
        refused.append(error)
    visit = get_visit(piece.visit_id, viewer=by)
    return _shown(visit, piece.item_code, refused, piece.about, part=True)


@bp.post("/photos/<uuid:photo_id>/<any(remove, restore):verb>")
@requires(Permission.FILL_VISIT)
def set_removed(photo_id: uuid.UUID, verb: str) -> Response:
    photo, fresh = operations.take_in(photo_id, verb, viewer=viewer())
    if fresh:
        (actions.remove_photo if verb == "remove" else actions.restore_photo)(photo, by=viewer())
    gone = photo if verb == "remove" else None
    return _shown(photo.visit, photo.item_code, [], photo.about, gone=gone)


@bp.post("/photos/<uuid:photo_id>/caption")
@requires(Permission.FILL_VISIT)
def caption(photo_id: uuid.UUID) -> Response:
    photo, fresh = operations.take_in(photo_id, "caption", viewer=viewer())
    if fresh:
        actions.caption_photo(photo, request.form.get("caption", ""), by=viewer())
    if not wants_part():
        return see_other("visits.show", visit_id=photo.visit_id, _anchor=f"item-{photo.item_code}")
    return make_response("", 204)


@bp.get("/photos/<uuid:photo_id>/<any(thumbnail, masked, picture):size>.jpg")
@requires(Permission.SEE_WORK)
def picture(photo_id: uuid.UUID, size: str) -> Response:
    photo = queries.get_photo(photo_id, viewer=viewer())
    name = photo.shown_sha256 if size == "picture" else photo.thumb_sha256
    # The bytes under an id and a version never change; without its session an address is of no use.
    kept = request.args.get("v") == photo.version
    headers = {"Cache-Control": f"private, {'max-age=86400, immutable' if kept else 'no-cache'}"}
    return Response(storage.get(name), mimetype="image/jpeg", headers=headers)


def _add_each(visit: Visit, code: str, of: str) -> list[RuleBroken]:
    limit, first = current_app.config["SETTINGS"].photo_limit, operation_of(request.form)
    refused: list[RuleBroken] = []
    chosen = [file for file in request.files.getlist("photo") if file.filename]
    for index, file in enumerate(chosen[:MOST_AT_ONCE]):
        try:
            actions.add_photo(
                visit,
                code,
                # The same files sent again get the same ids.
                photo_id=uuid.uuid5(first, str(index)) if index else first,
                name=file.filename or "",
                data=file.read(limit + 1),
                limit=limit,
                claims=claims(),
                about=of,
                by=viewer(),
            )
        except RuleBroken as error:
            refused.append(error)
    return refused


@bp.before_request
def _wait_no_longer() -> None:
    upload.be_patient(request)


@bp.after_request
def _hear_out(response: Response) -> Response:
    if request.endpoint == "evidence.receive" and response.status_code != 204:
        upload.hear_out(request)
    return response


def _go_on(status: int, have: int, result: str) -> Response:
    """Where the tablet is to go on with a photo that is not whole."""
    return make_response("", status, {"Upload-Offset": str(have), "Op-Result": result})


def _shown(
    visit: Visit,
    code: str,
    refused: list[RuleBroken],
    of: str = "",
    *,
    gone: Photo | None = None,
    part: bool = False,
) -> Response:
    db.session.expire(visit, ["photos"])
    more: dict[str, Any] = {"refused": refused, "gone": gone}
    status = 422 if refused else 200
    if of and (part or wants_part()):
        return render(BOX, status=status, **_box(visit, code, of), **more)
    fault = Fault(code, "photo", refused[0], {}) if refused else None
    if part or wants_part():
        found = checklist_page.one_item(visit, checklist_of(visit).items[code], fault=fault)
        return parts((ITEM, "photos"), (ITEM, "marks"), PROGRESS, status=status, **found | more)
    if fault:
        return render(PAGE, status=status, **checklist_page.whole_page(visit, fault=fault) | more)
    if of:
        return see_other("photos.index", visit_id=visit.id, part=code)
    return see_other("visits.show", visit_id=visit.id, _anchor=f"item-{code}")


def _box(visit: Visit, code: str, of: str) -> dict[str, Any]:
    photos = queries.photos_about(visit, of)
    label = subjects.name_of(visit, of)
    return {"visit": visit, "code": code, "about": of, "photos": photos, "label": label}
