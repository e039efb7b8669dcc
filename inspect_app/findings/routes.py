"""The page of findings, and the conclusions beside them."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..audit.queries import last_sequence
from ..db import db
from ..errors import Conflict, NotFound, RuleBroken
from ..permissions import Permission
from ..visits import arrivals, checklist_page
from ..visits.forms import operation_of
from ..visits.models import Visit
from ..visits.offline import keepable
from ..visits.queries import checklist_of, get_visit
from ..visits.routes import ITEM, PROGRESS
from ..web import parts, render, requires, see_other, viewer, wants_part
from . import actions, entry, findings_page, queries
from .conclusions_page import CONCLUSIONS, conclusions_context
from .findings_page import Fault
from .forms import LineForm
from .models import Finding

bp = Blueprint("findings", __name__)
INDEX = "findings/index.html"
ARRIVED = ("findings/arrived.html", "arrived"), (INDEX, "offers_head")


@bp.get("/visits/<uuid:visit_id>/findings")
@requires(Permission.SEE_WORK)
@keepable
def index(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    return render(INDEX, **findings_page.whole_page(visit))


@bp.get("/visits/<uuid:visit_id>/findings/changes")
@requires(Permission.SEE_WORK)
def changes(visit_id: uuid.UUID) -> Response:
    """What others changed since the page was drawn, but for the findings that are open there."""
    visit = get_visit(visit_id, viewer=viewer())
    since = request.args.get("since", "")
    after = int(since) if re.fullmatch("[0-9]{1,15}", since) else last_sequence(visit.id)
    news = findings_page.changes(visit, after, set(request.args.getlist("busy")))
    come = ARRIVED if news["arrived"] or news["changed"] else ()
    return parts((INDEX, "changes"), *come, **news)


@bp.post("/visits/<uuid:visit_id>/items/<code>/finding")
@requires(Permission.RECORD_FINDINGS)
def from_item(visit_id: uuid.UUID, code: str) -> Response:
    """A failed item becomes a finding in one tap."""
    made = operation_of(request.form)
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer(), field=f"finding.{made}.create")
    if code not in checklist_of(visit).items:
        raise NotFound()
    if fresh:
        actions.record_from_item(visit, code, finding_id=made, by=viewer())
    finding = queries.get_finding(made, viewer=viewer())
    if not wants_part() or request.form.get("page") == "findings":
        return _recorded(finding)
    db.session.expire(visit, ["findings"])
    part = checklist_page.one_item(visit, checklist_of(visit).items[code])
    return parts((ITEM, "result"), PROGRESS, **part)


@bp.post("/visits/<uuid:visit_id>/findings/unrecorded")
@requires(Permission.RECORD_FINDINGS)
def from_all_items(visit_id: uuid.UUID) -> Response:
    """Every failed item without a finding becomes one."""
    visit = get_visit(visit_id, viewer=viewer())
    for item in queries.unrecorded(visit):
        actions.record_from_item(visit, item.code, by=viewer())
    return see_other("findings.index", visit_id=visit.id)


@bp.post("/visits/<uuid:visit_id>/findings")
@requires(Permission.RECORD_FINDINGS)
def create(visit_id: uuid.UUID) -> Response:
    made = operation_of(request.form)
    visit, fresh = arrivals.take_in(visit_id, viewer=viewer(), field=f"finding.{made}.create")
    try:
        if fresh:
            entry.record(visit, made)
    except RuleBroken as error:
        return _new_refused(visit, Fault(None, error, request.form))
    finding = queries.get_finding(made, viewer=viewer())
    return _recorded(finding, emptied="operation" not in request.form)


@bp.post("/findings/<uuid:finding_id>")
@requires(Permission.RECORD_FINDINGS)
def edit(finding_id: uuid.UUID) -> Response:
    finding, fresh = entry.take_in(finding_id, "edit")
    try:
        if fresh:
            entry.change(finding)
    except (RuleBroken, Conflict) as error:
        return _finding_part(finding, Fault(finding.id, error, request.form))
    return _finding_part(finding)


@bp.post("/findings/<uuid:finding_id>/<any(remove, restore):verb>")
@requires(Permission.RECORD_FINDINGS)
def set_removed(finding_id: uuid.UUID, verb: str) -> Response:
    finding, fresh = entry.take_in(finding_id, verb)
    if fresh:
        actions.set_removed(finding, verb == "remove", by=viewer())
    return _finding_part(finding)


@bp.get("/visits/<uuid:visit_id>/conclusions")
@requires(Permission.SEE_WORK)
@keepable
def conclusions(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    return render(CONCLUSIONS, **conclusions_context(visit))


@bp.post("/visits/<uuid:visit_id>/conclusions")
@requires(Permission.WRITE_CONCLUSIONS)
def add_line(visit_id: uuid.UUID) -> Response:
    visit, at = get_visit(visit_id, viewer=viewer()), request.form.get("heading", "")
    try:
        form = LineForm.read(request.form)
        entry.check_heading(visit, form.heading)
        actions.add_line(visit, heading=form.heading, kind=form.kind, text=form.text, by=viewer())
    except RuleBroken as error:
        fault = {"fault": error, "fault_at": at, "fault_text": request.form.get("text", "")}
        return render(CONCLUSIONS, status=422, **conclusions_context(visit) | fault)
    return see_other("findings.conclusions", visit_id=visit.id, _anchor=f"h-{at}")


@bp.post("/conclusions/<uuid:line_id>")
@requires(Permission.WRITE_CONCLUSIONS)
def edit_line(line_id: uuid.UUID) -> Response:
    line, typed = queries.get_line(line_id, viewer=viewer()), request.form.get("text", "")
    try:
        actions.edit_line(line, typed, seen=request.form.get("seen"), by=viewer())
    except (RuleBroken, Conflict) as error:
        fault = {"fault": error, "fault_at": str(line.id), "fault_text": typed}
        return _line_part(line.visit, line, status=error.status, **fault)
    return _line_part(line.visit, line)


@bp.post("/conclusions/<uuid:line_id>/<any(remove, restore, up, down):verb>")
@requires(Permission.WRITE_CONCLUSIONS)
def change_line(line_id: uuid.UUID, verb: str) -> Response:
    line = queries.get_line(line_id, viewer=viewer())
    if verb in ("up", "down"):
        actions.move_line(line, verb == "up", by=viewer())
    else:
        actions.set_line_removed(line, verb == "remove", by=viewer())
    db.session.flush()
    if not wants_part():
        return see_other(
            "findings.conclusions", visit_id=line.visit_id, _anchor=f"h-{line.heading}"
        )
    context = conclusions_context(line.visit) | {"gone": line if verb == "remove" else None}
    heading = next(h for h in context["checklist"].headings if h.code == line.heading)
    return render(CONCLUSIONS, block="heading", heading=heading, **context)


def _finding_part(finding: Finding, fault: Fault | None = None) -> Response:
    visit, status = finding.visit, fault.error.status if fault else 200
    if wants_part():
        context = findings_page.part_of(visit, fault=fault) | {"finding": finding}
        return render("findings/finding.html", block="finding", status=status, **context)
    if fault:
        return render(INDEX, status=status, **findings_page.whole_page(visit, fault=fault))
    return see_other("findings.index", visit_id=visit.id, _anchor=f"finding-{finding.id}")


def _recorded(finding: Finding, *, emptied: bool = False) -> Response:
    """The finding put into its place; `emptied` adds an empty form for the next one."""
    if not wants_part():
        return see_other(
            "findings.index", visit_id=finding.visit_id, _anchor=f"finding-{finding.id}"
        )
    form = ((INDEX, "new"),) if emptied else ()
    return parts(*ARRIVED, *form, **findings_page.new_finding(finding))


def _new_refused(visit: Visit, fault: Fault) -> Response:
    if wants_part():
        part = findings_page.part_of(visit, fault=fault)
        return render(INDEX, block="new", status=422, **part)
    return render(INDEX, status=422, **findings_page.whole_page(visit, fault=fault))


def _line_part(visit: Visit, line: Any, status: int = 200, **fault: Any) -> Response:
    context = conclusions_context(visit, line if wants_part() else None) | fault
    if wants_part():
        return render(CONCLUSIONS, block="conclusion_line", status=status, line=line, **context)
    if fault:
        return render(CONCLUSIONS, status=status, **context)
    return see_other("findings.conclusions", visit_id=visit.id, _anchor=f"h-{line.heading}")
