"""Reading findings and conclusions of a visit."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ..checklists.items import Item
from ..checklists.rules import FAILED, finding_wording
from ..db import db
from ..errors import NotFound
from ..permissions import Viewer
from ..visits.envelope import accepted_id
from ..visits.models import Visit
from ..visits.queries import checklist_of, get_visit, load_answers, load_results
from ..visits.register import Answer
from . import library, sources
from .models import ConclusionLine, Finding
from .rules import Drafted, Found, draft


def get_finding(finding_id: uuid.UUID, *, viewer: Viewer) -> Finding:
    """A finding of a visit on which the viewer holds the permission; NotFound, NotAllowed."""
    finding = _find(finding_id)
    if finding is None:
        raise NotFound()
    get_visit(finding.visit_id, viewer=viewer)
    return finding


def visit_of(finding_id: uuid.UUID) -> uuid.UUID | None:
    """The visit of a finding, for authorising; None when there is no such finding."""
    finding = _find(finding_id)
    return finding.visit_id if finding else None


def _find(finding_id: uuid.UUID) -> Finding | None:
    found = db.session.get(Finding, finding_id)
    return found or db.session.get(Finding, accepted_id(finding_id))


def list_findings(visit: Visit) -> Sequence[Finding]:
    """The findings of an authorised visit that are not removed, in their order."""
    found = (
        select(Finding)
        .where(Finding.visit_id == visit.id, Finding.removed_at.is_(None))
        .order_by(Finding.position)
        .options(selectinload(Finding.units))
    )
    return db.session.scalars(found).all()


def load_findings(visit: Visit, keys: Sequence[uuid.UUID]) -> Sequence[Finding]:
    """Those findings of an authorised visit, the removed ones too, in their order."""
    found = select(Finding).where(Finding.visit_id == visit.id, Finding.id.in_(keys))
    return db.session.scalars(found.order_by(Finding.position)).all()


def unrecorded(visit: Visit) -> list[Item]:
    """The failed items of an authorised visit that no finding speaks of yet."""
    results = load_results(visit)
    recorded = {finding.item_code for finding in list_findings(visit)}
    items = checklist_of(visit).items.values()
    return [i for i in items if results.get(i.code) in FAILED and i.code not in recorded]


def unrecorded_texts(visit: Visit) -> list[tuple[Item, str]]:
    """The failed items that no finding speaks of yet, each with what its finding would say."""
    items = unrecorded(visit)
    answers = load_answers(visit, [item.code for item in items]) if items else {}
    return [(item, words_for(item, answers[item.code])) for item in items]


def words_for(item: Item, answer: Answer) -> str:
    """What a finding of the failed item says: the team's own wording, else the checklist's."""
    own: str | None = answer.cell("wording").value
    return own or finding_wording(item, answer.value)


def found(visit: Visit) -> list[Found]:
    """The findings of an authorised visit as plain values, for drafting."""
    return [
        Found(str(f.id), f.kind, f.heading, f.text, tuple(unit.label for unit in f.units))
        for f in list_findings(visit)
    ]


def proposed(visit: Visit) -> list[Drafted]:
    """The sentences that answers and findings of an authorised visit give now."""
    answers = load_answers(visit)
    several = len(visit.units) > 1
    return draft(checklist_of(visit), answers, found(visit), several, library.current())


def out_of_date(visit: Visit) -> int:
    """How many proposed sentences the drafted conclusions lack, or still word as before.

    0 while nothing is drafted; what the head edited or removed counts as decided.
    """
    lines = {line.source: line for line in all_lines(visit) if line.source}
    if not lines:
        return 0
    return sum(
        p.source not in lines or (lines[p.source].text == lines[p.source].drafted != p.text)
        for p in (*proposed(visit), *sources.further(visit))
    )


def get_line(line_id: uuid.UUID, *, viewer: Viewer) -> ConclusionLine:
    """A conclusion line of a visit on which the viewer holds the permission."""
    line = db.session.get(ConclusionLine, line_id)
    if line is None:
        raise NotFound()
    get_visit(line.visit_id, viewer=viewer)
    return line


def list_lines(visit: Visit) -> Sequence[ConclusionLine]:
    """The conclusion lines of an authorised visit that are not removed, in their order."""
    lines = select(ConclusionLine).where(
        ConclusionLine.visit_id == visit.id, ConclusionLine.removed_at.is_(None)
    )
    return db.session.scalars(lines.order_by(ConclusionLine.position)).all()


def all_lines(visit: Visit) -> Sequence[ConclusionLine]:
    """All conclusion lines of an authorised visit, the removed ones too."""
    lines = select(ConclusionLine).where(ConclusionLine.visit_id == visit.id)
    return db.session.scalars(lines.order_by(ConclusionLine.position)).all()


def next_position(model: type[Finding | ConclusionLine], visit: Visit) -> int:
    """Where a new one of an authorised visit stands: after all others."""
    last = select(func.max(model.position)).where(model.visit_id == visit.id)
    return (db.session.scalar(last) or 0) + 1
