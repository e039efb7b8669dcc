"""The tablet's side door: worker, manifest, key, packs, what is unsent, and files of the unsent."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable

from flask import Blueprint, current_app, g, jsonify, request
from flask_babel import get_locale
from werkzeug.wrappers import Response

from .. import clock
from ..accounts.queries import get_self
from ..accounts.routes import COOKIE
from ..errors import NotFound, RuleBroken
from ..evidence.intake import Refusal, open_picture
from ..permissions import Permission, Role, allows
from ..text import msg
from ..visits.models import Visit
from ..visits.offline import keepable
from ..visits.parked import get_parked, list_parked
from ..visits.queries import get_visit, role_in
from ..web import public, render, requires, see_other, viewer
from . import actions, decisions, importing, queries, shell
from .parked_words import WHY, made_at, skew, wish

bp = Blueprint("sync", __name__)
KEPT_FRESH = {"Cache-Control": "no-cache"}
# So many photos of the largest size: 600 MB where a photo may have 25.
LARGEST_FILE = 24


@bp.app_context_processor
def colours() -> dict[str, object]:
    """The colour of the browser's frame around every page."""
    return {"theme_colour": shell.colour("accent")}


@bp.get("/sw.js")
@public
def worker() -> Response:
    code = shell.worker(_asset())
    headers = {**KEPT_FRESH, "Service-Worker-Allowed": "/"}
    return Response(code, mimetype="text/javascript", headers=headers)


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    response = jsonify(shell.manifest(_asset()))
    response.mimetype = "application/manifest+json"
    response.headers.update(KEPT_FRESH)
    return response


@bp.get("/sync/<any(offline, lock):page>")
@public
def bare(page: str) -> Response:
    """A page of the shell: the same for everybody, whoever is signed in."""
    g.viewer = None
    return render(f"sync/{page}.html")


@bp.post("/sync/key")
@requires(Permission.SEE_OWN_PAGES)
def key() -> Response:
    user, hours = get_self(viewer=viewer()), current_app.config["SETTINGS"].session_hours
    return jsonify(
        user=str(user.id),
        name=user.full_name,
        username=user.username,
        key=base64.b64encode(actions.give_key(by=viewer())).decode(),
        until=queries.milliseconds(queries.session_end(request.cookies[COOKIE], hours)),
        now=queries.milliseconds(clock.now()),
    )


@bp.get("/visits/<uuid:visit_id>/pack")
@requires(Permission.SEE_WORK)
def pack(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    return jsonify(queries.pack(visit, viewer=viewer()))


@bp.get("/sync")
@requires(Permission.SEE_OWN_PAGES)
@keepable
def index() -> Response:
    return _index()


@bp.post("/sync/import")
@requires(Permission.IMPORT_OUTBOX, own_transaction=True, files=LARGEST_FILE)
def import_file() -> Response:
    """Each operation is taken in on its own: what came before a broken record stays."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise RuleBroken(msg("Chọn tệp xuất từ máy tính bảng."))
        outcome = importing.take_in(file.stream, by=viewer())
    except RuleBroken as error:
        return _index(error=error, status=422)
    status = 422 if outcome.broken else 200
    return render("sync/imported.html", status=status, outcome=outcome)


@bp.get("/visits/<uuid:visit_id>/parked")
@requires(Permission.SEE_WORK)
def parked(visit_id: uuid.UUID) -> Response:
    return _parked_page(get_visit(visit_id, viewer=viewer()))


@bp.get("/parked/<uuid:parked_id>/photo.jpg")
@requires(Permission.SEE_WORK)
def parked_photo(parked_id: uuid.UUID) -> Response:
    """A small rendition, made anew: the photo is not yet part of the visit."""
    photo = decisions.photo_of(get_parked(parked_id, viewer=viewer()))
    try:
        thumbnail = open_picture(photo).thumb_jpeg
    except Refusal:
        raise NotFound() from None
    headers = {"Cache-Control": "private, max-age=86400"}
    return Response(thumbnail, mimetype="image/jpeg", headers=headers)


@bp.post("/parked/<uuid:parked_id>/accept")
@requires(Permission.DECIDE_PARKED, own_transaction=True)
def accept(parked_id: uuid.UUID) -> Response:
    found = get_parked(parked_id, viewer=viewer())
    visit_id = found.visit_id
    try:
        decisions.accept(found, by=viewer())
    except RuleBroken as error:
        visit = get_visit(visit_id, viewer=viewer())
        return _parked_page(visit, fault=error, fault_at=parked_id, status=422)
    return see_other("sync.parked", visit_id=visit_id, _anchor=f"parked-{parked_id}")


@bp.post("/parked/<uuid:parked_id>/keep-aside")
@requires(Permission.DECIDE_PARKED)
def keep_aside(parked_id: uuid.UUID) -> Response:
    found, note = get_parked(parked_id, viewer=viewer()), request.form.get("note", "")
    try:
        decisions.keep_aside(found, note, by=viewer())
    except RuleBroken as error:
        return _parked_page(found.visit, fault=error, fault_at=parked_id, status=422)
    return see_other("sync.parked", visit_id=found.visit_id, _anchor=f"parked-{parked_id}")


def _asset() -> Callable[[str], str]:
    """What gives templates the versioned address of a static file."""
    found: Callable[[str], str] = current_app.jinja_env.globals["asset"]  # type: ignore[assignment]
    return found


def _parked_page(
    visit: Visit,
    *,
    fault: RuleBroken | None = None,
    fault_at: uuid.UUID | None = None,
    status: int = 200,
) -> Response:
    english = str(get_locale()) == "en"
    return render(
        "sync/parked.html",
        status=status,
        visit=visit,
        rows=[(p, wish(p, english=english)) for p in list_parked(visit)],
        why=WHY,
        made_at=made_at,
        skew=skew,
        decides=role_in(visit, viewer=viewer()) is Role.HEAD,
        fault=fault,
        fault_at=fault_at,
    )


def _index(*, error: RuleBroken | None = None, status: int = 200) -> Response:
    may_import = allows(viewer().role, Permission.IMPORT_OUTBOX)
    return render("sync/show.html", status=status, error=error, may_import=may_import)
