"""What is known of one checked dossier: its times, faults, reckoning and contradictions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..text import Message
from ..visits.register import Answer
from . import rules
from .crosschecks import MILESTONES, SOURCES, Source, code_warning, contradictions
from .lateness import Kind, Times, Verdict, judge
from .rules import APOLOGY, DEFECTS, ITEMS, SUPPLEMENT, Defect
from .workdays import Calendar

FAULTY = {"pass": False, "fail": True, "not_applicable": None}


@dataclass(frozen=True)
class Yardstick:
    """What dossiers are judged by: the calendar, the supplement limit, the last day that counts."""

    calendar: Calendar
    limit: int
    period_end: dt.date

    def judge(self, times: Times, supplement: Mapping[str, Any] | None = None) -> Verdict:
        """Early, on time or late, with the reckoning."""
        waits = rules.waits_of(supplement)
        requests = int((supplement or {}).get("requests", len(waits)))
        return judge(times, waits, requests, self.calendar, self.limit, self.period_end)


@dataclass(frozen=True)
class Check:
    """One dossier as checked so far. `registered` are the times of the unit's register."""

    code: str
    answer: Answer
    registered: Mapping[str, str | None]
    by: Yardstick

    def stored(self, source: Source) -> Mapping[str, Any]:
        """The times of a source as stored; the software's are those of the register until typed."""
        own = self.answer.cell(source).value
        return own or (self.registered if source is Source.SOFTWARE else {}) or {}

    @property
    def times_by_source(self) -> dict[Source, Times]:
        """The times as read in each source."""
        return {source: rules.times_of(self.stored(source)) for source in Source}

    @property
    def times(self) -> Times:
        """The times that count: of each milestone the first known, paper before software."""
        read = list(self.times_by_source.values())
        names = {n: next((t for s in read if (t := getattr(s, n))), None) for n in MILESTONES}
        return Times(**names)

    @property
    def verdict(self) -> Verdict:
        """Early, on time or late, with the reckoning."""
        return self.by.judge(self.times, self.answer.cell(SUPPLEMENT).value)

    @property
    def apology(self) -> bool | None:
        """Whether there is an apology letter; None while nobody has said."""
        return _yes(self.answer.cell(APOLOGY).value)

    @property
    def warnings(self) -> list[Message]:
        """What does not fit together, the code's form first."""
        unusual = code_warning(self.code)
        found = contradictions(self.code, self.times_by_source, self.apology, self.verdict)
        return ([unusual] if unusual else []) + found

    def result(self, item: str) -> str:
        """pass, fail, not_applicable or unchecked."""
        return self.answer.cell(item).value or "unchecked"

    def tapped(self, defect: Defect) -> bool | None:
        """What a person said of the defect; None while nobody did."""
        return _yes(self.answer.cell(defect).value)

    def computed(self, defect: Defect) -> bool:
        """Whether the times alone show the defect; only lateness and differing times can be."""
        if defect is Defect.LATE:
            return self.verdict.kind is Kind.LATE
        return defect is Defect.TIMES and self._times_differ

    def has(self, defect: Defect) -> bool:
        """Whether the defect counts: as a person said, else as the times show."""
        said = self.tapped(defect)
        return self.computed(defect) if said is None else said

    @property
    def answered(self) -> int:
        """How many of the items have a result."""
        return sum(self.result(item) != "unchecked" for item in ITEMS)

    @property
    def done(self) -> bool:
        """Whether every item has a result."""
        return self.answered == len(ITEMS)

    @property
    def begun(self) -> bool:
        """Whether anybody has looked at it: an item, a defect or the apology was tapped."""
        said = [self.tapped(defect) for defect in Defect]
        return self.answered > 0 or any(s is not None for s in (*said, self.apology))

    @property
    def faults(self) -> dict[str, bool | None]:
        """Of each matter that was asked, whether it is faulty; None where it does not apply."""
        results = {item: self.result(item) for item in ITEMS}
        found = {i: FAULTY[r] for i, r in results.items() if r in FAULTY}
        return found | ({d: self.has(d) for d in DEFECTS} if self.begun else {})

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong with it."""
        return any(self.faults.values())

    @property
    def _times_differ(self) -> bool:
        for name in ("received", "returned"):
            read = (self.stored(source).get(name) for source in SOURCES)
            if len({moment[:10] for moment in read if moment}) > 1:
                return True
        return False


def _yes(value: Any) -> bool | None:
    return {"yes": True, "no": False}.get(value or "")
