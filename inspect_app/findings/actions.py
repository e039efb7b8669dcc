"""Recording findings, and drafting and editing the conclusions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from .. import clock
from ..audit.actions import record
from ..db import db, new_id
from ..errors import Conflict, RuleBroken
from ..permissions import Viewer
from ..text import msg
from ..units.models import Unit
from ..visits import rules as visit_rules
from ..visits.conflicts import conflicts
from ..visits.models import Visit
from ..visits.queries import checklist_of, get_answer
from . import basis, drafting, queries, rules, sources, versions
from .models import ConclusionLine, Finding
from .rules import Cause, FindingKind, LineChange, LineKind


def record_finding(
    visit: Visit,
    *,
    kind: FindingKind,
    heading: str,
    text: str,
    cause: Cause = Cause.UNIT,
    units: Sequence[Unit] = (),
    item_code: str = "",
    finding_id: uuid.UUID | None = None,
    by: Viewer,
) -> Finding:
    """A finding of one or more of the visit's units (all of them: the visited one by default).

    Raises RuleBroken for empty text or a foreign unit, Conflict for a known id of another visit.
    """
    visit_rules.check_open(visit.state)
    known = db.session.get(Finding, finding_id) if finding_id else None
    if known is not None:
        if known.visit_id != visit.id:
            raise Conflict(msg("Mã này đã dùng cho nội dung khác. Tải lại trang."))
        return known
    finding = Finding(
        id=finding_id or new_id(),
        visit=visit,
        kind=kind,
        heading=heading,
        item_code=item_code,
        text=rules.check_text(text),
        cause=cause,
        position=queries.next_position(Finding, visit),
        units=_own_units(visit, units),
        created_by=by.user_id,
        created_at=clock.now(),
    )
    db.session.add(finding)
    _record("findings.recorded", finding, by)
    return finding


def record_from_item(
    visit: Visit, item_code: str, *, finding_id: uuid.UUID | None = None, by: Viewer
) -> Finding:
    """The shortcoming of a failed item in one tap, worded by the checklist and the answer.

    Raises RuleBroken when the item did not fail.
    """
    item = checklist_of(visit).items[item_code]
    answer = get_answer(visit, item_code)
    if answer.result not in ("fail", "partial"):
        raise RuleBroken(msg("Nội dung này không ở mức chưa đạt hoặc đạt một phần."))
    return record_finding(
        visit,
        kind=FindingKind.SHORTCOMING,
        heading=item.heading,
        text=queries.words_for(item, answer),
        item_code=item_code,
        finding_id=finding_id,
        by=by,
    )


def edit_finding(
    finding: Finding,
    *,
    kind: FindingKind,
    text: str,
    cause: Cause,
    units: Sequence[Unit],
    seen: str | None = None,
    by: Viewer,
) -> None:
    """Change what a finding says; `seen` is the text that was on the page.

    Raises RuleBroken for empty text or a foreign unit, Conflict when it was changed meanwhile.
    """
    visit_rules.check_open(finding.visit.state)
    rules.check_unchanged(seen, finding.text, text)
    # A refused change leaves nothing behind that the answer would show as stored.
    finding.text, finding.units = rules.check_text(text), _own_units(finding.visit, units)
    finding.kind, finding.cause = kind, cause
    _record("findings.edited", finding, by)


def set_removed(finding: Finding, removed: bool, *, by: Viewer) -> None:
    """Take a finding out, or bring it back; nothing is deleted."""
    visit_rules.check_open(finding.visit.state)
    finding.removed_at = clock.now() if removed else None
    _record("findings.removed" if removed else "findings.restored", finding, by)


def draft_conclusions(visit: Visit, *, by: Viewer) -> int:
    """Propose conclusions from answers and findings; gives how many lines were added or renewed.

    What the head has edited or removed stays so; an untouched line follows its source, and goes
    when nobody proposes it any more. Raises RuleBroken, naming items, dossiers and notices, while
    two people's values differ.
    """
    visit_rules.check_open(visit.state)
    visit_rules.check_settled(*conflicts(visit))
    sources.prepare(visit, by)
    proposed = [*queries.proposed(visit), *sources.further(visit)]
    changed = drafting.bring_up(visit, proposed, by=by)
    record("findings.drafted", by=by.user_id, visit_id=visit.id, changed=changed)
    return changed


def add_line(
    visit: Visit, *, heading: str, kind: LineKind, text: str, by: Viewer
) -> ConclusionLine:
    """A sentence of the head's own; raises RuleBroken when empty."""
    visit_rules.check_open(visit.state)
    line = ConclusionLine(
        visit=visit,
        heading=heading,
        kind=kind,
        text=rules.check_text(text),
        position=queries.next_position(ConclusionLine, visit),
    )
    db.session.add(line)
    db.session.flush()
    _record_line(LineChange.ADDED, line, by)
    return line


def edit_line(line: ConclusionLine, text: str, *, seen: str | None = None, by: Viewer) -> None:
    """Change a sentence; raises RuleBroken when empty, Conflict when changed meanwhile."""
    visit_rules.check_open(line.visit.state)
    rules.check_unchanged(seen, line.text, text)
    before, line.text = line.text, rules.check_text(text)
    if line.text != before:
        _record_line(LineChange.EDITED, line, by)


def choose_sources(line: ConclusionLine, chosen: Sequence[str], *, by: Viewer) -> None:
    """Name what a sentence rests on besides its own source: item:<code>, finding:<id>.

    Raises RuleBroken for what is neither of the visit's checklist nor a finding of it.
    """
    visit_rules.check_open(line.visit.state)
    if set(chosen) - basis.choices(line.visit):
        unknown = msg("Chọn nội dung hoặc phát hiện của cuộc kiểm tra này.")
        raise RuleBroken(unknown, {"chosen": unknown})
    line.chosen = sorted(set(chosen) - {line.source})
    record(
        "findings.line_sourced",
        by=by.user_id,
        visit_id=line.visit_id,
        line=str(line.id),
        chosen=line.chosen,
    )


def set_line_removed(line: ConclusionLine, removed: bool, *, by: Viewer) -> None:
    """Take a sentence out, or bring it back."""
    visit_rules.check_open(line.visit.state)
    line.removed_at = clock.now() if removed else None
    _record_line(LineChange.REMOVED if removed else LineChange.RESTORED, line, by)


def move_line(line: ConclusionLine, up: bool, *, by: Viewer) -> None:
    """Swap a sentence with its neighbour of the same heading and kind; a removed one has none."""
    visit_rules.check_open(line.visit.state)
    if line.removed_at is not None:
        return
    group = [
        other
        for other in queries.list_lines(line.visit)
        if (other.heading, other.kind) == (line.heading, line.kind)
    ]
    index = group.index(line)
    other = index - 1 if up else index + 1
    if 0 <= other < len(group):
        line.position, group[other].position = group[other].position, line.position
        _record_line(LineChange.MOVED, line, by)


def _own_units(visit: Visit, units: Sequence[Unit]) -> list[Unit]:
    chosen = list(units) or [visit.unit]
    if any(unit not in visit.units for unit in chosen):
        foreign = msg("Chọn đơn vị thuộc cuộc kiểm tra này.")
        raise RuleBroken(foreign, {"units": foreign})
    return chosen


def _record(action: str, finding: Finding, by: Viewer) -> None:
    db.session.flush()
    record(
        action,
        by=by.user_id,
        visit_id=finding.visit_id,
        subject=finding.item_code,
        finding=str(finding.id),
    )


def _record_line(why: LineChange, line: ConclusionLine, by: Viewer) -> None:
    versions.keep(line, why, by=by)
    record(f"findings.line_{why}", by=by.user_id, visit_id=line.visit_id, line=str(line.id))
