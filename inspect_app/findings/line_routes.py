"""One sentence of the conclusions with its sources and versions, and what became of the draft."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..errors import RuleBroken
from ..permissions import Permission
from ..visits.queries import checklist_of, get_visit, role_in
from ..web import render, requires, see_other, viewer
from . import actions, basis, queries, versions
from .models import ConclusionLine

bp = Blueprint("lines", __name__)


@bp.get("/visits/<uuid:visit_id>/conclusions/changes")
@requires(Permission.SEE_WORK)
def changes(visit_id: uuid.UUID) -> Response:
    """The draft as it was handed in, beside what the conclusions say now."""
    visit = get_visit(visit_id, viewer=viewer())
    return render(
        "findings/compared.html",
        visit=visit,
        checklist=checklist_of(visit),
        comparison=versions.compare(visit),
    )


@bp.get("/conclusions/<uuid:line_id>/sources")
@requires(Permission.SEE_WORK)
def sources(line_id: uuid.UUID) -> Response:
    """What the sentence rests on, and each of its versions."""
    return _page(queries.get_line(line_id, viewer=viewer()))


@bp.post("/conclusions/<uuid:line_id>/sources")
@requires(Permission.WRITE_CONCLUSIONS)
def choose(line_id: uuid.UUID) -> Response:
    """The further sources that the head ticked."""
    line = queries.get_line(line_id, viewer=viewer())
    try:
        actions.choose_sources(line, request.form.getlist("chosen"), by=viewer())
    except RuleBroken as error:
        return _page(line, error=error, status=422)
    return see_other("findings.conclusions", visit_id=line.visit_id, _anchor=f"line-{line.id}")


def _page(line: ConclusionLine, *, error: RuleBroken | None = None, status: int = 200) -> Response:
    visit = line.visit
    return render(
        "findings/line.html",
        status=status,
        visit=visit,
        line=line,
        error=error,
        chosen=request.form.getlist("chosen") if error else line.chosen,
        checklist=checklist_of(visit),
        findings=queries.list_findings(visit),
        basis=basis.bases(visit, [line])[line.id],
        difference=versions.differences([line]).get(line.id),
        versions=versions.list_versions(visit).get(line.id, []),
        role=role_in(visit, viewer=viewer()),
    )
