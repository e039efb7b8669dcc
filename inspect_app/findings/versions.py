"""Versions of the conclusions' sentences: each change kept, and what became of the draft."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from .. import clock
from ..db import db
from ..permissions import Viewer
from ..visits.models import Visit, VisitStep
from ..visits.queries import last_step
from . import queries, wordchange
from .models import ConclusionLine, ConclusionVersion
from .rules import LineChange, LineKind

DRAFTS = (LineChange.DRAFTED, LineChange.WITHDRAWN)


@dataclass(frozen=True)
class Changed:
    """One sentence whose words differ from the draft. `how` is edited, removed, added or moved.

    `newest` is its last version, None for what was written before versions were kept.
    """

    heading: str
    position: int
    kind: LineKind
    how: str
    pieces: tuple[wordchange.Piece, ...]
    newest: ConclusionVersion | None


@dataclass(frozen=True)
class Comparison:
    """The draft as it was last handed in (None: never yet) beside what the sentences say now."""

    handed_in: VisitStep | None
    changed: tuple[Changed, ...]
    unchanged: int


def keep(line: ConclusionLine, why: LineChange, *, by: Viewer) -> None:
    """Write down what the sentence says now."""
    version = ConclusionVersion(
        visit_id=line.visit_id,
        line_id=line.id,
        heading=line.heading,
        kind=line.kind,
        position=line.position,
        text=line.text,
        why=why,
        by_id=by.user_id,
        at=clock.now(),
    )
    db.session.add(version)


def list_versions(visit: Visit) -> dict[uuid.UUID, list[ConclusionVersion]]:
    """The versions of each sentence of an authorised visit, oldest first, by the sentence's id."""
    own = select(ConclusionVersion).where(ConclusionVersion.visit_id == visit.id)
    found: dict[uuid.UUID, list[ConclusionVersion]] = {}
    for version in db.session.scalars(own.order_by(ConclusionVersion.at, ConclusionVersion.id)):
        found.setdefault(version.line_id, []).append(version)
    return found


def compare(visit: Visit) -> Comparison:
    """What was changed in the conclusions of an authorised visit against the draft.

    The draft is what was proposed when the work was last handed in, else what is proposed now.
    """
    handed_in, versions = last_step(visit, "submit"), list_versions(visit)
    lines = {line.id: line for line in queries.all_lines(visit)}
    known = {**lines, **versions}
    pairs = [_changed(lines.get(key), versions.get(key, []), handed_in) for key in known]
    told = sorted((c for c in pairs if c), key=lambda changed: changed.position)
    still = sum(line.removed_at is None for line in lines.values())
    return Comparison(handed_in, tuple(told), still - sum(c.how != "removed" for c in told))


def _changed(
    line: ConclusionLine | None, versions: Sequence[ConclusionVersion], handed_in: VisitStep | None
) -> Changed | None:
    before, after = _draft(line, versions, handed_in), _now(line)
    about = line or versions[-1]
    how = _how(before, after, versions, handed_in)
    if how is None:
        return None
    newest = versions[-1] if versions else None
    pieces = wordchange.compare(before, after)
    return Changed(about.heading, about.position, about.kind, how, pieces, newest)


def _how(
    before: str, after: str, versions: Sequence[ConclusionVersion], handed_in: VisitStep | None
) -> str | None:
    if before != after:
        return "added" if not before else "removed" if not after else "edited"
    since = [v for v in versions if handed_in is None or v.at > handed_in.at]
    return "moved" if after and any(v.why is LineChange.MOVED for v in since) else None


def _draft(
    line: ConclusionLine | None, versions: Sequence[ConclusionVersion], handed_in: VisitStep | None
) -> str:
    """What was proposed of a sentence when the work was handed in; "" where nothing was."""
    drafts = [v for v in versions if v.why in DRAFTS and (not handed_in or v.at <= handed_in.at)]
    if drafts:
        return drafts[-1].text if drafts[-1].why is LineChange.DRAFTED else ""
    return line.drafted if line and not versions else ""


def _now(line: ConclusionLine | None) -> str:
    return line.text if line and line.removed_at is None else ""


def differences(
    lines: Sequence[ConclusionLine],
) -> Mapping[uuid.UUID, tuple[wordchange.Piece, ...]]:
    """How sentences differ from their drafts, by id; those that do not are left out."""
    edited = [line for line in lines if line.drafted and line.text != line.drafted]
    return {line.id: wordchange.compare(line.drafted, line.text) for line in edited}
