"""What the page of one dossier shows: its checks, the reckoning, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..audit.queries import last_sequence
from ..errors import RuleBroken
from ..evidence.queries import photos_about
from ..visits.models import Visit
from ..visits.offline import PLACEHOLDER
from ..visits.queries import checklist_of
from ..visits.register import Answer
from ..visits.rules import VisitState
from . import queries, rules
from .answers import Check
from .crosschecks import MILESTONES, SOURCES, Source
from .models import SampledDossier
from .rules import DEFECTS, SAMPLE_ITEM, WAITS
from .summary import questions

Context = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """What was refused: which matter, why, and what was typed."""

    matter: str
    error: RuleBroken
    typed: dict[str, str]


def whole_page(visit: Visit, sampled: SampledDossier, *, fault: Fault | None = None) -> Context:
    """The page of one dossier with its place among those to be checked."""
    rows = queries.to_check(visit)
    checks = queries.load_checks(visit, rows)
    places = [row.id for row in rows]
    at = places.index(sampled.id) if sampled.id in places else None
    return one(visit, sampled, fault=fault) | {
        "rows": rows,
        "at": at,
        "previous": rows[at - 1] if at else None,
        "following": rows[at + 1] if at is not None and at + 1 < len(rows) else None,
        "done": sum(check.done for check in checks.values()),
        "total": len(rows),
        "news_part": "dossiers",
        "news_subject": sampled.id,
        "since": last_sequence(visit.id),
        "part": False,
    }


def one(visit: Visit, sampled: SampledDossier, *, fault: Fault | None = None) -> Context:
    """What each part of the page needs."""
    return _frame(visit, sampled, queries.load_check(visit, sampled), fault) | {"part": True}


def mould(visit: Visit) -> Context:
    """The page of a dossier that only the tablet knows as yet; nothing of it is ever stored."""
    sampled = SampledDossier(id=PLACEHOLDER, visit_id=visit.id, code="…", field="", position=0)
    check = Check("…", Answer(), {}, queries.yardstick(visit.campaign))
    alone: Context = {
        "rows": [],
        "at": None,
        "previous": None,
        "following": None,
        "done": 0,
        "total": 0,
    }
    return _frame(visit, sampled, check, None) | alone | {"part": False, "mould": True}


def _frame(visit: Visit, sampled: SampledDossier, check: Check, fault: Fault | None) -> Context:
    return {
        "visit": visit,
        "checklist": checklist_of(visit),
        "sampled": sampled,
        "check": check,
        "hex": sampled.id.hex,
        "questions": questions(visit),
        "photo_item": SAMPLE_ITEM,
        "photos": photos_about(visit, sampled.id.hex),
        "defects": DEFECTS,
        "milestones": MILESTONES,
        "sources": SOURCES,
        "software": Source.SOFTWARE,
        "waits": range(1, WAITS + 1),
        "shown_moment": rules.shown_moment,
        "fault": fault,
        "mould": False,
        "matter": "",
        "locked": visit.state is VisitState.SIGNED,
    }
