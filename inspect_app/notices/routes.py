"""The addresses of the page of notices and of what is noted there."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..db import db
from ..errors import RuleBroken
from ..permissions import Permission
from ..visits import arrivals
from ..visits.forms import ids, operation_of, read_envelope
from ..visits.models import Visit
from ..visits.offline import keepable
from ..visits.queries import get_visit
from ..web import render, requires, see_other, viewer, wants_part
from . import actions, notices_page, queries
from .kinds import Kind
from .notices_page import Refusal
from .rules import ASPECTS, CHOICES, Fault

bp = Blueprint("notices", __name__)
INDEX = "notices/index.html"
OF_KIND = "/visits/<uuid:visit_id>/notices/<kind>"


@bp.get("/visits/<uuid:visit_id>/notices")
@requires(Permission.SEE_WORK)
@keepable
def index(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    return render(INDEX, **notices_page.whole_page(visit))


@bp.post(f"{OF_KIND}/<any({', '.join(ASPECTS)}):noted>")
@requires(Permission.FILL_VISIT)
def note(visit_id: uuid.UUID, kind: str, noted: str) -> Response:
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer())
    found = queries.get_kind(visit, kind, noted)
    try:
        if fresh:
            _note(visit, found, noted)
    except RuleBroken as error:
        return _answer(visit, found, noted, Refusal(kind, noted, error, request.form.to_dict()))
    return _answer(visit, found, noted)


@bp.post(f"{OF_KIND}/faults/<any({', '.join(Fault)}):fault>")
@requires(Permission.RECORD_FINDINGS)
def record(visit_id: uuid.UUID, kind: str, fault: str) -> Response:
    """A fault becomes a finding in one tap, or its finding is taken out again."""
    field = f"notice.{operation_of(request.form)}.record"
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer(), field=field)
    found = queries.get_kind(visit, kind, "posted")
    try:
        if fresh and request.form.get("value") == "no":
            actions.take_back(visit, found, Fault(fault), by=viewer())
        elif fresh:
            actions.record_fault(visit, found, Fault(fault), by=viewer())
    except RuleBroken as error:
        return _answer(visit, found, fault, Refusal(kind, fault, error, request.form.to_dict()))
    return _answer(visit, found, fault)


def _note(visit: Visit, kind: Kind, noted: str) -> None:
    operation = actions.note(
        visit,
        kind,
        noted,
        request.form,
        operation_id=operation_of(request.form),
        base=ids(request.form, "base"),
        said=read_envelope(),
        by=viewer(),
    )
    arrivals.applied(operation)


def _answer(visit: Visit, kind: Kind, place: str, refusal: Refusal | None = None) -> Response:
    status = 422 if refusal else 200
    if wants_part():
        db.session.flush()
        part = notices_page.part_of(visit, kind, place, refusal=refusal)
        return render(INDEX, block=_block(place, refusal), status=status, **part)
    if refusal:
        page = notices_page.whole_page(visit, refusal=refusal)
        return render(INDEX, status=422, **page)
    return see_other("notices.index", visit_id=visit.id, _anchor=f"notice-{kind.key}")


def _block(place: str, refusal: Refusal | None) -> str:
    if refusal:
        return "refused"
    if place in list(Fault):
        return "recorded"
    return "row" if place in CHOICES or request.form.get("chosen") else "state"
