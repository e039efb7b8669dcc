"""Requests, on the page of conclusions."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..db import db
from ..errors import Conflict, RuleBroken
from ..findings.actions import draft_conclusions
from ..findings.conclusions_page import CONCLUSIONS, conclusions_context
from ..permissions import Permission
from ..visits.models import Visit
from ..visits.queries import get_visit
from ..web import render, requires, see_other, viewer, wants_part
from . import actions, queries
from .forms import RequestForm
from .models import RemediationRequest

bp = Blueprint("remediation", __name__)


@bp.post("/visits/<uuid:visit_id>/draft")
@requires(Permission.WRITE_CONCLUSIONS)
def draft(visit_id: uuid.UUID) -> Response:
    """Propose conclusions and requests from what was found; edited ones stay as they are."""
    visit = get_visit(visit_id, viewer=viewer())
    try:
        draft_conclusions(visit, by=viewer())
        actions.draft_requests(visit, by=viewer())
    except RuleBroken as error:
        return _refused(visit, "draft", error)
    return see_other("findings.conclusions", visit_id=visit.id)


@bp.post("/visits/<uuid:visit_id>/requests")
@requires(Permission.WRITE_CONCLUSIONS)
def create(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    try:
        form = RequestForm.read(request.form)
        actions.add_request(visit, **dataclasses.asdict(form), by=viewer())
    except RuleBroken as error:
        return _refused(visit, "new", error)
    return _back(visit)


@bp.post("/requests/<uuid:request_id>")
@requires(Permission.WRITE_CONCLUSIONS)
def edit(request_id: uuid.UUID) -> Response:
    found = queries.get_request(request_id, viewer=viewer())
    try:
        form = RequestForm.read(request.form)
        seen = request.form.get("seen")
        actions.edit_request(found, **dataclasses.asdict(form), seen=seen, by=viewer())
    except (RuleBroken, Conflict) as error:
        return _refused(found.visit, str(found.id), error)
    return _shown(found.visit)


@bp.post("/requests/<uuid:request_id>/<any(remove, restore, up, down):verb>")
@requires(Permission.WRITE_CONCLUSIONS)
def change(request_id: uuid.UUID, verb: str) -> Response:
    found = queries.get_request(request_id, viewer=viewer())
    if verb in ("up", "down"):
        actions.move_request(found, verb == "up", by=viewer())
    else:
        actions.set_removed(found, verb == "remove", by=viewer())
    return _shown(found.visit, found if verb == "remove" else None)


def _shown(visit: Visit, gone: RemediationRequest | None = None) -> Response:
    db.session.flush()
    if not wants_part():
        return _back(visit)
    context = conclusions_context(visit) | {"gone": gone}
    return render("remediation/requests.html", block="requests", **context)


def _refused(visit: Visit, at: str, error: RuleBroken | Conflict) -> Response:
    fault: dict[str, Any] = {"fault": error, "fault_at": at, "fault_typed": request.form}
    context = conclusions_context(visit) | fault
    if wants_part():
        return render("remediation/requests.html", block="requests", status=error.status, **context)
    return render(CONCLUSIONS, status=error.status, **context)


def _back(visit: Visit) -> Response:
    return see_other("findings.conclusions", visit_id=visit.id, _anchor="requests")
