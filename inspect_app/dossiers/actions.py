"""Adding dossiers by hand, taking them out, and noting what is found in one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from .. import clock
from ..audit.actions import record
from ..db import db
from ..errors import Conflict, RuleBroken
from ..permissions import Viewer
from ..text import msg
from ..visits import rules as visit_rules
from ..visits.actions import set_field
from ..visits.envelope import Envelope
from ..visits.models import Operation, Visit
from . import queries, rules
from .models import Dossier, SampledDossier, Why


def add_dossier(visit: Visit, code: str, *, sampled_id: uuid.UUID, by: Viewer) -> SampledDossier:
    """A dossier chosen by hand; what is unusual about its code is pointed out, never refused.

    Raises RuleBroken for an empty code or one that is already there.
    """
    visit_rules.check_open(visit.state)
    known = db.session.get(SampledDossier, sampled_id)
    if known is not None:
        if known.visit_id != visit.id:
            raise Conflict(msg("Mã này đã dùng cho nội dung khác. Tải lại trang."))
        return known
    if any(row.code == code for row in queries.to_check(visit)):
        twice = msg("Hồ sơ {code} đã có trong mẫu.", code=code)
        raise RuleBroken(twice, {"code": twice})
    row = _registered(visit, code)
    added = SampledDossier(
        id=sampled_id,
        visit_id=visit.id,
        dossier_id=row.id if row else None,
        code=code,
        field=row.field if row else "",
        why=Why.ADDED,
        position=_next(visit),
        added_by=by.user_id,
        added_at=clock.now(),
    )
    db.session.add(added)
    record_dossier("dossiers.added", added, by)
    return added


def _registered(visit: Visit, code: str) -> Dossier | None:
    for register in queries.registers(visit):
        if row := queries.rows_of(register, [code]).get(code):
            return row
    return None


def _next(visit: Visit) -> int:
    last = select(func.max(SampledDossier.position)).where(
        SampledDossier.visit_id == visit.id, SampledDossier.sample_id.is_(None)
    )
    return (db.session.scalar(last) or 0) + 1


def set_removed(sampled: SampledDossier, removed: bool, *, by: Viewer) -> None:
    """Take a dossier that was added by hand out again, or bring it back."""
    visit_rules.check_open(sampled.visit.state)
    if sampled.why is not Why.ADDED:
        raise RuleBroken(msg("Hồ sơ rút được không bỏ ra; nếu không tìm thấy, ghi là không có."))
    sampled.removed_at = clock.now() if removed else None
    record_dossier("dossiers.removed" if removed else "dossiers.restored", sampled, by)


def check_dossier(
    sampled: SampledDossier,
    matter: str,
    typed: Mapping[str, str],
    *,
    operation_id: uuid.UUID,
    base: Sequence[uuid.UUID] = (),
    said: Envelope | None = None,
    by: Viewer,
) -> Operation:
    """Store one thing noted of a dossier; as `visits.actions.answer_item` does of an item."""
    return set_field(
        sampled.visit,
        rules.field_of(sampled.id, matter),
        rules.read(matter, typed),
        subject=str(sampled.id),
        action="dossiers.checked",
        operation_id=operation_id,
        base=base,
        said=said,
        by=by,
    )


def record_dossier(action: str, sampled: SampledDossier, by: Viewer, **detail: str) -> None:
    """Store what was changed of a dossier, and write down what was done."""
    db.session.flush()
    about = {"subject": str(sampled.id), "code": sampled.code}
    record(action, by=by.user_id, visit_id=sampled.visit_id, **about, **detail)
