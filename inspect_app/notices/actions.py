"""Noting what is seen of a notice, and making its faults findings."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from ..audit.actions import record
from ..db import db
from ..errors import RuleBroken
from ..findings import actions as findings
from ..findings.models import Finding
from ..findings.rules import FindingKind
from ..permissions import Viewer
from ..text import msg
from ..visits import rules as visit_rules
from ..visits.actions import set_field
from ..visits.envelope import Envelope
from ..visits.models import Operation, Visit
from ..visits.queries import checklist_of
from . import queries, rules
from .answers import Notice
from .kinds import Kind
from .reading import read
from .rules import CORRECTED, Fault

# What a finding says of itself once its fault was put right while the team was there.
ON_SITE = " (đã khắc phục tại chỗ trong buổi kiểm tra)"


def note(
    visit: Visit,
    kind: Kind,
    aspect: str,
    typed: Mapping[str, str],
    *,
    operation_id: uuid.UUID,
    base: Sequence[uuid.UUID] = (),
    said: Envelope | None = None,
    by: Viewer,
) -> Operation:
    """Store one thing noted of a notice; as `visits.actions.answer_item` does of an item.

    That it was put right on site is said by its findings, too.
    """
    operation = set_field(
        visit,
        rules.field_of(rules.notice_id(visit.id, kind.key), aspect),
        read(aspect, typed),
        subject=kind.key,
        action="notices.noted",
        operation_id=operation_id,
        base=base,
        said=said,
        by=by,
    )
    if aspect == CORRECTED:
        _tell_corrected(visit, kind, by)
    return operation


def record_fault(visit: Visit, kind: Kind, fault: Fault, *, by: Viewer) -> Finding:
    """A fault of a notice becomes a shortcoming; doing it twice is doing it once.

    Raises RuleBroken when the notice has no such fault.
    """
    visit_rules.check_open(visit.state)
    notice = queries.load_notice(visit, kind)
    key = rules.finding_id(notice.id, fault)
    known = db.session.get(Finding, key)
    if known is not None and known.removed_at is None:
        return known
    if fault not in notice.faults:
        raise RuleBroken(msg("Niêm yết này nay không còn lỗi đó. Xem lại rồi ghi."))
    if known is not None:
        findings.set_removed(known, False, by=by)
        _say_corrected(known, notice.corrected, by)
    finding = known or _new(visit, notice, fault, key, by)
    _record("notices.recorded", visit, notice, fault, by)
    return finding


def take_back(visit: Visit, kind: Kind, fault: Fault, *, by: Viewer) -> None:
    """Take the finding of a fault out again; nothing happens where there is none."""
    visit_rules.check_open(visit.state)
    notice = queries.load_notice(visit, kind)
    finding = db.session.get(Finding, rules.finding_id(notice.id, fault))
    if finding is None or finding.removed_at is not None:
        return
    findings.set_removed(finding, True, by=by)
    _record("notices.taken_back", visit, notice, fault, by)


def _new(visit: Visit, notice: Notice, fault: Fault, key: uuid.UUID, by: Viewer) -> Finding:
    item = checklist_of(visit).items.get(notice.kind.wordings[fault].item)
    words = notice.finding(fault)
    return findings.record_finding(
        visit,
        kind=FindingKind.SHORTCOMING,
        heading=item.heading if item else checklist_of(visit).headings[0].code,
        text=words + ON_SITE if notice.corrected else words,
        item_code=item.code if item else "",
        finding_id=key,
        by=by,
    )


def _tell_corrected(visit: Visit, kind: Kind, by: Viewer) -> None:
    notice = queries.load_notice(visit, kind)
    for finding in queries.recorded(visit, [notice]).values():
        _say_corrected(finding, notice.corrected, by)


def _say_corrected(finding: Finding, corrected: bool, by: Viewer) -> None:
    bare = finding.text.replace(ON_SITE, "")
    said = bare + ON_SITE if corrected else bare
    if said != finding.text:
        findings.edit_finding(
            finding,
            kind=finding.kind,
            text=said,
            cause=finding.cause,
            units=finding.units,
            by=by,
        )


def _record(action: str, visit: Visit, notice: Notice, fault: Fault, by: Viewer) -> None:
    record(action, by=by.user_id, visit_id=visit.id, subject=notice.kind.key, fault=fault.value)
