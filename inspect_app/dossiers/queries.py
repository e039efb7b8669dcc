"""Reading registers, samples and what was found in their dossiers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Literal

from flask import current_app
from sqlalchemy import func, or_, select

from .. import clock
from ..campaigns.models import Campaign
from ..db import db
from ..errors import NotFound, RuleBroken
from ..evidence.subjects import namer
from ..text import Message, msg
from ..visits.conflicts import naming
from ..visits.envelope import accepted_id
from ..visits.models import Visit
from ..visits.queries import load_others
from ..visits.register import Answer
from .answers import Check, Yardstick
from .crosschecks import MILESTONES
from .lateness import Kind, Times
from .models import (
    Dossier,
    Register,
    RegisterState,
    Sample,
    SampledDossier,
    SpecialDay,
    Why,
)
from .rules import as_stored
from .workdays import Calendar

RANDOM = (Why.DRAWN, Why.REPLACEMENT)
END = func.coalesce(Dossier.finished, Dossier.returned)


def calendar() -> Calendar:
    """The working days with the office's own table."""
    rows = db.session.scalars(select(SpecialDay)).all()
    kinds: dict[dt.date, Literal["off", "work"]]
    kinds = {row.day: "work" if row.kind == "work" else "off" for row in rows}
    return Calendar(kinds, {row.day: row.name for row in rows})


def yardstick(campaign: Campaign, today: dt.date | None = None) -> Yardstick:
    """What the dossiers of a campaign are judged by; the last day is never a future one."""
    last = min(campaign.period_to, today or clock.today())
    return Yardstick(calendar(), supplement_limit(campaign), last)


def yardstick_of(visit: Visit) -> Yardstick:
    """The same on the day the visit ended, so that its minutes say tomorrow what they say today."""
    ended = clock.local(visit.ended_at).date() if visit.ended_at else clock.today()
    return yardstick(visit.campaign, min(ended, clock.today()))


def supplement_limit(campaign: Campaign) -> int:
    """How many requests for a supplement a campaign allows: its own number, else the office's."""
    own, office = campaign.supplement_limit, current_app.config["SETTINGS"].supplement_limit
    return int(office if own is None else own)


def registers(visit: Visit) -> Sequence[Register]:
    """The whole registers of an authorised visit, newest first."""
    found = select(Register).where(
        Register.visit_id == visit.id,
        Register.state == RegisterState.WHOLE,
        Register.removed_at.is_(None),
    )
    return db.session.scalars(found.order_by(Register.imported_at.desc())).all()


def chosen_register(visit: Visit, register_id: uuid.UUID | None) -> Register:
    """A whole register of an authorised visit, even one replaced since; RuleBroken for no such."""
    register = db.session.get(Register, register_id) if register_id else None
    if register is None or register.visit_id != visit.id:
        raise RuleBroken(msg("Chọn danh sách hồ sơ để rút mẫu."))
    if register.state is not RegisterState.WHOLE:
        raise RuleBroken(msg("Danh sách này chưa nhập xong. Rút mẫu khi đã nhập xong."))
    return register


def fields_by_code(register: Register) -> dict[str, str]:
    """The field of every dossier of a register by its code."""
    found = select(Dossier.code, Dossier.field).where(Dossier.register_id == register.id)
    return {row.code: row.field for row in db.session.execute(found)}


def counts_by_field(register: Register) -> dict[str, int]:
    """How many dossiers of a register each field has, by name."""
    found = select(Dossier.field, func.count().label("held")).where(
        Dossier.register_id == register.id
    )
    rows = db.session.execute(found.group_by(Dossier.field).order_by(Dossier.field))
    return {row.field: row.held for row in rows}


def late_codes(register: Register, by: Yardstick) -> list[str]:
    """The codes of a register's dossiers that its own times show to be late, sorted."""
    return sorted(dossier.code for dossier in late_dossiers(register, by))


def late_dossiers(register: Register, by: Yardstick) -> list[Dossier]:
    """The same as rows. Only what ended, or ran on, after its appointment is looked at."""
    after = dt.datetime.combine(by.period_end, dt.time.max, clock.VIETNAM)
    after_due = select(Dossier).where(
        Dossier.register_id == register.id,
        Dossier.appointed.is_not(None),
        Dossier.appointed <= after,
        or_(END.is_(None), Dossier.appointed < END),
    )
    found = db.session.scalars(after_due)
    return [dossier for dossier in found if is_late(dossier, by)]


def is_late(dossier: Dossier, by: Yardstick) -> bool:
    """Whether the register's own times show it to be late."""
    return by.judge(registered_times(dossier)).kind is Kind.LATE


def registered_times(dossier: Dossier) -> Times:
    """What the unit's software says."""
    return Times(**{name: getattr(dossier, name) for name in MILESTONES})


def rows_of(register: Register, codes: Sequence[str]) -> dict[str, Dossier]:
    """Those dossiers of a register by their codes."""
    found: dict[str, Dossier] = {}
    for start in range(0, len(codes), 500):
        some = select(Dossier).where(
            Dossier.register_id == register.id, Dossier.code.in_(codes[start : start + 500])
        )
        found |= {dossier.code: dossier for dossier in db.session.scalars(some)}
    return found


def samples(visit: Visit) -> Sequence[Sample]:
    """All draws of an authorised visit, newest first."""
    found = select(Sample).where(Sample.visit_id == visit.id)
    return db.session.scalars(found.order_by(Sample.drawn_at.desc(), Sample.id)).all()


def in_force(drawn: Sequence[Sample]) -> list[Sample]:
    """Of each register the newest draw; `drawn` comes newest first."""
    newest: dict[uuid.UUID, Sample] = {}
    for sample in drawn:
        newest.setdefault(sample.register_id, sample)
    return list(newest.values())


def find_sample(sample_id: uuid.UUID) -> Sample | None:
    """A draw by its id."""
    return db.session.get(Sample, sample_id)


def sampled_of(visit: Visit, sample_id: uuid.UUID | None = None) -> Sequence[SampledDossier]:
    """The dossiers of an authorised visit's one draw, or of all and those added by hand."""
    found = select(SampledDossier).where(SampledDossier.visit_id == visit.id)
    own = found.where(SampledDossier.sample_id == sample_id) if sample_id else found
    rows = db.session.scalars(own.order_by(SampledDossier.position, SampledDossier.added_at))
    return rows.all()


def get_sampled(visit: Visit, sampled_id: uuid.UUID) -> SampledDossier:
    """One of them; raises NotFound for a foreign one."""
    sampled = _find_sampled(sampled_id)
    if sampled is None or sampled.visit_id != visit.id:
        raise NotFound()
    return sampled


def visit_of(visit_id: uuid.UUID, sampled_id: uuid.UUID) -> uuid.UUID | None:
    """The visit, for authorising; None when it has no such dossier."""
    sampled = _find_sampled(sampled_id)
    return visit_id if sampled is not None and sampled.visit_id == visit_id else None


def _find_sampled(key: uuid.UUID) -> SampledDossier | None:
    found = db.session.get(SampledDossier, key)
    return found or db.session.get(SampledDossier, accepted_id(key))


def to_check(visit: Visit) -> list[SampledDossier]:
    """What is to be looked at: the draws in force, then what was added; neither missing nor out."""
    current = [sample.id for sample in in_force(samples(visit))]
    rank = {key: number for number, key in enumerate(current)} | {None: len(current)}
    rows = [s for s in sampled_of(visit) if s.sample_id in rank and is_there(s)]
    return sorted(rows, key=lambda s: (rank[s.sample_id], s.position))


def is_there(sampled: SampledDossier) -> bool:
    """Whether the dossier was found and is still part of the sample."""
    return sampled.missing_at is None and sampled.removed_at is None


def candidates(sample: Sample, field: str) -> list[str]:
    """From whom a missing dossier is replaced: of its field, or all when drawn without fields."""
    found = select(Dossier.code).where(Dossier.register_id == sample.register_id)
    by_field = found.where(Dossier.field == field) if sample.strata else found
    return list(db.session.scalars(by_field))


def check_of(sampled: SampledDossier, answer: Answer, by: Yardstick) -> Check:
    """What is known of one dossier."""
    row = sampled.dossier
    registered = {name: as_stored(getattr(row, name)) for name in MILESTONES} if row else {}
    return Check(sampled.code, answer, registered, by)


def load_checks(visit: Visit, rows: Sequence[SampledDossier]) -> dict[uuid.UUID, Check]:
    """What is known of each of those dossiers of an authorised visit, by id."""
    found, by = load_others(visit), yardstick_of(visit)
    return {row.id: check_of(row, found.get(row.id.hex, Answer()), by) for row in rows}


def load_check(visit: Visit, sampled: SampledDossier) -> Check:
    """What is known of one dossier of an authorised visit."""
    answer = load_others(visit, sampled.id).get(sampled.id.hex, Answer())
    return check_of(sampled, answer, yardstick_of(visit))


@namer
def named(visit: Visit, about: str) -> Message | None:
    """A dossier of the visit as the subject of a photo."""
    key = uuid.UUID(about) if len(about) == 32 else None
    row = db.session.get(SampledDossier, key) if key else None
    return msg("Hồ sơ {code}", code=row.code) if row and row.visit_id == visit.id else None


@naming
def differing(visit: Visit, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The codes of those of the given ids that are dossiers of the visit."""
    return {row.id: row.code for row in sampled_of(visit) if row.id in keys}
