"""What the page of the sample shows: draws, their dossiers, what they say, figures to take over."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..audit.queries import last_sequence
from ..errors import RuleBroken
from ..text import Message, alphabetical
from ..visits.models import Visit
from ..visits.offline import PLACEHOLDER
from ..visits.queries import checklist_of
from . import queries
from .answers import Check
from .crosschecks import code_warning
from .figures import proposals
from .forms import CONFIDENCES
from .models import Method, Sample, SampledDossier, SeedSource, Why
from .rules import DEFECTS, ITEMS
from .sampling import size
from .summary import METHODS, SOURCES, questions, summary_of

Context = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One dossier of the list; `check` is None where it is missing or out."""

    row: SampledDossier
    check: Check | None
    replaced_by: str
    replaces: str

    @property
    def warning(self) -> Message | None:
        """What is unusual about its code."""
        return code_warning(self.row.code)


@dataclass(frozen=True)
class Listing:
    """One draw with its dossiers in order; `sample` None: those added by hand."""

    sample: Sample | None
    lines: list[Line]
    in_force: bool

    @property
    def key(self) -> str:
        """The id of its list on the page."""
        return str(self.sample.id) if self.sample else "added"

    @property
    def strata(self) -> list[tuple[str, int]]:
        """How many were drawn of each field, in the order of the alphabet."""
        drawn = self.sample.strata if self.sample else {}
        return sorted(drawn.items(), key=lambda stratum: alphabetical(stratum[0]))

    @property
    def late(self) -> int:
        """How many were added because they are late."""
        return sum(line.row.why is Why.LATE and line.check is not None for line in self.lines)

    @property
    def to_check(self) -> int:
        """How many dossiers there are to check in all."""
        return sum(line.check is not None for line in self.lines)

    @property
    def without_limit(self) -> int | None:
        """The computed size before the finite-population correction; None for one typed."""
        if self.sample is None or self.sample.confidence is None or self.sample.margin is None:
            return None
        return size(None, self.sample.confidence, self.sample.margin)


def whole_page(visit: Visit, *, fault: RuleBroken | None = None, typed: Any = None) -> Context:
    """The page; `fault` brings the refused form back with what was `typed`."""
    summary = summary_of(visit)
    return lists(visit) | {
        "news_part": "dossiers",
        "news_subject": None,
        "since": last_sequence(visit.id),
        "registers": queries.registers(visit),
        "counts": {
            r.id: sum(queries.counts_by_field(r).values()) for r in queries.registers(visit)
        },
        "drawn_from": {sample.register_id for sample in queries.samples(visit)},
        "summary": summary,
        "proposals": proposals(visit, summary),
        "questions": questions(visit),
        "defects": DEFECTS,
        "confidences": CONFIDENCES,
        "seed_sources": SOURCES,
        "fault": fault,
        "typed": typed if typed is not None else {},
        "placeholder": PLACEHOLDER,
        "supplement_limit": queries.supplement_limit(visit.campaign),
    }


def lists(visit: Visit) -> Context:
    """What the lists of dossiers need."""
    rows = queries.sampled_of(visit)
    checks = queries.load_checks(visit, [row for row in rows if queries.is_there(row)])
    drawn = queries.samples(visit)
    current = {sample.id for sample in queries.in_force(drawn)}
    shown = [_listing(sample, rows, checks, sample.id in current) for sample in drawn]
    added = _listing(None, rows, checks, True)
    return {
        "visit": visit,
        "checklist": checklist_of(visit),
        "listings": [*shown, added] if added.lines else shown,
        "methods": METHODS,
        "items": ITEMS,
        "Why": Why,
        "Method": Method,
        "SeedSource": SeedSource,
        "part": False,
    }


def _listing(
    sample: Sample | None,
    rows: Any,
    checks: Mapping[uuid.UUID, Check],
    in_force: bool,
) -> Listing:
    key = sample.id if sample else None
    own = [row for row in rows if row.sample_id == key]
    codes = {row.id: row.code for row in own}
    instead = {row.replaces_id: row.code for row in own if row.replaces_id and not row.removed_at}
    lines = [
        Line(row, checks.get(row.id), instead.get(row.id, ""), codes.get(row.replaces_id, ""))
        for row in own
        if sample is None or row.removed_at is None
    ]
    return Listing(sample, lines, in_force)
