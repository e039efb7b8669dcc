"""Dossiers that cannot be found: a finding, and the next in order takes their place."""

from __future__ import annotations

import uuid

from .. import clock
from ..db import db
from ..findings import actions as findings
from ..findings.models import Finding
from ..findings.rules import FindingKind
from ..permissions import Viewer
from ..units.models import Unit
from ..visits import rules as visit_rules
from ..visits.models import Visit
from ..visits.queries import checklist_of
from . import queries, sampling
from .actions import record_dossier
from .drawing import placed
from .models import Register, Sample, SampledDossier, Why
from .rules import SAMPLE_ITEM


def set_missing(sampled: SampledDossier, *, by: Viewer) -> SampledDossier | None:
    """Note that a dossier cannot be found: a finding, and the next in order takes its place.

    Gives what replaces it, None where chance did not choose it or nothing is left.
    """
    visit = sampled.visit
    visit_rules.check_open(visit.state)
    if sampled.missing_at is not None:
        return None
    sampled.missing_at = clock.now()
    _tell_missing(visit, sampled, by)
    taken = _replace(sampled, by)
    record_dossier("dossiers.missing", sampled, by, replaced_by=taken.code if taken else "")
    return taken


def set_found(sampled: SampledDossier, *, by: Viewer) -> None:
    """Take back that a dossier is missing: its finding goes, and so does what replaced it."""
    visit = sampled.visit
    visit_rules.check_open(visit.state)
    if sampled.missing_at is None:
        return
    sampled.missing_at = None
    finding = db.session.get(Finding, finding_id(sampled))
    if finding is not None and finding.removed_at is None:
        findings.set_removed(finding, True, by=by)
    _let_go_after(sampled)
    record_dossier("dossiers.found", sampled, by)


def finding_id(sampled: SampledDossier) -> uuid.UUID:
    """The id of the finding that the dossier is missing."""
    return uuid.uuid5(sampled.id, "missing")


def _tell_missing(visit: Visit, sampled: SampledDossier, by: Viewer) -> None:
    key = finding_id(sampled)
    known = db.session.get(Finding, key)
    if known is not None:
        findings.set_removed(known, False, by=by)
        return
    item = checklist_of(visit).items.get(SAMPLE_ITEM)
    heading = item.heading if item else checklist_of(visit).headings[0].code
    findings.record_finding(
        visit,
        kind=FindingKind.SHORTCOMING,
        heading=heading,
        text=f"Không cung cấp được hồ sơ {sampled.code} để kiểm tra",
        item_code=item.code if item else "",
        units=[unit for unit in _units(sampled) if unit in visit.units],
        finding_id=key,
        by=by,
    )


def _units(sampled: SampledDossier) -> list[Unit]:
    if sampled.dossier is None:
        return []
    return [db.session.get_one(Register, sampled.dossier.register_id).unit]


def _replace(sampled: SampledDossier, by: Viewer) -> SampledDossier | None:
    if sampled.sample_id is None or sampled.why not in queries.RANDOM:
        return None
    sample = db.session.get_one(Sample, sampled.sample_id)
    own = {row.code: row for row in queries.sampled_of(sampled.visit, sample.id)}
    used = [row.code for row in own.values() if _used(row)]
    codes = queries.candidates(sample, sampled.field)
    code = sampling.replacement(sample.seed, codes, used, sampled.code)
    if code is None:
        return None
    taken = own.get(code) or _further(sample, code, len(own) + 1, by)
    # One of the late ones may be next by chance: from then on it stands for all, too.
    taken.why, taken.replaces_id, taken.removed_at = Why.REPLACEMENT, sampled.id, None
    db.session.flush()
    return taken


def _used(row: SampledDossier) -> bool:
    """Whether chance has chosen it already; what was let go may be chosen anew."""
    return row.why in queries.RANDOM and (row.removed_at is None or row.missing_at is not None)


def _further(sample: Sample, code: str, position: int, by: Viewer) -> SampledDossier:
    row = queries.rows_of(sample.register, [code])[code]
    made = placed(sample, row, Why.REPLACEMENT, position, by)
    db.session.add(made)
    return made


def _let_go_after(sampled: SampledDossier) -> None:
    """What replaced it is not needed any more, nor what replaced that in turn."""
    for other in queries.sampled_of(sampled.visit, sampled.sample_id):
        if other.replaces_id == sampled.id:
            other.replaces_id = None
            _let_go(other)
            _let_go_after(other)


def _let_go(replacing: SampledDossier) -> None:
    sample = db.session.get_one(Sample, replacing.sample_id)
    by = queries.yardstick(replacing.visit.campaign)
    if sample.with_late and replacing.dossier and queries.is_late(replacing.dossier, by):
        replacing.why = Why.LATE
    else:
        replacing.removed_at = clock.now()
