"""What the page of conclusions shows; later features render their part of it."""

from __future__ import annotations

from typing import Any

from ..db import db
from ..visits.conflicts import differing_elsewhere
from ..visits.models import Visit
from ..visits.queries import checklist_of, conflicting_items, role_in
from ..web import viewer
from . import basis, queries, versions
from .models import ConclusionLine
from .rules import LineKind

CONCLUSIONS = "findings/conclusions.html"


def conclusions_context(visit: Visit, only: ConclusionLine | None = None) -> dict[str, Any]:
    """What the page of conclusions shows, or the part that is `only` one sentence.

    Later features render their part of it.
    """
    lines = queries.list_lines(visit)
    shown = [only] if only else lines
    role = role_in(visit, viewer=viewer())
    db.session.expire(visit, ["requests"])  # declared by remediation
    return {
        "visit": visit,
        "checklist": checklist_of(visit),
        "lines": lines,
        "bases": basis.bases(visit, shown),
        "differences": versions.differences(shown),
        "findings": queries.list_findings(visit),
        "line_kinds": list(LineKind),
        "role": role,
        "conflicts": conflicting_items(visit),
        "elsewhere": differing_elsewhere(visit),
        "fault": None,
        "fault_at": "",
        "fault_text": "",
        "fault_typed": {},
        "gone": None,
    }
