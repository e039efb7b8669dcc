"""The team's internal annex: the findings that were taken out, never part of the minutes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import select

from .. import storage
from ..db import db
from ..errors import RuleBroken
from ..findings.models import ConclusionLine, Finding
from ..findings.rules import FindingKind
from ..text import moment, msg
from ..visits.models import Visit
from ..visits.queries import checklist_of
from . import glyphs
from .pdf import environment

KINDS = {
    FindingKind.SHORTCOMING: "tồn tại, hạn chế",
    FindingKind.STRENGTH: "ưu điểm",
    FindingKind.GOOD_PRACTICE: "mô hình, cách làm hay",
}


@dataclass(frozen=True)
class Dismissed:
    """One finding or sentence that the minutes do not show; every field is a finished text."""

    heading: str
    item_code: str
    kind: str
    text: str
    when: str


@dataclass(frozen=True)
class InternalAnnex:
    """What the annex of one visit says."""

    issuing_body: str
    unit: str
    findings: tuple[Dismissed, ...]
    sentences: tuple[Dismissed, ...]


def gather(visit: Visit) -> InternalAnnex:
    """What was taken out of an authorised visit, oldest first."""
    return InternalAnnex(
        visit.campaign.issuing_body, visit.unit.label, _findings(visit), _sentences(visit)
    )


def draw(annex: InternalAnnex) -> bytes:
    """The annex as PDF; the same value gives the same bytes.

    Raises RuleBroken for a character that the font lacks.
    """
    if lacking := glyphs.lacking(annex):
        raise RuleBroken(
            msg("Phông chữ của phụ lục nội bộ không có “{characters}”.", characters=lacking)
        )
    # WeasyPrint costs 40 MB, which a process that only serves pages should not pay.
    from . import engine

    html = environment().get_template("minutes/internal.html").render(a=annex)
    plain = json.dumps(dataclasses.asdict(annex), ensure_ascii=False, sort_keys=True)
    identifier = hashlib.sha256(plain.encode()).digest()[:16]
    return engine.to_pdf(html, "document.css", storage.get, identifier=identifier)


def _findings(visit: Visit) -> tuple[Dismissed, ...]:
    out = (Finding.visit_id == visit.id, Finding.removed_at.is_not(None))
    rows = db.session.scalars(select(Finding).where(*out).order_by(Finding.removed_at)).all()
    titles = _titles(visit)
    return tuple(
        Dismissed(titles[f.heading], f.item_code, KINDS[f.kind], f.text, _when(f.removed_at))
        for f in rows
    )


def _sentences(visit: Visit) -> tuple[Dismissed, ...]:
    out = (ConclusionLine.visit_id == visit.id, ConclusionLine.removed_at.is_not(None))
    lines = select(ConclusionLine).where(*out)
    order = (ConclusionLine.removed_at, ConclusionLine.position)
    rows = db.session.scalars(lines.order_by(*order)).all()
    titles = _titles(visit)
    return tuple(Dismissed(titles[x.heading], "", "", x.text, _when(x.removed_at)) for x in rows)


def _titles(visit: Visit) -> dict[str, str]:
    return {heading.code: heading.title_vi for heading in checklist_of(visit).headings}


def _when(at: dt.datetime | None) -> str:
    return moment(at) if at else ""
