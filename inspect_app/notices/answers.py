"""What is known of one notice: its figures, faults, warnings, and how it stands in a word."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from .. import text
from ..text import Message, msg
from ..visits.register import Answer
from . import rules
from .kinds import Kind
from .rules import CORRECTED, COUNTS, SHOWS, UNKNOWN, Decision, Fault, State


@dataclass(frozen=True)
class Notice:
    """One notice as seen so far. `newest` is the decision announced last, as far as is known.

    `photos` are the roles (wide, close, before, after) of which there is a photo.
    """

    kind: Kind
    id: uuid.UUID
    answer: Answer
    newest: Decision = UNKNOWN
    photos: frozenset[str] = frozenset()

    def said(self, aspect: str) -> str:
        """What was tapped or typed there; "" where nothing was, or where it is not asked."""
        return (self.answer.cell(aspect).value or "") if aspect in self.kind.asks else ""

    @property
    def posted(self) -> str:
        """yes, no, not_applicable or ""."""
        return self.said("posted")

    @property
    def counts(self) -> Mapping[str, int]:
        """How many procedures are posted, and how many were announced."""
        return self.answer.cell("counts").value or {}

    @property
    def shown(self) -> Decision:
        """The decision that hangs there."""
        return rules.decision_of(self.answer.cell("decision").value)

    @property
    def percent(self) -> str | None:
        """posted/announced, such as "96%"; None while either is unknown or none is announced."""
        posted, announced = self.counts.get("posted"), self.counts.get("announced")
        if posted is None or announced is None:
            return None
        return text.percent(posted, announced)

    @property
    def share(self) -> str | None:
        """As "120/125 = 96%"; None as `percent` is."""
        if self.percent is None:
            return None
        posted, announced = (text.number(self.counts[name]) for name in COUNTS)
        return f"{posted}/{announced} = {self.percent}"

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with it, in the order of Fault; of what does not hang only that."""
        if self.posted == "no":
            return (Fault.MISSING,)
        if self.posted == "not_applicable":
            return ()
        found = {fault for aspect, value, fault in SHOWS if self.said(aspect) == value}
        if self.lacking > 0:
            found.add(Fault.INCOMPLETE)
        if "decision" in self.kind.asks and self.shown.is_before(self.newest):
            found.add(Fault.OUTDATED)
        return tuple(fault for fault in Fault if fault in found)

    @property
    def possible(self) -> tuple[Fault, ...]:
        """What can be wrong with a notice of this kind."""
        asks = self.kind.asks
        found = {Fault.MISSING} | {fault for aspect, _, fault in SHOWS if aspect in asks}
        found |= {Fault.INCOMPLETE} if "counts" in asks else set()
        found |= {Fault.OUTDATED} if "decision" in asks else set()
        return tuple(fault for fault in Fault if fault in found)

    @property
    def corrected(self) -> bool:
        """Whether what was wrong was put right while the team was there."""
        return self.said(CORRECTED) == "yes"

    @property
    def lacks_photos(self) -> tuple[str, ...]:
        """Of before and after, which photo of the correction is still to be taken."""
        if not self.corrected:
            return ()
        return tuple(role for role in ("before", "after") if role not in self.photos)

    @property
    def state(self) -> State:
        """How it stands."""
        if self.posted == "not_applicable":
            return State.NOT_APPLICABLE
        if self.faults:
            return self._faulty()
        if self.corrected:
            return State.CORRECTED
        return State.POSTED if self.posted else State.UNSEEN

    def _faulty(self) -> State:
        if self.corrected:
            return State.CORRECTED
        first = self.faults[0]
        known = {Fault.MISSING: State.MISSING, Fault.OUTDATED: State.OUTDATED}
        return known.get(first, State.FAULTY)

    def warnings(self, aspect: str) -> list[Message]:
        """What of an aspect is to be pointed out, never refused."""
        if aspect == "counts":
            return self._of_counts()
        if aspect == "decision":
            return self._of_decision()
        target = self.said("qr_target") if aspect == "qr_target" else ""
        if target and not rules.is_official(target):
            return [msg("Địa chỉ này không thuộc tên miền .gov.vn. Xem lại nơi mã dẫn tới.")]
        return []

    def finding(self, fault: Fault) -> str:
        """What a finding of that fault says: as full as what is known allows."""
        return self.kind.wordings[fault].finding(self._slots())

    @property
    def lacking(self) -> int:
        """How many announced procedures do not hang there; below zero when there are too many."""
        if "counts" not in self.kind.asks or len(self.counts) < 2:
            return 0
        return self.counts["announced"] - self.counts["posted"]

    def _of_counts(self) -> list[Message]:
        lacks = self.lacking
        if lacks > 0:
            return [
                msg("Còn thiếu {count} thủ tục so với số đã công bố.", count=text.number(lacks))
            ]
        if lacks < 0:
            return [
                msg(
                    "Niêm yết nhiều hơn số đã công bố {count} thủ tục: có thể còn thủ tục đã bãi "
                    "bỏ, hoặc số công bố chưa đúng.",
                    count=text.number(-lacks),
                )
            ]
        return []

    def _of_decision(self) -> list[Message]:
        if self.shown.is_before(self.newest):
            return [msg("Đã có {newest}: bản niêm yết là bản cũ.", newest=self.newest.words)]
        day, newest = self.shown.date, self.newest.date
        if day and newest and newest < day:
            return [msg("Quyết định này sau {newest}: xem lại.", newest=self.newest.words)]
        return []

    def _slots(self) -> dict[str, str]:
        """What the wordings may name."""
        found = {name: text.number(count) for name, count in self.counts.items()}
        found |= {"percent": self.percent} if self.percent and self.lacking > 0 else {}
        if self.shown.is_before(self.newest):
            found |= {"shown": self.shown.words, "newest": self.newest.words}
        target = self.said("qr_target")
        return found | ({"target": target} if target else {})
