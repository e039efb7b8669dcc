"""What the page of conclusions shows; later features render their part of it."""

from __future__ import annotations

from typing import Any

from ..db import db
from ..visits.conflicts import differing_elsewhere
from ..visits.models import Visit
from ..visits.queries import checklist_of, conflicting_items, role_in
from ..web import viewer
from . import queries
from .rules import LineKind

CONCLUSIONS = "findings/conclusions.html"


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
        "conflicts": conflicting_items(visit),
        "elsewhere": differing_elsewhere(visit),
        "fault": None,
        "fault_at": "",
        "fault_text": "",
        "fault_typed": {},
        "gone": None,
    }
