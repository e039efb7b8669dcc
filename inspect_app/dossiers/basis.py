"""What the conclusions' sentences about the sample rest on: the dossiers, by their codes."""

from __future__ import annotations

from collections.abc import Collection

from ..evidence.queries import list_photos
from ..findings.sources import Basis, Link, explains
from ..text import Message, msg
from ..visits.models import Visit
from .models import SampledDossier
from .summary import Part, summary_of


@explains("sample")
def of_sample(visit: Visit, keys: Collection[str]) -> dict[str, Basis]:
    """A fault rests on the dossiers that have it, anything else on the sample as a whole."""
    found = {}
    for part in summary_of(visit).parts:
        for what in part.sentences:
            key = f"sample:{part.key}:{what}"
            if key in keys:
                found[key] = _basis(visit, part, what)
    return found


def _basis(visit: Visit, part: Part, what: str) -> Basis:
    faulty = [row for row in part.rows if part.checks[row.id].faults.get(what)]
    if not faulty:
        return Basis((_whole(visit, part),))
    subjects = {row.id.hex for row in faulty}
    photos = tuple(photo for photo in list_photos(visit) if photo.about in subjects)
    return Basis(tuple(_link(row) for row in faulty), photos)


def _whole(visit: Visit, part: Part) -> Link:
    about = msg("{count} hồ sơ", count=len(part.rows))
    return Link(msg("Mẫu hồ sơ"), about, "dossiers.sample", {"visit_id": visit.id})


def _link(row: SampledDossier) -> Link:
    values = {"visit_id": row.visit_id, "sampled_id": row.id}
    return Link(Message("{code}", {"code": row.code}), msg("Hồ sơ"), "dossiers.dossier", values)
