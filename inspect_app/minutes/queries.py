"""Gathering what the minutes say from the visit, and finding signed ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import current_app

from .. import clock
from ..dossiers.summary import summary_of
from ..errors import RuleBroken
from ..evidence import promises
from ..evidence.queries import count_by_item, list_for_minutes
from ..findings import basis
from ..findings.models import ConclusionLine
from ..findings.queries import list_findings, list_lines, out_of_date, unrecorded
from ..findings.rules import FindingKind, LineKind
from ..permissions import Role
from ..remediation.queries import list_requests
from ..text import Message, sentence
from ..visits.conflicts import conflicts
from ..visits.models import Visit
from ..visits.queries import (
    checklist_of,
    last_step,
    load_answers,
    load_results,
)
from ..visits.rules import VisitState, lacks_photo, people_of_unit
from . import annexes, answers, form_settings, issued, recorded, rules, sample
from .document import (
    Heading,
    Minutes,
    Person,
    Request,
    content_hash,
)

ROLE_NAMES = {
    Role.HEAD: "Trưởng đoàn",
    Role.DEPUTY: "Phó trưởng đoàn",
    Role.SECRETARY: "Thư ký",
    Role.MEMBER: "Thành viên",
}


def what_is_missing(visit: Visit) -> list[Message]:
    """What still stands against drawing the minutes of an authorised visit."""
    return examine(visit)[0]


def examine(visit: Visit) -> tuple[list[Message], Minutes | None]:
    """What is missing, and the minutes as they would be drawn now when nothing is."""
    lacking = _lacking(visit)
    if lacking:
        return lacking, None
    minutes = answers.with_answers(visit, form_settings.apply(visit, _compose(visit)))
    lacking = rules.undrawable(minutes) + recorded.differences(visit, minutes)
    return lacking, None if lacking else minutes


def gather(visit: Visit) -> Minutes:
    """The frozen value of everything the minutes print now; raises RuleBroken when not ready."""
    missing, minutes = examine(visit)
    if minutes is None:
        raise RuleBroken(missing[0])
    return minutes


def worth_a_look(visit: Visit) -> list[Message]:
    """What does not stop the minutes but should be looked at before they are sent or signed."""
    photos = count_by_item(visit)
    results = load_results(visit)
    items = checklist_of(visit).items
    findings = list_findings(visit)
    return rules.worth_a_look(
        unchecked=sum(results.get(code, "unchecked") == "unchecked" for code in items),
        photos=[
            code
            for code, item in items.items()
            if lacks_photo(item, results.get(code, "unchecked"), photos.get(code, 0))
        ],
        unmasked=[photo.item_code for photo in list_for_minutes(visit) if photo.lacks_mask],
        repeated=_repeated(visit),
        unrecorded=[item.code for item in unrecorded(visit)],
        unfinished=sum(not check.done for check in summary_of(visit).checks),
        contradicted=[
            finding.item_code
            for finding in findings
            if finding.kind is FindingKind.SHORTCOMING and results.get(finding.item_code) == "pass"
        ],
        out_of_date=out_of_date(visit),
        unsourced=[line.text for line in basis.without(visit)],
        ends_later=visit.ended_at is not None and visit.ended_at > clock.now(),
    )


def _lacking(visit: Visit) -> list[Message]:
    differing, elsewhere = conflicts(visit)
    return rules.missing(
        started=visit.started_at is not None,
        ended=visit.ended_at is not None,
        people=len(people_of_unit(visit.unit_people)),
        venue=visit.venue,
        place=visit.place,
        conflicts=differing,
        elsewhere=elsewhere,
        photos=len(list_for_minutes(visit)),
        photo_limit=current_app.config["SETTINGS"].minutes_photo_limit,
        on_their_way=promises.missing(visit),
    )


def _repeated(visit: Visit) -> list[str]:
    """The items that print an original which another photo prints too."""
    printed = list_for_minutes(visit)
    counts = Counter(photo.sha256 for photo in printed)
    return [photo.item_code for photo in printed if counts[photo.sha256] > 1]


def _compose(visit: Visit) -> Minutes:
    assert visit.started_at is not None and visit.ended_at is not None  # noqa: S101 - checked above
    campaign, checklist = visit.campaign, checklist_of(visit)
    people = people_of_unit(visit.unit_people)
    lines = list_lines(visit)
    return Minutes(
        template="",
        parent_body=campaign.parent_body,
        issuing_body=campaign.issuing_body,
        series=campaign.series,
        place=visit.place,
        signed_on=clock.local(visit.ended_at).date(),
        subject=f"Kiểm tra công tác cải cách hành chính tại {visit.unit.label}",
        legal_bases=tuple(campaign.legal_bases),
        unit=f"UBND {visit.unit.label}",
        venue=visit.venue,
        period_from=campaign.period_from,
        period_to=campaign.period_to,
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        team=_team(visit),
        unit_people=tuple(Person(name, position) for name, position in people),
        headings=tuple(_heading(h.code, h.title_vi, lines) for h in checklist.headings),
        requests=tuple(
            Request(sentence(r.content), r.responsible, r.deadline) for r in list_requests(visit)
        ),
        unit_opinion=visit.unit_opinion,
        copies=2,
        secretary=campaign.secretary_at(visit.ended_at).user.full_name,
        unit_representative=people[0][0],
        head=campaign.head.user.full_name,
        recipients=(f"UBND {visit.unit.label}", "Thành viên Đoàn kiểm tra", "Lưu: VT, ĐKT"),
        checklist_version=checklist.key.rpartition("-")[2],
        checklist=annexes.checklist_parts(checklist, load_answers(visit)),
        sample=sample.parts(visit),
        photos=tuple(annexes.printed(checklist, photo) for photo in list_for_minutes(visit)),
        replaces=issued.replaced(visit),
    )


def _team(visit: Visit) -> tuple[Person, ...]:
    assert visit.started_at is not None  # noqa: S101 - checked above
    members = visit.campaign.team_at(visit.started_at)
    return tuple(Person(m.user.full_name, m.user.position, ROLE_NAMES[m.role]) for m in members)


def current_hash(visit: Visit) -> str | None:
    """The hash of what the minutes say now; None while they cannot be drawn."""
    minutes = examine(visit)[1]
    return content_hash(minutes) if minutes else None


def approval(visit: Visit, current: str | None) -> rules.Approval:
    """Whether the newest approval of an authorised visit covers the current content."""
    if visit.state is not VisitState.APPROVED:
        return rules.Approval.NONE
    step = last_step(visit, "approve")
    return rules.approval(step.content_hash if step else None, current)


def _heading(code: str, title: str, lines: Sequence[ConclusionLine]) -> Heading:
    def of(kind: LineKind) -> tuple[str, ...]:
        return tuple(sentence(x.text) for x in lines if (x.heading, x.kind) == (code, kind))

    return Heading(title, of(LineKind.RESULT), of(LineKind.STRENGTH), of(LineKind.SHORTCOMING))
