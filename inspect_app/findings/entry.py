"""What the forms of the findings page do: record one, change one, each operation once."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request

from ..errors import RuleBroken
from ..text import msg
from ..visits import arrivals
from ..visits.forms import ids
from ..visits.models import Visit
from ..visits.queries import checklist_of
from ..web import viewer
from . import actions, queries
from .forms import FindingForm
from .models import Finding


def take_in(finding_id: uuid.UUID, verb: str) -> tuple[Finding, bool]:
    """The authorised finding, and whether the verb is new; raises what `arrivals.take_in` does."""
    field, found = f"finding.{finding_id}.{verb}", queries.visit_of(finding_id)
    _, fresh = arrivals.take_in(found, viewer=viewer(), field=field, about=finding_id)
    return queries.get_finding(finding_id, viewer=viewer()), fresh


def record(visit: Visit, finding_id: uuid.UUID) -> None:
    """Record what the form says; raises RuleBroken."""
    form = FindingForm.read(request.form)
    check_heading(visit, form.heading)
    actions.record_finding(
        visit,
        kind=form.kind,
        heading=form.heading,
        text=form.text,
        cause=form.cause,
        units=_units(visit),
        finding_id=finding_id,
        by=viewer(),
    )


def change(finding: Finding) -> None:
    """Change the finding to what the form says; raises RuleBroken, Conflict."""
    form = FindingForm.read(request.form)
    actions.edit_finding(
        finding,
        kind=form.kind,
        text=form.text,
        cause=form.cause,
        units=_units(finding.visit),
        seen=request.form.get("was"),
        by=viewer(),
    )


def check_heading(visit: Visit, code: str) -> None:
    """Raise RuleBroken for a heading that the visit's checklist does not have."""
    if code not in {heading.code for heading in checklist_of(visit).headings}:
        unknown = msg("Chọn lĩnh vực của nội dung này.")
        raise RuleBroken(unknown, {"heading": unknown})


def _units(visit: Visit) -> list[Any]:
    chosen = set(ids(request.form, "unit"))
    return [unit for unit in visit.units if unit.id in chosen]
