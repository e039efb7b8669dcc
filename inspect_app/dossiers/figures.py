"""The figures that items of the checklist can take from the register and the sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from .. import clock
from ..checklists.items import Item
from ..db import db
from ..findings.sources import before_drafting
from ..permissions import Viewer
from ..text import Message, msg
from ..visits.computed import set_computed
from ..visits.models import Visit
from ..visits.queries import checklist_of, load_answers
from ..visits.register import Cell
from . import queries
from .models import Dossier, Register
from .rules import ITEMS, Defect
from .summary import Summary, summary_of

FROM_REGISTER = msg("tính từ danh sách")
FROM_SAMPLE = msg("tính từ mẫu")


@dataclass(frozen=True)
class Proposal:
    """What one item could say, from where, and what it says now."""

    item: Item
    figures: dict[str, int]
    source: Message
    cell: Cell

    @property
    def taken(self) -> bool:
        """Whether the checklist says just that already."""
        return bool(self.cell.value == self.figures)


Found = Iterator[tuple[str, dict[str, int], Message]]


def proposals(visit: Visit, summary: Summary) -> list[Proposal]:
    """The figures known for items of an authorised visit's checklist, in its order."""
    items = checklist_of(visit).items
    found = {code: (figures, source) for code, figures, source in _all(visit, summary)}
    fitting = [c for c in items if c in found and _fits(items[c], found[c][0])]
    answers = load_answers(visit, fitting) if fitting else {}
    cells = {c: answers[c].cell("value") if c in answers else Cell() for c in fitting}
    return [Proposal(items[code], *found[code], cells[code]) for code in fitting]


@before_drafting
def flow(visit: Visit, by: Viewer) -> None:
    """Put them into the items that nobody has typed in."""
    for proposal in proposals(visit, summary_of(visit)):
        set_computed(visit, proposal.item, proposal.cell, proposal.figures, by=by)


def _fits(item: Item, figures: dict[str, int]) -> bool:
    return set(figures) <= {figure.key for figure in item.figures}


def _all(visit: Visit, summary: Summary) -> Found:
    yield from _of_registers(visit)
    if summary.late and not summary.letters_unknown:
        shares = {"numerator": summary.with_apology, "denominator": summary.late}
        yield "MC-09", shares, FROM_SAMPLE
    looked = [(r, c) for r, c in zip(summary.rows, summary.checks, strict=True) if c.begun]
    if looked:
        whole = {
            "sampled": len(looked),
            "fields": len({row.field for row, _ in looked if row.field}),
            "overdue": sum(check.has(Defect.LATE) for _, check in looked),
            "faulty": sum(check.faulty for _, check in looked),
        }
        yield "HS-01", whole, FROM_SAMPLE
    for code in ITEMS:
        said = [f[code] for c in summary.checks if code in (f := c.faults)]
        asked = [faulty for faulty in said if faulty is not None]
        if asked:
            yield code, {"sampled": len(asked), "faulty": sum(asked)}, FROM_SAMPLE


def _of_registers(visit: Visit) -> Found:
    counts = [_counted(visit, register) for register in queries.registers(visit)]
    if not counts:
        return
    whole = {key: sum(count[key] for count in counts) for key in counts[0]}
    yield "MC-07", whole, FROM_REGISTER
    due = whole["resolved"] + whole["overdue"]
    if due:
        in_time = whole["resolved"] - whole["late"]
        yield "MC-08", {"numerator": in_time, "denominator": due}, FROM_REGISTER


def _counted(visit: Visit, register: Register) -> dict[str, int]:
    """The dossiers of the period examined: carried over + received = resolved + in progress."""
    campaign, end = visit.campaign, queries.END
    start = dt.datetime.combine(campaign.period_from, dt.time(), clock.VIETNAM)
    by = queries.yardstick(campaign)
    stop = dt.datetime.combine(by.period_end, dt.time.max, clock.VIETNAM)
    open_then = or_(end.is_(None), end > stop)
    conditions = {
        "carried_over": (Dossier.received < start) & or_(end.is_(None), end >= start),
        "received": or_(Dossier.received.is_(None), Dossier.received.between(start, stop)),
        "resolved": (end >= start) & (end <= stop),
        "in_progress": open_then & or_(Dossier.received.is_(None), Dossier.received <= stop),
    }
    sums = [func.count().filter(condition).label(key) for key, condition in conditions.items()]
    row = db.session.execute(select(*sums).where(Dossier.register_id == register.id)).one()
    late = queries.late_dossiers(register, by)
    ended = [(d.finished or d.returned) for d in late]
    resolved_late = sum(e is not None and start <= e <= stop for e in ended)
    overdue = sum(e is None or e > stop for e in ended)
    return dict(row._mapping) | {"late": resolved_late, "overdue": overdue}
