"""The minutes: what is missing, preview, approve, sign, download; and the commune's page."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from .. import clock, storage
from ..accounts import confirmation
from ..accounts.routes import COOKIE
from ..db import writing
from ..errors import NotFound, RuleBroken
from ..permissions import Permission, Role
from ..visits.actions import clean_people, describe
from ..visits.conflicts import differing_elsewhere
from ..visits.models import Visit
from ..visits.offline import keepable
from ..visits.queries import conflicting_items, get_visit, history, role_in
from ..visits.rules import VisitState
from ..web import render, requires, see_other, viewer
from . import actions, approvals, issued, preview, queries, rules
from .approvals import Outdated
from .document import content_hash
from .forms import DescriptionForm
from .models import SignedMinutes

bp = Blueprint("minutes", __name__)


@bp.get("/visits/<uuid:visit_id>/minutes")
@requires(Permission.SEE_WORK)
@keepable
def show(visit_id: uuid.UUID) -> Response:
    return _page(get_visit(visit_id, viewer=viewer()))


@bp.post("/visits/<uuid:visit_id>/minutes/description")
@requires(Permission.FILL_VISIT)
def set_description(visit_id: uuid.UUID) -> Response:
    visit, form = get_visit(visit_id, viewer=viewer()), DescriptionForm()
    if not form.validate():
        return _page(visit, form=form, status=422)
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
        return _page(visit, form=form, error=error, status=422)
    return see_other("minutes.show", visit_id=visit.id)


@bp.get("/visits/<uuid:visit_id>/minutes/pages/<int:number>.png")
@requires(Permission.SEE_WORK)
def page(visit_id: uuid.UUID, number: int) -> Response:
    """One page of the minutes as a picture: the signed ones, else the draft as it stands."""
    visit = get_visit(visit_id, viewer=viewer())
    document = _document(visit, issued.standing(visit))
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
        return _page(visit, error=error, reason=reason, status=422)
    return see_other("minutes.show", visit_id=visit.id)


@bp.post("/visits/<uuid:visit_id>/minutes/approve")
@requires(Permission.APPROVE_MINUTES, own_transaction=True)
def approve(visit_id: uuid.UUID) -> Response:
    """What was shown is compared before the password is asked for, and again when it is stored."""
    visit, form = get_visit(visit_id, viewer=viewer()), request.form
    seen = form.get("content_hash", ""), form.get("file_sha256", "")
    try:
        approvals.check_seen(visit, *seen)
        _confirm()
        with writing():
            actions.approve(get_visit(visit_id, viewer=viewer()), *seen, by=viewer())
    except (RuleBroken, Outdated) as error:
        return _page(get_visit(visit_id, viewer=viewer()), error=error, status=error.status)
    return see_other("minutes.show", visit_id=visit_id, _anchor="signing")


@bp.post("/visits/<uuid:visit_id>/minutes/sign")
@requires(Permission.SIGN_MINUTES, own_transaction=True)
def sign(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    try:
        rules.check_seen(request.form.get("seen") == "yes")
        _confirm()
        actions.sign(get_visit(visit_id, viewer=viewer()), by=viewer())
    except RuleBroken as error:
        return _page(visit, error=error, status=422)
    return see_other("minutes.show", visit_id=visit_id)


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


def _confirm() -> None:
    """Raise RuleBroken unless the person proves, or has just proved, who they are."""
    password = request.form.get("password", "")
    confirmation.ensure(request.cookies[COOKIE], password, by=viewer())


def _document(visit: Visit, signed: SignedMinutes | None) -> bytes:
    """The PDF whose pages are shown: the signed one, else what would be signed."""
    if signed:
        return storage.get(signed.sha256)
    return approvals.document_shown(visit, queries.gather(visit))


def _page(
    visit: Visit,
    *,
    form: DescriptionForm | None = None,
    error: RuleBroken | Outdated | None = None,
    reason: str = "",
    status: int = 200,
) -> Response:
    signed = issued.standing(visit)
    missing, minutes = ([], None) if signed else queries.examine(visit)
    current = content_hash(minutes) if minutes else None
    shown = _document(visit, signed) if signed or minutes else None
    return render(
        "minutes/show.html",
        status=status,
        visit=visit,
        form=form or _filled(visit),
        error=error,
        reason=reason,
        missing=missing,
        conflicts=[] if signed else conflicting_items(visit),
        elsewhere=set() if signed else differing_elsewhere(visit),
        worth_a_look=[] if signed else queries.worth_a_look(visit),
        signed=signed,
        content_hash=signed.content_hash if signed else current,
        file_sha256=hashlib.sha256(shown).hexdigest() if shown else "",
        pages=preview.count_pages(shown) if shown else 0,
        changed=error.changes if isinstance(error, Outdated) else (),
        changed_since_approval=approvals.changes_since_approval(visit, minutes),
        confirmed=confirmation.is_fresh(request.cookies[COOKIE]),
        approval=queries.approval(visit, current),
        steps=history(visit),
        role=role_in(visit, viewer=viewer()),
        downloads=issued.list_downloads(signed) if signed else [],
        Role=Role,
    )


def _filled(visit: Visit) -> DescriptionForm:
    values: dict[str, Any] = {
        name: getattr(visit, name) for name in ("venue", "place", "unit_people", "unit_opinion")
    }
    started = clock.local(visit.started_at) if visit.started_at else None
    ended = clock.local(visit.ended_at or clock.now())
    if started and not visit.ended_at and ended.date() != started.date():
        ended = started
    for name, moment in (("started", started), ("ended", ended)):
        values |= {f"{name}_on": moment and moment.date(), f"{name}_at": moment and moment.time()}
    return DescriptionForm(formdata=None, data=values)
