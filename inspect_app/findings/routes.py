"""The page of findings, and the conclusions beside them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..db import db
from ..errors import Conflict, NotFound, RuleBroken
from ..permissions import Permission
from ..text import msg
from ..visits import checklist_page
from ..visits.forms import ids, operation_of
from ..visits.models import Visit
from ..visits.queries import checklist_of, get_visit, role_in
from ..visits.routes import ITEM, PROGRESS
from ..web import parts, render, requires, see_other, viewer, wants_part
from . import actions, queries
from .forms import FindingForm, LineForm
from .models import Finding
from .rules import Cause, FindingKind, LineKind

bp = Blueprint("findings", __name__)
CONCLUSIONS = "findings/conclusions.html"
KINDS: dict[str, Any] = {"finding_kinds": list(FindingKind), "causes": list(Cause)}


@bp.get("/visits/<uuid:visit_id>/findings")
@requires(Permission.SEE_WORK)
def index(visit_id: uuid.UUID) -> Response:
    return _findings_page(get_visit(visit_id, viewer=viewer()))


@bp.post("/visits/<uuid:visit_id>/items/<code>/finding")
@requires(Permission.RECORD_FINDINGS)
def from_item(visit_id: uuid.UUID, code: str) -> Response:
    """A failed item becomes a finding in one tap."""
    visit = get_visit(visit_id, viewer=viewer())
    if code not in checklist_of(visit).items:
        raise NotFound()
    made = operation_of(request.form)
    actions.record_from_item(visit, code, finding_id=made, by=viewer())
    if not wants_part():
        return see_other("findings.index", visit_id=visit.id, _anchor=f"finding-{made}")
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
    visit = get_visit(visit_id, viewer=viewer())
    try:
        form = FindingForm.read(request.form)
        _check_heading(visit, form.heading)
        actions.record_finding(
            visit,
            kind=form.kind,
            heading=form.heading,
            text=form.text,
            cause=form.cause,
            units=_units(visit),
            finding_id=operation_of(request.form),
            by=viewer(),
        )
    except RuleBroken as error:
        return _findings_page(visit, new_error=error, new_typed=request.form, status=422)
    return see_other("findings.index", visit_id=visit.id)


@bp.post("/findings/<uuid:finding_id>")
@requires(Permission.RECORD_FINDINGS)
def edit(finding_id: uuid.UUID) -> Response:
    finding = queries.get_finding(finding_id, viewer=viewer())
    try:
        form = FindingForm.read(request.form)
        actions.edit_finding(
            finding,
            kind=form.kind,
            text=form.text,
            cause=form.cause,
            units=_units(finding.visit),
            seen=request.form.get("seen"),
            by=viewer(),
        )
    except (RuleBroken, Conflict) as error:
        return _finding_part(finding, error=error, status=error.status)
    if not wants_part():
        return see_other("findings.index", visit_id=finding.visit_id)
    return _finding_part(finding)


@bp.post("/findings/<uuid:finding_id>/<any(remove, restore):verb>")
@requires(Permission.RECORD_FINDINGS)
def set_removed(finding_id: uuid.UUID, verb: str) -> Response:
    finding = queries.get_finding(finding_id, viewer=viewer())
    actions.set_removed(finding, verb == "remove", by=viewer())
    if not wants_part():
        return see_other("findings.index", visit_id=finding.visit_id)
    return _finding_part(finding)


@bp.get("/visits/<uuid:visit_id>/conclusions")
@requires(Permission.SEE_WORK)
def conclusions(visit_id: uuid.UUID) -> Response:
    visit = get_visit(visit_id, viewer=viewer())
    return render(CONCLUSIONS, **conclusions_context(visit))


@bp.post("/visits/<uuid:visit_id>/conclusions")
@requires(Permission.WRITE_CONCLUSIONS)
def add_line(visit_id: uuid.UUID) -> Response:
    visit, at = get_visit(visit_id, viewer=viewer()), request.form.get("heading", "")
    try:
        form = LineForm.read(request.form)
        _check_heading(visit, form.heading)
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


def _units(visit: Visit) -> list[Any]:
    chosen = set(ids(request.form, "unit"))
    return [unit for unit in visit.units if unit.id in chosen]


def _finding_part(
    finding: Finding, *, error: RuleBroken | Conflict | None = None, status: int = 200
) -> Response:
    context = {"visit": finding.visit, "finding": finding, "error": error, "typed": request.form}
    if wants_part():
        part = context | {"fault": None} | KINDS
        return render("findings/index.html", block="finding", status=status, **part)
    return _findings_page(finding.visit, fault=context, status=status)


def _findings_page(visit: Visit, *, status: int = 200, **faults: Any) -> Response:
    unfaulted: dict[str, Any] = {
        "new_error": None,
        "new_typed": {},
        "fault": None,
        "error": None,
        "typed": {},
    }
    return render(
        "findings/index.html",
        status=status,
        visit=visit,
        checklist=checklist_of(visit),
        findings=queries.list_findings(visit),
        unrecorded=queries.unrecorded(visit),
        **unfaulted | faults,
        **KINDS,
    )


def _check_heading(visit: Visit, code: str) -> None:
    if code not in {heading.code for heading in checklist_of(visit).headings}:
        unknown = msg("Chọn lĩnh vực của nội dung này.")
        raise RuleBroken(unknown, {"heading": unknown})


def conclusions_context(visit: Visit) -> dict[str, Any]:
    """What the page of conclusions shows; later features render their part of it."""
    role = role_in(visit, viewer=viewer())
    db.session.expire(visit, ["requests"])  # declared by remediation
    return {
        "visit": visit,
        "checklist": checklist_of(visit),
        "lines": queries.list_lines(visit),
        "findings": queries.list_findings(visit),
        "line_kinds": list(LineKind),
        "role": role,
        "fault": None,
        "fault_at": "",
        "fault_text": "",
        "fault_typed": {},
        "gone": None,
    }


def _line_part(visit: Visit, line: Any, status: int = 200, **fault: Any) -> Response:
    context = conclusions_context(visit) | fault
    if wants_part():
        return render(CONCLUSIONS, block="line", status=status, line=line, **context)
    if fault:
        return render(CONCLUSIONS, status=status, **context)
    return see_other("findings.conclusions", visit_id=visit.id, _anchor=f"h-{line.heading}")
