"""What the checklist page and its parts need: the whole page, one item, or what others changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .. import clock
from ..audit.queries import changes_since, last_sequence
from ..checklists import rules as wording
from ..checklists.items import Item
from ..errors import RuleBroken
from ..text import Message
from . import conflicts, queries, rules, sections
from .models import Visit
from .register import Answer

Context = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """What was refused: in which field of which item, why, and what was typed."""

    code: str
    aspect: str
    error: RuleBroken
    typed: dict[str, str]


@dataclass(frozen=True)
class Row:
    """One item with all that its part of the page shows.

    `others` are the photos of its dossiers and notices, which have their own pages.
    """

    item: Item
    answer: Answer
    photos: list[Any] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)
    before: Answer | None = None
    fault: Fault | None = None

    @property
    def share(self) -> str | None:
        """The computed rate."""
        return wording.share(self.item, self.answer.value)

    @property
    def warnings(self) -> list[Message]:
        """What does not add up."""
        return wording.warnings(self.item, self.answer.value)

    @property
    def lacks_photo(self) -> bool:
        """Whether a required photo is missing."""
        return rules.lacks_photo(self.item, self.answer.result, len(self.photos) + len(self.others))

    @property
    def opens(self) -> bool:
        """Whether a choice between two people's values waits below the result."""
        return any(c.in_conflict for aspect, c in self.answer.cells.items() if aspect != "result")

    @property
    def failed(self) -> bool:
        """Whether the result asks for a finding."""
        return self.answer.result in wording.FAILED

    def shown(self, value: Any, language: str) -> str:
        """A value of this item in words of that language ("vi" or "en")."""
        return wording.shown_value(self.item, value, english=language == "en")

    def typed(self, aspect: str, name: str, stored: Any) -> str:
        """What stands in a field: what was just refused there, else what is stored."""
        if self.fault and self.fault.aspect == aspect:
            return self.fault.typed.get(name, "")
        return "" if stored is None else str(stored)


def whole_page(visit: Visit, *, fault: Fault | None = None) -> Context:
    """The page with all items; `fault` puts a refused field back as it was typed."""
    answers = queries.load_answers(visit)
    rows = _rows(visit, answers)
    day = _put_before(visit, rows)
    if fault:
        rows[fault.code] = dataclasses.replace(rows[fault.code], fault=fault)
    results = {code: answer.result for code, answer in answers.items()}
    differing = {code for code, answer in answers.items() if answer.in_conflict}
    return _frame(visit, results, differing) | {
        "rows": rows,
        "previous_day": day,
        "since": last_sequence(visit.id),
        "sections": sections.holders(visit),
        "section_members": sections.members(visit),
        "section_givers": sections.givers(visit),
        "today": clock.today(),
        "part": False,
        "aspect": "",
    }


def one_item(visit: Visit, item: Item, *, fault: Fault | None = None, head: bool = True) -> Context:
    """What the parts of one item and the progress strip need; its head shows last time's answer."""
    rows = _rows(visit, {item.code: queries.get_answer(visit, item.code)}, [item])
    day = _put_before(visit, rows) if head else None
    frame = _frame(visit, queries.load_results(visit), queries.load_conflicts(visit))
    row = dataclasses.replace(rows[item.code], fault=fault)
    return frame | {"row": row, "part": True, "previous_day": day}


def changed_items(visit: Visit, since: int, busy: set[str]) -> Context:
    """The items changed after `since`, but for those being typed in, which come the next time."""
    changes = changes_since(visit.id, since)
    items = queries.checklist_of(visit).items
    codes = {subject for _, _, subject in changes if subject in items}
    waiting = [number for number, _, subject in changes if subject in busy & codes]
    fresh = [items[code] for code in sorted(codes - busy)]
    seen = min(waiting) - 1 if waiting else max([since, *(number for number, _, _ in changes)])
    found = queries.load_answers(visit, [item.code for item in fresh]) if fresh else {}
    frame = _frame(visit, queries.load_results(visit), queries.load_conflicts(visit))
    rows = _rows(visit, found, fresh)
    day = _put_before(visit, rows) if rows else None
    more = {"since": seen, "part": True, "aspect": "", "previous_day": day}
    return frame | more | {"changed": list(rows.values())}


def _put_before(visit: Visit, rows: dict[str, Row]) -> dt.date | None:
    """Put last time's answers beside the rows; gives the day of that visit, if there was one."""
    day, before = queries.previous_answers(visit, list(rows))
    for code, earlier in before.items():
        if code in rows:
            rows[code] = dataclasses.replace(rows[code], before=earlier)
    return day


def _frame(visit: Visit, results: dict[str, str], differing: set[str]) -> Context:
    checklist = queries.checklist_of(visit)
    counts: dict[str, int] = {}
    for photo in visit.photos:  # type: ignore[attr-defined] # declared by evidence
        if photo.removed_at is None:
            counts[photo.item_code] = counts.get(photo.item_code, 0) + 1
    parts = rules.progress_by_heading(checklist, results, counts, differing)
    return {
        "visit": visit,
        "checklist": checklist,
        "progress": parts,
        "overall": rules.overall(parts.values()),
        "elsewhere": len(conflicts.differing_elsewhere(visit)),
    }


def _rows(
    visit: Visit, answers: dict[str, Answer], items: Iterable[Item] | None = None
) -> dict[str, Row]:
    """Photos and findings belong to later features, which hang them on the visit."""
    wanted = list(queries.checklist_of(visit).items.values() if items is None else items)
    rows = {i.code: Row(i, answers.get(i.code, Answer())) for i in wanted}
    for photo in visit.photos:  # type: ignore[attr-defined] # declared by evidence
        if photo.item_code in rows and photo.removed_at is None:
            row = rows[photo.item_code]
            (row.others if photo.about else row.photos).append(photo)
    for finding in visit.findings:  # type: ignore[attr-defined] # declared by findings
        if finding.item_code in rows and finding.removed_at is None:
            rows[finding.item_code].findings.append(finding)
    return rows
