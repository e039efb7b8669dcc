"""What a visit has recorded, counted in the database for itself, against what the minutes hold."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from ..db import Base, db
from ..dossiers import queries as dossiers
from ..dossiers.models import Register, RegisterState, SampledDossier
from ..evidence.models import Photo
from ..findings.models import Finding
from ..findings.queries import all_lines
from ..text import Message
from ..visits.models import Visit
from ..visits.queries import checklist_of
from ..visits.rules import VisitState
from . import completeness
from .completeness import Counts
from .document import Minutes, data

DRAFTED = (VisitState.SUBMITTED, VisitState.APPROVED)


def differences(visit: Visit, minutes: Minutes) -> list[Message]:
    """What the minutes of an authorised visit lack or have too much, in words; [] when whole.

    Findings are looked at once the conclusions are drafted, which handing in does.
    """
    found = completeness.differences(counts(visit), completeness.in_data(data(minutes)))
    return found + (_findings(visit) if visit.state in DRAFTED else [])


def counts(visit: Visit) -> Counts:
    """How many there are of each in the database."""
    shown = (Photo.visit_id == visit.id, Photo.removed_at.is_(None))
    whole = (Register.visit_id == visit.id, Register.state == RegisterState.WHOLE)
    return Counts(
        items=len(checklist_of(visit).items),
        dossiers=_dossiers(visit, SampledDossier.missing_at.is_(None)),
        missing=_dossiers(visit, SampledDossier.missing_at.is_not(None), drawn=True),
        photos=_count(Photo, *shown, Photo.in_minutes.is_(True)),
        files=_count(Photo, *shown) + _count(Register, *whole, Register.removed_at.is_(None)),
    )


def _dossiers(visit: Visit, *wanted: ColumnElement[bool], drawn: bool = False) -> int:
    """Those of the draws in force; those added by hand too, unless only the drawn are asked for."""
    own = SampledDossier.sample_id
    current = own.in_([sample.id for sample in dossiers.in_force(dossiers.samples(visit))])
    of_draw = current if drawn else current | own.is_(None)
    there = () if drawn else (SampledDossier.removed_at.is_(None),)
    return _count(SampledDossier, SampledDossier.visit_id == visit.id, of_draw, *wanted, *there)


def _count(model: type[Base], *wanted: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*wanted)) or 0


def _findings(visit: Visit) -> list[Message]:
    """Those that no sentence speaks of, and sentences that nobody has touched of one taken out."""
    rows = db.session.scalars(select(Finding).where(Finding.visit_id == visit.id)).all()
    lines = all_lines(visit)
    standing = {str(f.id): f.text for f in rows if f.removed_at is None}
    untouched = {
        line.source for line in lines if line.removed_at is None and line.text == line.drafted
    }
    left = {f"finding:{f.id}": f.text for f in rows if f.removed_at is not None}
    return completeness.unmentioned(standing, {line.source for line in lines}) + (
        completeness.dismissed([text for source, text in left.items() if source in untouched])
    )
