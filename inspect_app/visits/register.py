"""The multi-value register of a field: what is current when several people write at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .. import clock
from ..text import Message, msg

TOLERANCE = dt.timedelta(minutes=5)
# Where an operation comes from that no tablet has sent.
COMPUTED = "computed"
ASPECTS = ("result", "value", "note", "wording")


def merge(
    heads: frozenset[uuid.UUID],
    superseded: frozenset[uuid.UUID],
    operation: uuid.UUID,
    base: Iterable[uuid.UUID],
) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """Heads and superseded ids after one operation; the order and number of deliveries is nothing.

    heads' = heads - base + {operation, unless some stored operation names it in its base}
    """
    covered = superseded | frozenset(base)
    return (heads | {operation}) - covered, covered


@dataclass(frozen=True)
class Head:
    """One current value of a field: which operation, what, by whom, received when (UTC).

    `client_time` is what the tablet's clock said, `clock_offset` how many ms the server's clock
    was ahead of it at their last contact; None where the tablet told neither.
    """

    id: uuid.UUID
    value: Any
    user_id: uuid.UUID
    user_name: str
    received_at: dt.datetime
    client_time: dt.datetime | None = None
    clock_offset: int | None = None
    path: str | None = ""

    @property
    def computed(self) -> bool:
        """Whether the system worked it out, rather than a person."""
        return self.path == COMPUTED

    @property
    def made_at(self) -> dt.datetime | None:
        """When it was made, by the server's clock; None where it came at once, or nobody knows."""
        if self.client_time is None:
            return None
        try:
            made = self.client_time + dt.timedelta(milliseconds=self.clock_offset or 0)
        except OverflowError:  # a tablet may claim any year
            return None
        return made if abs(made - self.received_at) > TOLERANCE else None

    @property
    def came_another_day(self) -> bool:
        """Whether the day of arrival in Viet Nam is not the day when it was made."""
        made = self.made_at or self.received_at
        return clock.local(made).date() != clock.local(self.received_at).date()

    @property
    def skew(self) -> Message | None:
        """How wrong the tablet's clock was; None up to five minutes."""
        apart = dt.timedelta(milliseconds=abs(self.clock_offset or 0))
        if apart <= TOLERANCE:
            return None
        if apart < dt.timedelta(hours=2):
            return msg(
                "đồng hồ máy lệch {count} phút", count=round(apart / dt.timedelta(minutes=1))
            )
        if apart < dt.timedelta(days=2):
            return msg("đồng hồ máy lệch {count} giờ", count=round(apart / dt.timedelta(hours=1)))
        return msg("đồng hồ máy lệch {count} ngày", count=round(apart / dt.timedelta(days=1)))


@dataclass(frozen=True)
class Cell:
    """The current values of one field, oldest first; more than one distinct value is a conflict."""

    heads: tuple[Head, ...] = ()

    @property
    def head(self) -> Head | None:
        """The newest current value, the one shown in the field."""
        return self.heads[-1] if self.heads else None

    @property
    def value(self) -> Any:
        """What the newest current value says; None while nothing was answered."""
        return self.heads[-1].value if self.heads else None

    @property
    def in_conflict(self) -> bool:
        """Whether two people's values differ; the same value twice is no conflict."""
        return any(head.value != self.heads[0].value for head in self.heads[1:])

    @property
    def base(self) -> str:
        """What a change of this field names as seen: the shown value, or all when they agree."""
        seen = self.heads[-1:] if self.in_conflict else self.heads
        return " ".join(str(head.id) for head in seen)

    @property
    def all_heads(self) -> str:
        """What choosing one of several values names as seen: all of them."""
        return " ".join(str(head.id) for head in self.heads)


EMPTY = Cell()


@dataclass(frozen=True)
class Answer:
    """The four fields of one item: result, typed value, internal note, wording for the minutes."""

    cells: dict[str, Cell] = field(default_factory=dict)

    def cell(self, aspect: str) -> Cell:
        """The field of that aspect, empty when nothing was entered."""
        return self.cells.get(aspect, EMPTY)

    @property
    def result(self) -> str:
        """The result, "unchecked" while none was tapped."""
        return self.cell("result").value or "unchecked"

    @property
    def value(self) -> Any:
        """The typed value."""
        return self.cell("value").value

    @property
    def in_conflict(self) -> bool:
        """Whether any of the fields holds two people's differing values."""
        return any(cell.in_conflict for cell in self.cells.values())
