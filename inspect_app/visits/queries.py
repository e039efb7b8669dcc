"""Reading visits and their answers; loading a visit is authorising it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select, true
from sqlalchemy.orm import joinedload

from ..accounts.models import User
from ..campaigns.models import TeamMember
from ..checklists.items import Checklist, Item
from ..checklists.queries import get_checklist
from ..db import db
from ..errors import NotAllowed, NotFound
from ..permissions import Role, Viewer, allows
from ..units.models import Unit
from .models import Operation, OperationHead, OperationSuperseded, Visit, VisitStep, visit_unit
from .register import ASPECTS, Answer, Cell, Head
from .rules import VisitState

# Every save runs these; built once, they cost half.
OF_VISIT = OperationHead.visit_id == bindparam("visit")
CURRENT = (
    select(
        Operation.id,
        Operation.field,
        Operation.value,
        Operation.user_id,
        User.full_name,
        Operation.received_at,
        Operation.client_time,
        Operation.clock_offset,
        Operation.path,
    )
    .join(OperationHead, OperationHead.operation_id == Operation.id)
    .join(User, User.id == Operation.user_id)
    .where(OF_VISIT)
    .order_by(Operation.sequence)
)
CURRENT_OF = CURRENT.where(OperationHead.field.in_(bindparam("fields", expanding=True)))
# The fields of anything but an item, such as a dossier, begin with its id as 32 hexadecimal digits.
OF_OTHERS = OperationHead.field.like("_" * 32 + ".%")
CURRENT_OF_ITEMS = CURRENT.where(~OF_OTHERS)
CURRENT_OF_OTHERS = CURRENT.where(OF_OTHERS)
CURRENT_OF_ONE = CURRENT.where(OperationHead.field.startswith(bindparam("prefix")))
RESULTS = (
    select(Operation.field, Operation.value)
    .join(OperationHead, OperationHead.operation_id == Operation.id)
    .where(OF_VISIT, OperationHead.field.endswith(".result"))
    .order_by(Operation.sequence)
)
SEVERAL_HEADS = (
    select(OperationHead.field)
    .where(OF_VISIT, ~OF_OTHERS)
    .group_by(OperationHead.field)
    .having(func.count() > 1)
)
HEAD_IDS = select(OperationHead.operation_id).where(
    OF_VISIT, OperationHead.field == bindparam("field")
)
SUPERSEDED_AMONG = select(OperationSuperseded.operation_id).where(
    OperationSuperseded.operation_id.in_(bindparam("ids", expanding=True))
)


def get_visit(visit_id: uuid.UUID, *, viewer: Viewer) -> Visit:
    """A visit on which the viewer holds the permission they need.

    Raises NotFound when it is missing or foreign, NotAllowed when seen but not theirs to do.
    """
    visit = db.session.get(Visit, visit_id, options=[joinedload(Visit.campaign)])
    role = role_in(visit, viewer=viewer) if visit else None
    if visit is None or role is None:
        raise NotFound()
    if not allows(role, viewer.needs):
        raise NotAllowed()
    return visit


def role_in(visit: Visit, *, viewer: Viewer) -> Role | None:
    """What the viewer is in this visit at this moment; None when it is foreign to them."""
    if viewer.vouched == visit.id:
        return Role.MEMBER
    if viewer.role is Role.INSPECTOR:
        # A locked account signs in nowhere, but what it wrote before may still arrive.
        own = (
            select(TeamMember.role)
            .join(TeamMember.user)
            .where(TeamMember.campaign_id == visit.campaign_id, TeamMember.left_at.is_(None))
            .where(TeamMember.user_id == viewer.user_id, User.active)
        )
        return db.session.scalar(own)
    if viewer.unit_id is None:
        return None
    if viewer.role is Role.COMMUNE_OFFICER:
        concerned = any(unit.id == viewer.unit_id for unit in visit.units)
    else:
        concerned = any(viewer.unit_id.hex in unit.path for unit in visit.units)
    return viewer.role if concerned else None


def was_member(visit: Visit, user_id: uuid.UUID) -> bool:
    """Whether the person is or ever was in the team of that visit."""
    found = select(TeamMember.id).where(
        TeamMember.campaign_id == visit.campaign_id, TeamMember.user_id == user_id
    )
    return db.session.scalar(found) is not None


def list_visits(*, viewer: Viewer) -> Sequence[Visit]:
    """The visits the viewer may see, newest day first."""
    if not allows(viewer.role, viewer.needs):
        raise NotAllowed()
    found = select(Visit).where(_seen_by(viewer)).options(joinedload(Visit.campaign))
    order = (Visit.planned_on.desc(), Visit.id.desc())
    return db.session.scalars(found.order_by(*order)).unique().all()


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role is Role.INSPECTOR:
        own = select(TeamMember.campaign_id).where(
            TeamMember.user_id == viewer.user_id, TeamMember.left_at.is_(None)
        )
        return Visit.campaign_id.in_(own)
    if viewer.unit_id is None:
        return ~true()
    if viewer.role is Role.COMMUNE_OFFICER:
        units = select(Unit.id).where(Unit.id == viewer.unit_id)
    else:
        units = select(Unit.id).where(Unit.path.contains(viewer.unit_id.hex))
    covered = select(visit_unit.c.visit_id).where(visit_unit.c.unit_id.in_(units))
    return or_(Visit.unit_id.in_(units), Visit.id.in_(covered))


def checklist_of(visit: Visit) -> Checklist:
    """The version the visit opened with."""
    return get_checklist(visit.checklist_id)


def load_answers(visit: Visit, codes: Sequence[str] | None = None) -> dict[str, Answer]:
    """The answers of an authorised visit by item code; of the given items only, if any."""
    wanted = CURRENT_OF_ITEMS if codes is None else CURRENT_OF
    fields = [f"{code}.{aspect}" for code in codes or () for aspect in ASPECTS]
    return _gathered(db.session.execute(wanted, {"visit": visit.id, "fields": fields}))


def load_others(visit: Visit, key: uuid.UUID | None = None) -> dict[str, Answer]:
    """What is current of all that is no item, or of the one of that id, by the hex of its id."""
    if key is None:
        return _gathered(db.session.execute(CURRENT_OF_OTHERS, {"visit": visit.id}))
    own = {"visit": visit.id, "prefix": f"{key.hex}."}
    return _gathered(db.session.execute(CURRENT_OF_ONE, own))


def _gathered(found: Iterable[Any]) -> dict[str, Answer]:
    cells: dict[str, dict[str, list[Head]]] = defaultdict(lambda: defaultdict(list))
    for key, field, *said in found:
        code, _, aspect = field.partition(".")
        cells[code][aspect].append(Head(key, *said))
    return {
        code: Answer({aspect: Cell(tuple(heads)) for aspect, heads in aspects.items()})
        for code, aspects in cells.items()
    }


def get_answer(visit: Visit, code: str) -> Answer:
    """The answer to one item of an authorised visit; empty when there is none."""
    return load_answers(visit, [code]).get(code, Answer())


def load_results(visit: Visit) -> dict[str, str]:
    """The result of every answered item by code, the newest where two differ: for counting."""
    return {
        field.partition(".")[0]: value
        for field, value in db.session.execute(RESULTS, {"visit": visit.id})
    }


def load_conflicts(visit: Visit) -> set[str]:
    """The codes of the items of an authorised visit where two people's values differ."""
    fields = db.session.scalars(SEVERAL_HEADS, {"visit": visit.id}).all()
    if not fields:
        return set()
    codes = [field.partition(".")[0] for field in fields]
    return {code for code, answer in load_answers(visit, codes).items() if answer.in_conflict}


def conflicting_items(visit: Visit) -> list[Item]:
    """The items of an authorised visit where two people's values differ, in their order."""
    codes = load_conflicts(visit)
    return [item for item in checklist_of(visit).items.values() if item.code in codes]


def previous_visit(visit: Visit) -> Visit | None:
    """The last signed visit to the same unit, or to one it succeeded, before this one."""
    earlier = [visit.unit_id, *(unit.id for unit in visit.unit.predecessors)]
    found = (
        select(Visit)
        .where(Visit.unit_id.in_(earlier), Visit.state == VisitState.SIGNED, Visit.id != visit.id)
        .where(Visit.planned_on <= visit.planned_on)
        .order_by(Visit.planned_on.desc())
        .limit(1)
    )
    return db.session.scalar(found)


def previous_answers(
    visit: Visit, codes: Sequence[str] | None = None
) -> tuple[dt.date | None, Mapping[str, Answer]]:
    """The day and answers (of the given items) of the previous visit; (None, {}) at the first."""
    before = previous_visit(visit)
    return (before.planned_on, load_answers(before, codes)) if before else (None, {})


def head_ids(operation: Operation) -> frozenset[uuid.UUID]:
    """The current values of the field that a stored operation is about."""
    here = {"visit": operation.visit_id, "field": operation.field}
    return frozenset(db.session.scalars(HEAD_IDS, here))


def superseded_among(operation_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the ids that a stored operation names in its base."""
    return frozenset(db.session.scalars(SUPERSEDED_AMONG, {"ids": operation_ids}))


def find_operation(operation_id: uuid.UUID) -> Operation | None:
    """A stored operation by the id that the tablet gave it."""
    return db.session.scalar(select(Operation).where(Operation.id == operation_id))


def last_operation() -> int:
    """The sequence number of the newest operation of all visits; 0 when there is none."""
    return db.session.scalar(select(func.max(Operation.sequence))) or 0


def last_step(visit: Visit, verb: str) -> VisitStep | None:
    """The newest step of that verb in the life of an authorised visit."""
    steps = select(VisitStep).where(VisitStep.visit_id == visit.id, VisitStep.verb == verb)
    return db.session.scalar(steps.order_by(VisitStep.at.desc()).limit(1))


def history(visit: Visit) -> Sequence[VisitStep]:
    """All steps in the life of an authorised visit, oldest first."""
    steps = select(VisitStep).where(VisitStep.visit_id == visit.id)
    return db.session.scalars(steps.order_by(VisitStep.at)).all()
