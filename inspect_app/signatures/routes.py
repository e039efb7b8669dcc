"""Signing: the tablet passed from one party to the next, and what each of them answers."""

from __future__ import annotations

import hashlib
import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from .. import storage
from ..errors import Conflict, NotFound, RuleBroken
from ..minutes import approvals, preview
from ..minutes.document import text_hash
from ..minutes.queries import gather
from ..permissions import Permission
from ..visits.models import Visit
from ..visits.queries import get_visit, role_in
from ..web import render, requires, see_other, viewer
from . import actions, queries, rules
from .forms import StandForm
from .rules import Party

bp = Blueprint("signatures", __name__)


@bp.get("/visits/<uuid:visit_id>/signing")
@requires(Permission.TAKE_STANDS)
def index(visit_id: uuid.UUID) -> Response:
    """Who has answered how, and whom the tablet goes to next."""
    visit = get_visit(visit_id, viewer=viewer())
    rules.check_asked(visit.state)
    return render(
        "signatures/index.html",
        visit=visit,
        minutes=gather(visit),
        stale=queries.newest_stands(visit),
        role=role_in(visit, viewer=viewer()),
    )


@bp.get("/visits/<uuid:visit_id>/signing/<any(secretary, unit, head):party>")
@requires(Permission.TAKE_STANDS)
def ask(visit_id: uuid.UUID, party: str) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    rules.check_asked(visit.state)
    return _hand_over(visit, party, StandForm.read({}))


@bp.post("/visits/<uuid:visit_id>/signing/<any(secretary, unit, head):party>")
@requires(Permission.TAKE_STANDS)
def answer(visit_id: uuid.UUID, party: str) -> Response:
    visit, form = get_visit(visit_id, viewer=viewer()), StandForm.read(request.form)
    try:
        actions.take_stand(
            visit,
            Party(party),
            form.stand,
            words=form.words,
            witness=form.witness,
            strokes=form.drawing,
            seen_hash=form.text_hash,
            by=viewer(),
        )
    except (RuleBroken, Conflict) as error:
        rules.check_asked(visit.state)
        return _hand_over(visit, party, form, error)
    return see_other("signatures.index", visit_id=visit.id)


@bp.get("/visits/<uuid:visit_id>/signing/<any(secretary, unit, head):party>/ink.png")
@requires(Permission.SEE_WORK)
def drawn(visit_id: uuid.UUID, party: str) -> Response:
    """What that party drew last."""
    visit = get_visit(visit_id, viewer=viewer())
    stand = queries.newest_stands(visit).get(Party(party))
    if stand is None or not stand.ink_sha256:
        raise NotFound()
    return Response(storage.get(stand.ink_sha256), mimetype="image/png")


def _hand_over(
    visit: Visit, party: str, form: StandForm, error: RuleBroken | Conflict | None = None
) -> Response:
    wanted, minutes = Party(party), gather(visit)
    shown = approvals.document_shown(visit, minutes)
    return render(
        "signatures/ask.html",
        status=error.status if error else 200,
        visit=visit,
        form=form,
        error=error,
        text_hash=text_hash(minutes),
        signatory=next(one for one in minutes.signatories if one.party == wanted.value),
        issuing_body=minutes.issuing_body,
        pages=preview.count_pages(shown),
        file_sha256=hashlib.sha256(shown).hexdigest(),
        role=role_in(visit, viewer=viewer()),
    )
