"""Drafting and editing remediation requests."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from .. import clock
from ..audit.actions import record
from ..db import db
from ..findings.models import Finding
from ..findings.queries import list_findings
from ..findings.rules import FindingKind, check_text, check_unchanged
from ..notices import queries as notices
from ..permissions import Viewer
from ..visits import rules as visit_rules
from ..visits.models import Visit
from ..visits.queries import checklist_of
from . import queries, rules
from .models import RemediationRequest


def draft_requests(visit: Visit, *, by: Viewer) -> int:
    """Propose a request for each shortcoming of an item that has none yet; gives how many.

    The wording is the checklist's, or that of the notice's kind; shortcomings with the same one
    share a request. What was put right on site needs none.
    """
    visit_rules.check_open(visit.state)
    words_of = _wordings(visit)
    _forget_orphans(visit, words_of)
    known = {r.drafted: r for r in queries.all_requests(visit) if r.drafted}
    added = 0
    for finding in list_findings(visit):
        words = words_of.get(finding.id)
        if words is None:
            continue
        if words not in known:
            known[words] = _new(visit, words, finding, by)
            added += 1
        elif finding not in known[words].findings:
            known[words].findings.append(finding)
    return added


def _wordings(visit: Visit) -> dict[uuid.UUID, str]:
    """By finding what the unit is asked."""
    items, of_notices = checklist_of(visit).items, notices.requests(visit)
    found = [f for f in list_findings(visit) if f.kind is FindingKind.SHORTCOMING]
    asked = {f.id: items[f.item_code].request_vi for f in found if f.item_code in items}
    return {key: said for key, said in (asked | of_notices).items() if said is not None}


def add_request(
    visit: Visit,
    *,
    content: str,
    responsible: str,
    deadline: dt.date | None,
    findings: Sequence[Finding] = (),
    drafted: str = "",
    by: Viewer,
) -> RemediationRequest:
    """A request. Raises RuleBroken when it is empty, for nobody, or due before the visit."""
    visit_rules.check_open(visit.state)
    rules.check_deadline(deadline, visit.planned_on)
    others = queries.all_requests(visit)
    request = RemediationRequest(
        visit=visit,
        content=check_text(content, "content"),
        responsible=rules.check_responsible(responsible),
        deadline=deadline,
        drafted=drafted,
        findings=list(findings),
        position=(others[-1].position if others else 0) + 1,
    )
    db.session.add(request)
    db.session.flush()
    _record("remediation.requested", request, by)
    return request


def edit_request(
    request: RemediationRequest,
    *,
    content: str,
    responsible: str,
    deadline: dt.date | None,
    seen: str | None = None,
    by: Viewer,
) -> None:
    """Change a request; raises RuleBroken as `add_request`, Conflict when changed meanwhile."""
    visit_rules.check_open(request.visit.state)
    check_unchanged(seen, request.content, content)
    rules.check_deadline(deadline, request.visit.planned_on)
    request.content = check_text(content, "content")
    request.responsible = rules.check_responsible(responsible)
    request.deadline = deadline
    _record("remediation.edited", request, by)


def set_removed(request: RemediationRequest, removed: bool, *, by: Viewer) -> None:
    """Take a request out, or bring it back."""
    visit_rules.check_open(request.visit.state)
    request.removed_at = clock.now() if removed else None
    _record("remediation.removed" if removed else "remediation.restored", request, by)


def move_request(request: RemediationRequest, up: bool, *, by: Viewer) -> None:
    """Swap a request with its neighbour; a removed one has none."""
    visit_rules.check_open(request.visit.state)
    if request.removed_at is not None:
        return
    listed = list(queries.list_requests(request.visit))
    index = listed.index(request)
    other = index - 1 if up else index + 1
    if 0 <= other < len(listed):
        request.position, listed[other].position = listed[other].position, request.position
        _record("remediation.moved", request, by)


def _forget_orphans(visit: Visit, words_of: Mapping[uuid.UUID, str]) -> None:
    """Drop untouched drafts whose findings are all taken out, or ask nothing any more."""
    standing = {finding for finding in list_findings(visit) if finding.id in words_of}
    for request in queries.all_requests(visit):
        untouched = request.drafted and request.content == request.drafted
        if untouched and not standing.intersection(request.findings):
            db.session.delete(request)
    db.session.flush()


def _new(visit: Visit, words: str, finding: Finding, by: Viewer) -> RemediationRequest:
    unit = finding.units[0] if len(finding.units) == 1 else visit.unit
    return add_request(
        visit,
        content=words,
        responsible=unit.chairman,
        deadline=None,
        findings=[finding],
        drafted=words,
        by=by,
    )


def _record(action: str, request: RemediationRequest, by: Viewer) -> None:
    record(action, by=by.user_id, visit_id=request.visit_id, request=str(request.id))
