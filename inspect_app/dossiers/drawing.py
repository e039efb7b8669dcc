"""Drawing a sample from a register: what was decided on site, and the draw itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .. import clock
from ..audit.actions import record
from ..db import db
from ..errors import RuleBroken
from ..permissions import Viewer
from ..text import msg
from ..visits import rules as visit_rules
from ..visits.models import Visit
from . import queries, rules, sampling
from .models import Dossier, Method, Register, Sample, SampledDossier, SeedSource, Why

REASON_AT_LEAST = 5


@dataclass(frozen=True)
class Draw:
    """What is to be drawn. `size` None: computed from confidence and margin, both fractions."""

    method: Method
    with_late: bool
    seed: str
    seed_source: SeedSource
    witness: str
    reason: str = ""
    size: int | None = None
    confidence: float | None = None
    margin: float | None = None

    def size_of(self, population: int) -> int:
        """How many of so many."""
        if self.size is not None:
            return self.size
        return sampling.size(population, self.confidence or 0, self.margin or 0)


def draw_sample(
    visit: Visit,
    register: Register,
    draw: Draw,
    *,
    at: dt.datetime | None = None,
    by: Viewer,
) -> Sample:
    """Draw from a register as was decided; the same draw again gives the one that stands.

    `at` is when it was drawn by the claim of a tablet; an impossible one counts as now.
    Raises RuleBroken for an impossible size, and for a second draw without a reason.
    """
    visit_rules.check_open(visit.state)
    fields = queries.fields_by_code(register)
    size = draw.size_of(len(fields))
    key = rules.sample_id(register.id, draw.seed, draw.method, size, draw.with_late)
    known = queries.find_sample(key)
    if known is not None:
        return known
    _check_reason(visit, register, draw)
    sample = _sample(visit, register, draw, fields, size, key, by)
    begun = visit.started_at or clock.now()
    sample.drawn_at = visit_rules.begun_at(at, clock.local(begun).date(), clock.now())
    drawn = _drawn(draw, fields, size)
    late = queries.late_codes(register, queries.yardstick(visit.campaign)) if draw.with_late else []
    _put_in(sample, drawn, late, by)
    _record(sample, by)
    return sample


def _check_reason(visit: Visit, register: Register, draw: Draw) -> None:
    before = any(sample.register_id == register.id for sample in queries.samples(visit))
    if before and len(draw.reason) < REASON_AT_LEAST:
        needed = msg("Danh sách này đã rút mẫu. Ghi lý do rút lại; lần rút trước vẫn được giữ.")
        raise RuleBroken(needed, {"reason": needed})


def _sample(
    visit: Visit,
    register: Register,
    draw: Draw,
    fields: Mapping[str, str],
    size: int,
    key: uuid.UUID,
    by: Viewer,
) -> Sample:
    strata = {}
    if draw.method is Method.STRATIFIED:
        strata = sampling.stratify(Counter(fields.values()), size)
    sample = Sample(
        id=key,
        visit_id=visit.id,
        register_id=register.id,
        method=draw.method,
        with_late=draw.with_late,
        population=len(fields),
        size=size,
        confidence=draw.confidence,
        margin=draw.margin,
        seed=draw.seed,
        seed_source=draw.seed_source,
        witness=draw.witness,
        reason=draw.reason,
        strata=strata,
        codes_sha256=codes_sha256(fields),
        drawn_at=clock.now(),
        by_id=by.user_id,
    )
    db.session.add(sample)
    db.session.flush()
    return sample


def codes_sha256(codes: Iterable[str]) -> str:
    """SHA-256, in hex, over the sorted codes, each followed by a line feed."""
    lines = "".join(f"{code}\n" for code in sorted(codes))
    return hashlib.sha256(lines.encode()).hexdigest()


def _drawn(draw: Draw, fields: Mapping[str, str], size: int) -> list[str]:
    if draw.method is Method.STRATIFIED:
        return sampling.draw_stratified(draw.seed, fields, size)
    return sampling.draw(draw.seed, fields, size)


def _put_in(sample: Sample, drawn: Sequence[str], late: Sequence[str], by: Viewer) -> None:
    """The drawn ones, then the late ones that chance left out, each in the order of the seed."""
    further = sampling.order(sample.seed, set(late) - set(drawn))
    known = queries.rows_of(sample.register, [*drawn, *further])
    for position, code in enumerate([*drawn, *further], 1):
        why = Why.DRAWN if position <= len(drawn) else Why.LATE
        db.session.add(placed(sample, known[code], why, position, by))
    db.session.flush()


def placed(sample: Sample, row: Dossier, why: Why, position: int, by: Viewer) -> SampledDossier:
    """A dossier of the register in its place of the sample; not yet stored."""
    return SampledDossier(
        id=rules.dossier_id(sample.id, row.code),
        visit_id=sample.visit_id,
        sample_id=sample.id,
        dossier_id=row.id,
        code=row.code,
        field=row.field,
        why=why,
        position=position,
        added_by=by.user_id,
        added_at=clock.now(),
    )


def _record(sample: Sample, by: Viewer) -> None:
    record(
        "dossiers.drawn",
        by=by.user_id,
        visit_id=sample.visit_id,
        sample=str(sample.id),
        register=str(sample.register_id),
        method=str(sample.method),
        with_late=sample.with_late,
        population=sample.population,
        size=sample.size,
        seed=sample.seed,
        seed_source=str(sample.seed_source),
        witness=sample.witness,
        reason=sample.reason,
        codes_sha256=sample.codes_sha256,
    )
