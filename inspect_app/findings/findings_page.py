"""What the page of findings and its parts need: the whole page, one finding, or others' changes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from ..audit.queries import details_since, last_sequence
from ..checklists.items import Item
from ..errors import Conflict, RuleBroken
from ..units.models import Unit
from ..visits.forms import ids
from ..visits.models import Visit
from ..visits.offline import PLACEHOLDER
from ..visits.queries import checklist_of
from . import queries
from .models import Finding
from .rules import Cause, FindingKind

Context = dict[str, Any]
COME = {"findings.recorded", "findings.restored"}
DONE = COME | {"findings.edited", "findings.removed"}


@dataclass(frozen=True)
class Fault:
    """What was refused: of which finding (None: the new one), why, and what was typed."""

    about: uuid.UUID | None
    error: RuleBroken | Conflict
    typed: MultiDict[str, str]

    def units(self, visit: Visit) -> list[Unit]:
        """The units of the visit that were ticked."""
        chosen = ids(self.typed, "unit")
        return [unit for unit in visit.units if unit.id in chosen]


@dataclass(frozen=True)
class Arrival:
    """A finding that the page may not show yet, and where among the others it belongs."""

    finding: Finding
    place: str


@dataclass(frozen=True)
class Offer:
    """A failed item that no finding speaks of, and what its finding would say."""

    item: Item
    text: str


def whole_page(visit: Visit, *, fault: Fault | None = None) -> Context:
    """The page with all findings; `fault` puts a refused form back as it was typed."""
    return part_of(visit, fault=fault) | {
        "part": False,
        "findings": queries.list_findings(visit),
        "since": last_sequence(visit.id),
        "placeholder": _placeholder(visit),
    }


def part_of(visit: Visit, *, fault: Fault | None = None) -> Context:
    """What every part of the page needs."""
    return {
        "visit": visit,
        "checklist": checklist_of(visit),
        "finding_kinds": list(FindingKind),
        "causes": list(Cause),
        "offers": [Offer(item, text) for item, text in queries.unrecorded_texts(visit)],
        "fault": fault,
        "part": True,
        "oob": False,
        "recorded": None,
        "arrived": [],
        "changed": [],
    }


def new_finding(finding: Finding) -> Context:
    """What places a finding just recorded; it takes the place of the tablet's own picture of it."""
    arrived = [Arrival(finding, _at_the_end(finding))]
    return part_of(finding.visit) | {"arrived": arrived, "recorded": finding}


def changes(visit: Visit, since: int, busy: set[str]) -> Context:
    """The findings changed after `since`, but for the busy ones, which come the next time."""
    rows = [
        (number, action, detail["finding"])
        for number, action, detail in details_since(visit.id, since)
        if action in DONE
    ]
    waiting = [number for number, _, key in rows if key in busy]
    seen = min(waiting) - 1 if waiting else max([since, *(number for number, _, _ in rows)])
    done: dict[str, set[str]] = {}
    for _, action, key in rows:
        if key not in busy:
            done.setdefault(key, set()).add(action)
    found = queries.load_findings(visit, [uuid.UUID(key) for key in done])
    new = [f for f in found if f.removed_at is None and done[str(f.id)] & COME]
    return part_of(visit) | {
        "since": seen,
        "arrived": [Arrival(f, _place(f, done[str(f.id)], new)) for f in new],
        "changed": [finding for finding in found if finding not in new],
    }


def _place(finding: Finding, actions: set[str], new: list[Finding]) -> str:
    """Where htmx puts it: a new one is the last of its heading, one brought back goes between."""
    if "findings.recorded" in actions:
        return _at_the_end(finding)
    before = [
        other
        for other in queries.list_findings(finding.visit)
        if other.heading == finding.heading and other.position < finding.position
    ]
    shown = [other for other in before if other not in new]
    if not shown:
        return f"afterbegin:#findings-{finding.heading}"
    return f"afterend:#finding-{shown[-1].id}"


def _at_the_end(finding: Finding) -> str:
    return f"beforeend:#findings-{finding.heading}"


def _placeholder(visit: Visit) -> Finding:
    """What the tablet clones while it has no network: nothing of it is ever stored."""
    return Finding(
        id=PLACEHOLDER,
        visit_id=visit.id,
        kind=FindingKind.SHORTCOMING,
        heading="",
        item_code="",
        text="",
        cause=Cause.UNIT,
        units=[visit.unit],
    )
