"""Bringing the sentences of the conclusions up to what is proposed now."""

from __future__ import annotations

from collections.abc import Sequence

from ..db import db
from ..permissions import Viewer
from ..visits.models import Visit
from . import queries, versions
from .models import ConclusionLine
from .rules import Drafted, LineChange


def bring_up(visit: Visit, proposed: Sequence[Drafted], *, by: Viewer) -> int:
    """Add, renew and take out drafted sentences; gives how many changed.

    What the head has edited or removed stays; what nobody proposes any more goes, unless edited.
    """
    known = {line.source: line for line in queries.all_lines(visit) if line.source}
    changed = sum(_renew(visit, known.pop(p.source, None), p, by) for p in proposed)
    for orphan in known.values():
        if orphan.text == orphan.drafted:
            versions.keep(orphan, LineChange.WITHDRAWN, by=by)
            db.session.delete(orphan)
            changed += 1
    return changed


def _renew(visit: Visit, line: ConclusionLine | None, proposed: Drafted, by: Viewer) -> bool:
    if line is None:
        _add(visit, proposed, by)
        return True
    untouched = line.text == line.drafted
    changed = line.drafted != proposed.text or line.kind != proposed.kind
    line.drafted, line.kind, line.heading = proposed.text, proposed.kind, proposed.heading
    if untouched:
        line.text = proposed.text
    if changed and untouched:
        versions.keep(line, LineChange.DRAFTED, by=by)
    return changed and untouched


def _add(visit: Visit, proposed: Drafted, by: Viewer) -> None:
    line = ConclusionLine(
        visit=visit,
        heading=proposed.heading,
        kind=proposed.kind,
        text=proposed.text,
        drafted=proposed.text,
        source=proposed.source,
        position=queries.next_position(ConclusionLine, visit),
    )
    db.session.add(line)
    db.session.flush()
    versions.keep(line, LineChange.DRAFTED, by=by)
