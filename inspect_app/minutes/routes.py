"""The minutes: what is missing, preview, approve, download; and the commune's page."""

from __future__ import annotations

import hashlib
import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..accounts.routes import confirm
from ..db import writing
from ..errors import Conflict, NotFound, RuleBroken
from ..permissions import Permission
from ..visits.actions import clean_people, describe
from ..visits.offline import keepable
from ..visits.queries import get_visit, role_in
from ..visits.rules import VisitState
from ..web import render, requires, see_other, viewer, wants_part
from . import actions, approvals, issued, preview
from .forms import DescriptionForm
from .page import document_of, drawing_part, minutes_page

bp = Blueprint("minutes", __name__)


@bp.get("/visits/<uuid:visit_id>/minutes")
@requires(Permission.SEE_WORK)
@keepable
def show(visit_id: uuid.UUID) -> Response:
    return minutes_page(get_visit(visit_id, viewer=viewer()))


@bp.get("/visits/<uuid:visit_id>/minutes/drawing")
@requires(Permission.SEE_WORK)
def drawing(visit_id: uuid.UUID) -> Response:
    """How far the draft is drawn, and once it is, the part of the page that waited for it."""
    visit = get_visit(visit_id, viewer=viewer())
    return drawing_part(visit) if wants_part() else see_other("minutes.show", visit_id=visit.id)


@bp.post("/visits/<uuid:visit_id>/minutes/description")
@requires(Permission.FILL_VISIT)
def set_description(visit_id: uuid.UUID) -> Response:
    visit, form = get_visit(visit_id, viewer=viewer()), DescriptionForm()
    if not form.validate():
        return minutes_page(visit, form=form, status=422)
    try:
        describe(
            visit,
            venue=form.venue.data or "",
            place=form.place.data or "",
            unit_people=clean_people(form.unit_people.data or ""),
            unit_opinion=form.unit_opinion.data or "",
            started_at=form.moment("started"),
            ended_at=form.moment("ended"),
            by=viewer(),
        )
    except RuleBroken as error:
        return minutes_page(visit, form=form, error=error, status=422)
    return see_other("minutes.show", visit_id=visit.id)


@bp.get("/visits/<uuid:visit_id>/minutes/pages/<int:number>.png")
@requires(Permission.SEE_WORK)
def page(visit_id: uuid.UUID, number: int) -> Response:
    """One page of the minutes as a picture: the signed ones, else the draft as it stands."""
    visit = get_visit(visit_id, viewer=viewer())
    document = document_of(visit, issued.standing(visit))
    if not hashlib.sha256(document).hexdigest().startswith(request.args.get("v", "")):
        raise NotFound()  # never a picture of other bytes than the page speaks of
    picture = preview.page_picture(document, number)
    if picture is None:
        raise NotFound()
    # The address carries the hash of the file, so a picture may be kept.
    headers = {"Cache-Control": "private, max-age=86400"} if "v" in request.args else {}
    return Response(picture, mimetype="image/png", headers=headers)


@bp.post("/visits/<uuid:visit_id>/minutes/submit")
@requires(Permission.SUBMIT_MINUTES)
def submit(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    actions.submit(visit, by=viewer())
    return see_other("findings.conclusions", visit_id=visit.id)


@bp.post("/visits/<uuid:visit_id>/minutes/return")
@requires(Permission.RETURN_MINUTES)
def give_back(visit_id: uuid.UUID) -> Response:
    visit, reason = get_visit(visit_id, viewer=viewer()), request.form.get("reason", "")
    try:
        actions.give_back(visit, reason, by=viewer())
    except RuleBroken as error:
        return minutes_page(visit, error=error, reason=reason, status=422)
    return see_other("minutes.show", visit_id=visit.id)


@bp.post("/visits/<uuid:visit_id>/minutes/approve")
@requires(Permission.APPROVE_MINUTES, own_transaction=True)
def approve(visit_id: uuid.UUID) -> Response:
    """What was shown is compared before the password is asked for, and again when it is stored."""
    visit, form = get_visit(visit_id, viewer=viewer()), request.form
    seen = form.get("content_hash", ""), form.get("file_sha256", "")
    try:
        approvals.check_seen(visit, *seen)
        confirm()
        with writing():
            actions.approve(get_visit(visit_id, viewer=viewer()), *seen, by=viewer())
    except (RuleBroken, Conflict) as error:
        return minutes_page(get_visit(visit_id, viewer=viewer()), error=error, status=error.status)
    return see_other("minutes.show", visit_id=visit_id, _anchor="signing")


@bp.get("/visits/<uuid:visit_id>/result")
@requires(Permission.SEE_RESULT)
def result(visit_id: uuid.UUID) -> Response:
    """What the commune and its superiors read, once the minutes are signed."""
    visit = get_visit(visit_id, viewer=viewer())
    signed = issued.signed_of(visit)
    return render(
        "minutes/result.html",
        visit=visit,
        signed=signed,
        content=issued.signed_content(signed) if signed else {},
        correcting=signed is not None and visit.state is not VisitState.SIGNED,
        role=role_in(visit, viewer=viewer()),
    )


@bp.post("/visits/<uuid:visit_id>/minutes/download")
@requires(Permission.DOWNLOAD_MINUTES)
def download(visit_id: uuid.UUID) -> Response:
    """The signed PDF; by POST, since every download is written down."""
    signed = issued.get_signed(visit_id, viewer=viewer())
    document = actions.download(signed, address=request.remote_addr or "", by=viewer())
    name = f"bien-ban-{signed.number:02}-{signed.year}-{signed.sha256[:8]}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(document, mimetype="application/pdf", headers=headers)
