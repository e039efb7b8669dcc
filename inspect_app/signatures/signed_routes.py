"""The page of a signed document: levels, further signatures, the seal, scans, replacing it."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from .. import storage
from ..accounts.routes import confirm, confirmed
from ..db import writing
from ..errors import Conflict, NotFound, RuleBroken
from ..minutes.issued import get_signed
from ..minutes.models import SignedMinutes
from ..minutes.page import minutes_page
from ..minutes.rules import check_seen
from ..permissions import Permission
from ..visits.queries import get_visit
from ..web import render, requires, see_other, viewer
from . import actions, further, issuing, page, queries, scans

bp = Blueprint("signed", __name__)


@bp.post("/visits/<uuid:visit_id>/minutes/sign")
@requires(Permission.SIGN_MINUTES, own_transaction=True)
def sign(visit_id: uuid.UUID) -> Response:
    """The number and the head's signature; from here on nothing changes the minutes."""
    visit = get_visit(visit_id, viewer=viewer())
    try:
        check_seen(request.form.get("seen") == "yes")
        confirm()
        here = request.form.get("how", "here") == "here"
        issuing.sign(get_visit(visit_id, viewer=viewer()), here=here, by=viewer())
    except (RuleBroken, Conflict) as error:
        visit = get_visit(visit_id, viewer=viewer())
        return minutes_page(visit, error=error, status=error.status)
    return see_other("minutes.show" if here else "signed.show", visit_id=visit_id)


@bp.get("/visits/<uuid:visit_id>/signatures")
@requires(Permission.SEE_RESULT)
def show(visit_id: uuid.UUID) -> Response:
    """What has been signed, at which level, and what can still be added."""
    return _page(visit_id)


@bp.post("/visits/<uuid:visit_id>/signatures/own")
@requires(Permission.SIGN_AS_PARTY, own_transaction=True)
def sign_own(visit_id: uuid.UUID) -> Response:
    """The signature of whoever asks, as the party that they are."""
    signed = get_signed(visit_id, viewer=viewer())
    try:
        confirm()
        further.sign_own(_again(signed), by=viewer())
    except (RuleBroken, Conflict) as error:
        return _page(visit_id, error)
    return see_other("signed.show", visit_id=visit_id)


@bp.post("/visits/<uuid:visit_id>/signatures/seal")
@requires(Permission.SEAL_MINUTES, own_transaction=True)
def seal(visit_id: uuid.UUID) -> Response:
    """The agency's seal over the head's signature."""
    signed = get_signed(visit_id, viewer=viewer())
    try:
        confirm()
        further.seal(_again(signed), by=viewer())
    except (RuleBroken, Conflict) as error:
        return _page(visit_id, error)
    return see_other("signed.show", visit_id=visit_id)


@bp.post("/visits/<uuid:visit_id>/signatures/upload")
@requires(Permission.SIGN_AS_PARTY, own_transaction=True)
def upload(visit_id: uuid.UUID) -> Response:
    """A file signed with the office's own tool: taken only as the same document, rightly signed."""
    signed = get_signed(visit_id, viewer=viewer())
    file = request.files.get("signed_file")
    try:
        further.take_upload(signed, file.read() if file else b"", by=viewer())
    except (RuleBroken, Conflict) as error:
        return _page(visit_id, error)
    return see_other("signed.show", visit_id=visit_id)


@bp.post("/visits/<uuid:visit_id>/signatures/upgrade")
@requires(Permission.SEE_WORK)
def upgrade(visit_id: uuid.UUID) -> Response:
    """Try at once what the queue would try later."""
    further.ask_upgrade(get_signed(visit_id, viewer=viewer()))
    return see_other("signed.show", visit_id=visit_id)


@bp.post("/visits/<uuid:visit_id>/signatures/<int:number>/files/<int:ordinal>")
@requires(Permission.DOWNLOAD_MINUTES)
def state(visit_id: uuid.UUID, number: int, ordinal: int) -> Response:
    """A document as it was at one moment; by POST, since every download is written down."""
    visit = get_visit(visit_id, viewer=viewer())
    file = queries.get_file(visit, ordinal, number)
    actions.note_download(file, by=viewer())
    name = f"bien-ban-{number:02}-{ordinal}-{file.sha256[:8]}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(storage.get(file.sha256), mimetype="application/pdf", headers=headers)


@bp.post("/visits/<uuid:visit_id>/signatures/scans")
@requires(Permission.ATTACH_SCANS, own_transaction=True)
def attach_scan(visit_id: uuid.UUID) -> Response:
    """A scan of the paper that was signed by hand."""
    signed, file = get_signed(visit_id, viewer=viewer()), request.files.get("scan")
    data = file.read() if file else b""
    try:
        seen = scans.read(data)
        with writing():
            scans.attach(
                _again(signed),
                data,
                (file.filename if file else "") or "",
                request.form.get("note", ""),
                seen,
                by=viewer(),
            )
    except RuleBroken as error:
        return _page(visit_id, error)
    return see_other("signed.show", visit_id=visit_id, _anchor="paper")


@bp.get("/scans/<uuid:scan_id>")
@requires(Permission.SEE_WORK)
def scan(scan_id: uuid.UUID) -> Response:
    """The scan itself, to be kept, never to be run in this page."""
    found = queries.get_scan(scan_id, viewer=viewer())
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return Response(storage.get(found.sha256), mimetype="application/octet-stream", headers=headers)


@bp.post("/visits/<uuid:visit_id>/signatures/correct")
@requires(Permission.CORRECT_MINUTES)
def correct(visit_id: uuid.UUID) -> Response:
    """Open the visit again, to replace minutes that are wrong."""
    visit = get_visit(visit_id, viewer=viewer())
    try:
        actions.correct(visit, request.form.get("reason", ""), by=viewer())
    except RuleBroken as error:
        return _page(visit_id, error)
    return see_other("minutes.show", visit_id=visit.id)


def _page(visit_id: uuid.UUID, error: RuleBroken | Conflict | None = None) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    signed = get_signed(visit_id, viewer=viewer())
    if not queries.list_files(signed):
        raise NotFound()
    return render(
        "signatures/signed.html",
        status=error.status if error else 200,
        error=error,
        confirmed=confirmed(),
        **page.context(visit, signed, viewer()),
    )


def _again(signed: SignedMinutes) -> SignedMinutes:
    """The same document, after a transaction of its own has ended."""
    return get_signed(signed.visit_id, viewer=viewer())
