"""Reading a visit's registers: where each stands, what it counts, and where the unit differs."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from .. import clock, text
from ..db import db
from ..permissions import Viewer
from ..text import Message, msg
from ..units.models import Unit
from ..visits.models import Visit
from ..visits.queries import get_answer, get_visit
from .intake import live
from .models import Dossier, Register, RegisterState
from .queries import END, late_dossiers, yardstick

DECLARED = {
    "received": msg("tiếp nhận"),
    "resolved": msg("đã giải quyết"),
    "in_progress": msg("đang giải quyết"),
}
STATISTICS = "MC-07"
CodeRow = tuple[str, str, int]


class Phase(enum.StrEnum):
    """Where a register stands on its way in."""

    DRAFT = "draft"
    RUNNING = "running"
    FAILED = "failed"
    WHOLE = "whole"


@dataclass(frozen=True)
class FieldCount:
    """The dossiers of one field; the name is "" where the file names none."""

    name: str
    received: int
    finished: int
    late: int

    @property
    def in_progress(self) -> int:
        return self.received - self.finished


@dataclass(frozen=True)
class Totals:
    """What the register counts, by field too; `before` and `after` were received out of period."""

    fields: list[FieldCount]
    before: int
    after: int
    undated: int

    @property
    def received(self) -> int:
        return sum(field.received for field in self.fields)

    @property
    def finished(self) -> int:
        return sum(field.finished for field in self.fields)

    @property
    def in_progress(self) -> int:
        return self.received - self.finished

    @property
    def late(self) -> int:
        return sum(field.late for field in self.fields)

    def of(self, name: str) -> int:
        """The count that stands beside the one declared under that name."""
        return {"received": self.received, "resolved": self.finished}.get(name, self.in_progress)


@dataclass(frozen=True)
class Entry:
    """A register as its page shows it; `from_answer`: the declared numbers are those of MC-07."""

    register: Register
    phase: Phase
    totals: Totals | None
    declared: dict[str, int]
    from_answer: bool

    @property
    def differences(self) -> list[Message]:
        """Where the file and the unit's own numbers do not agree, in words."""
        return differences(self.totals, self.declared) if self.totals else []


def phase(register: Register) -> Phase:
    """Where it stands."""
    if register.state is RegisterState.READING:
        return Phase.RUNNING if register.total else Phase.DRAFT
    return Phase(register.state.value)


def find(visit: Visit, register_id: uuid.UUID | None) -> Register | None:
    """A register of an authorised visit that is not removed."""
    register = db.session.get(Register, register_id) if register_id else None
    if register is None or register.visit_id != visit.id or register.removed_at is not None:
        return None
    return register


def load(visit_id: uuid.UUID, *, viewer: Viewer) -> tuple[Visit, list[Entry], list[Unit]]:
    """The visit, its registers by unit, and the units whose register may still be sent."""
    visit = get_visit(visit_id, viewer=viewer)
    newest: dict[uuid.UUID, Register] = {}
    for register in live(visit):
        newest.setdefault(register.unit_id, register)
    entries = [_entry(visit, newest[unit.id]) for unit in visit.units if unit.id in newest]
    settled = {e.register.unit_id for e in entries if e.phase in (Phase.RUNNING, Phase.WHOLE)}
    return visit, entries, [unit for unit in visit.units if unit.id not in settled]


def codes(visit: Visit, register: Register) -> list[CodeRow]:
    """The code of every dossier, its field, and 1 when late, sorted by code point."""
    late = {dossier.code for dossier in late_dossiers(register, yardstick(visit.campaign))}
    found = select(Dossier.code, Dossier.field).where(Dossier.register_id == register.id)
    rows = db.session.execute(found)
    return sorted((code, field, int(code in late)) for code, field in rows)


def first_whole(visit: Visit) -> Register | None:
    """The whole register of the visited unit, else of the first further one that has one."""
    whole = {r.unit_id: r for r in live(visit) if r.state is RegisterState.WHOLE}
    return next((whole[unit.id] for unit in visit.units if unit.id in whole), None)


def count(visit: Visit, register: Register) -> Totals:
    """What a whole register of an authorised visit counts."""
    late = Counter(d.field for d in late_dossiers(register, yardstick(visit.campaign)))
    own = Dossier.register_id == register.id
    by_field = select(Dossier.field, func.count(), func.count(END)).where(own)
    rows = db.session.execute(by_field.group_by(Dossier.field)).all()
    fields = [FieldCount(name, received, done, late[name]) for name, received, done in rows]
    fields.sort(key=lambda field: text.alphabetical(field.name))
    begins = _midnight(visit.campaign.period_from)
    ends = _midnight(visit.campaign.period_to + dt.timedelta(days=1))
    outside = select(
        func.count(case((Dossier.received < begins, 1))),
        func.count(case((Dossier.received >= ends, 1))),
        func.count() - func.count(Dossier.received),
    ).where(own)
    return Totals(fields, *db.session.execute(outside).one())


def differences(totals: Totals, declared: Mapping[str, int]) -> list[Message]:
    """What the unit's numbers and the file's say differently; [] when all agree."""
    found = [_sum_fault(declared)] if set(declared) >= set(DECLARED) else []
    found += [
        _difference(what, totals.of(name), declared[name])
        for name, what in DECLARED.items()
        if name in declared
    ]
    return [message for message in found if message is not None]


def _entry(visit: Visit, register: Register) -> Entry:
    stands = phase(register)
    totals = count(visit, register) if stands is Phase.WHOLE else None
    answered = _answered(visit, register) if totals else {}
    # Numbers that the checklist took from this very list are no word of the unit's.
    if totals and answered == {name: totals.of(name) for name in DECLARED}:
        answered = {}
    return Entry(
        register,
        stands,
        totals,
        register.declared or answered,
        bool(answered) and not register.declared,
    )


def _answered(visit: Visit, register: Register) -> dict[str, int]:
    """What the checklist says of the visited unit; of a further one it says nothing."""
    value = get_answer(visit, STATISTICS).value if register.unit_id == visit.unit_id else None
    figures = value if isinstance(value, dict) else {}
    return {name: figures[name] for name in DECLARED if isinstance(figures.get(name), int)}


def _midnight(day: dt.date) -> dt.datetime:
    return clock.from_local(dt.datetime.combine(day, dt.time()))


def _sum_fault(declared: Mapping[str, int]) -> Message | None:
    parts = declared["resolved"] + declared["in_progress"]
    if parts == declared["received"]:
        return None
    return msg(
        "Số đơn vị báo cáo không khớp nhau: tiếp nhận {received}, nhưng đã giải quyết {resolved} "
        "và đang giải quyết {in_progress} cộng lại là {parts}.",
        **{name: text.number(value) for name, value in declared.items()},
        parts=text.number(parts),
    )


def _difference(what: Message, in_file: int, declared: int) -> Message | None:
    if in_file == declared:
        return None
    slots = {
        "what": what,
        "in_file": text.number(in_file),
        "declared": text.number(declared),
        "count": text.number(abs(in_file - declared)),
    }
    if in_file > declared:
        return msg(
            "Danh sách có {in_file} hồ sơ {what}, nhiều hơn số đơn vị báo cáo ({declared}) là "
            "{count} hồ sơ.",
            **slots,
        )
    return msg(
        "Danh sách có {in_file} hồ sơ {what}, ít hơn số đơn vị báo cáo ({declared}) là "
        "{count} hồ sơ.",
        **slots,
    )
