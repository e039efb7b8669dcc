"""What a team does on site: open a visit, answer items, name people, hand it on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, delete, insert

from .. import clock, text
from ..audit.actions import record
from ..campaigns.models import Campaign
from ..checklists import rules as wording
from ..checklists.items import Item
from ..checklists.queries import current_version
from ..db import Base, db
from ..errors import Conflict, RuleBroken
from ..permissions import Viewer
from ..text import msg
from ..units.models import Unit
from . import queries, register, rules
from .envelope import Envelope
from .models import Operation, OperationHead, OperationSuperseded, Visit, VisitStep
from .rules import VisitState

HEADS = Base.metadata.tables[OperationHead.__tablename__]
SUPERSEDED = Base.metadata.tables[OperationSuperseded.__tablename__]


def plan_visit(
    campaign: Campaign,
    unit: Unit,
    *,
    planned_on: dt.date,
    subordinates: Sequence[Unit] = (),
    by: Viewer,
) -> Visit:
    """A visit of the campaign's team to a unit. Raises RuleBroken for a unit planned twice
    or not existing on that day.
    """
    _check_unit(campaign, unit, planned_on)
    visit = Visit(
        campaign=campaign,
        unit=unit,
        planned_on=planned_on,
        subordinates=[below for below in subordinates if below.id != unit.id],
        checklist_id=current_version(planned_on).id,
        state=VisitState.PLANNED,
        place=unit.name,
        venue=f"trụ sở UBND {unit.label}",
    )
    db.session.add(visit)
    db.session.flush()
    record("visits.planned", by=by.user_id, visit_id=visit.id, unit=unit.full_label)
    return visit


def _check_unit(campaign: Campaign, unit: Unit, day: dt.date) -> None:
    planned: list[Visit] = campaign.visits  # type: ignore[attr-defined] # declared by Visit
    if any(visit.unit_id == unit.id and visit.planned_on == day for visit in planned):
        twice = msg("Ngày này đã có cuộc kiểm tra tại {unit}.", unit=unit.label)
        raise RuleBroken(twice, {"unit": twice})
    if not unit.existed_on(day):
        heirs = ", ".join(heir.full_label for heir in unit.successors)
        gone = (
            msg(
                "Ngày {day} không còn {unit}. Đơn vị kế thừa: {heirs}.",
                day=text.date(day),
                unit=unit.label,
                heirs=heirs,
            )
            if heirs and unit.valid_to and day > unit.valid_to
            else msg("Ngày {day} không có {unit}.", day=text.date(day), unit=unit.label)
        )
        raise RuleBroken(gone, {"unit": gone})


def start_visit(visit: Visit, *, by: Viewer, at: dt.datetime | None = None) -> None:
    """Begin the work on site; from now on the checklist version stays what it is.

    `at` is when it began by the claim of a tablet; an impossible one counts as now.
    """
    step(visit, "start", by=by)
    visit.started_at = rules.begun_at(at, visit.campaign.decision_date, clock.now())
    visit.checklist_id = current_version(clock.local(visit.started_at).date()).id


def answer_item(
    visit: Visit,
    item: Item,
    aspect: str,
    typed: Mapping[str, str],
    *,
    operation_id: uuid.UUID,
    base: Sequence[uuid.UUID] = (),
    said: Envelope | None = None,
    by: Viewer,
) -> Operation:
    """Store one change of one field of an item; the same operation delivered again counts once.

    `said` is what the tablet wrote on it. Raises RuleBroken for unreadable input, Conflict when
    the id is known with other content.
    """
    return set_field(
        visit,
        f"{item.code}.{aspect}",
        _read(item, aspect, typed),
        subject=item.code,
        operation_id=operation_id,
        base=base,
        said=said,
        by=by,
    )


def set_field(
    visit: Visit,
    field: str,
    value: object,
    *,
    subject: str,
    action: str = "visits.answered",
    operation_id: uuid.UUID,
    base: Sequence[uuid.UUID] = (),
    said: Envelope | None = None,
    path: str = "",
    by: Viewer,
) -> Operation:
    """Store one change of a field as one operation of its register; audited as `action`.

    Raises RuleBroken when the visit is closed, Conflict when the id is known with other content.
    """
    known = queries.find_operation(operation_id)
    if known is not None:
        return _same(known, visit, field, value)
    rules.check_open(visit.state)
    operation = write_down(
        visit, field, value, operation_id=operation_id, base=base, said=said, path=path, by=by
    )
    _merge(operation, base)
    record(action, by=by.user_id, visit_id=visit.id, subject=subject, field=field)
    return operation


def write_down(
    visit: Visit,
    field: str,
    value: object,
    *,
    operation_id: uuid.UUID,
    base: Sequence[uuid.UUID] = (),
    said: Envelope | None,
    path: str = "",
    by: Viewer,
) -> Operation:
    """Append one operation, with what the tablet wrote on it."""
    operation = Operation(
        id=operation_id,
        visit_id=visit.id,
        field=field,
        value=value,
        base=[str(key) for key in base],
        user_id=by.user_id,
        received_at=clock.now(),
        path=path,
    )
    if said is not None:
        operation.device, operation.path = said.device, said.path
        operation.client_time, operation.clock_offset = said.at, said.offset
        operation.fingerprint = said.fingerprint(by.user_id)
    db.session.add(operation)
    db.session.flush()
    return operation


def describe(
    visit: Visit,
    *,
    venue: str,
    place: str,
    unit_people: str,
    unit_opinion: str,
    started_at: dt.datetime,
    ended_at: dt.datetime,
    by: Viewer,
) -> None:
    """Set what the minutes say besides the checklist. Raises RuleBroken for impossible times."""
    rules.check_open(visit.state)
    rules.check_times(started_at, ended_at)
    visit.venue, visit.place = venue, place
    visit.unit_people, visit.unit_opinion = unit_people, unit_opinion
    visit.started_at, visit.ended_at = started_at, ended_at
    record("visits.described", by=by.user_id, visit_id=visit.id)


def step(
    visit: Visit, verb: str, *, reason: str = "", content_hash: str = "", by: Viewer, **detail: str
) -> VisitStep:
    """Move the visit on by one verb of `rules.LIFE`; `detail` goes into the audit.

    Raises RuleBroken where the verb leads nowhere.
    """
    visit.state = rules.next_state(visit.state, verb)
    taken = VisitStep(
        visit_id=visit.id,
        verb=verb,
        by_id=by.user_id,
        at=clock.now(),
        reason=reason,
        content_hash=content_hash,
    )
    db.session.add(taken)
    record(f"visits.{verb}", by=by.user_id, visit_id=visit.id, reason=reason, **detail)
    return taken


def _read(item: Item, aspect: str, typed: Mapping[str, str]) -> object:
    if aspect == "result":
        return wording.read_result(typed.get("value", ""))
    if aspect == "value":
        return wording.read_value(item, typed)
    return wording.read_note(typed.get("value", ""))


def _same(known: Operation, visit: Visit, field: str, value: object) -> Operation:
    if (known.visit_id, known.field, known.value) != (visit.id, field, value):
        raise Conflict(msg("Mã thao tác này đã dùng cho nội dung khác. Tải lại trang."))
    return known


def _merge(operation: Operation, base: Iterable[uuid.UUID]) -> None:
    """Apply `register.merge` to the rows of one field."""
    heads = queries.head_ids(operation)
    covered = queries.superseded_among([operation.id, *base])
    after, all_covered = register.merge(heads, covered, operation.id, base)
    if gone := [{"gone": key} for key in heads - after]:
        db.session.execute(delete(HEADS).where(HEADS.c.operation_id == bindparam("gone")), gone)
    if operation.id in after:
        here = {"visit_id": operation.visit_id, "field": operation.field}
        db.session.execute(insert(HEADS), {"operation_id": operation.id, **here})
    if fresh := [{"operation_id": key} for key in all_covered - covered]:
        db.session.execute(insert(SUPERSEDED), fresh)


def clean_people(typed: str) -> str:
    """The people of the unit, one a line, in NFC."""
    return "\n".join(line.strip() for line in text.nfc(typed).splitlines() if line.strip())
