"""The truth of a test: all that was typed, tapped and photographed, to be found at the office."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.offline.house import House
from tests.offline.seen import Seen


@dataclass(frozen=True)
class Written:
    """A value that a person gave a field, from the first touch to the last (s)."""

    tablet: str
    author: str
    visit: str
    field: str
    value: object
    begun: float
    done: float


@dataclass(frozen=True)
class Shot:
    """A photo that a person took of an item; `sure`: the page had shown it as kept."""

    tablet: str
    author: str
    visit: str
    code: str
    sha256: str
    at: float
    sure: bool = True


@dataclass(frozen=True)
class Found:
    """A finding that a person wrote down, by its words."""

    author: str
    visit: str
    text: str


@dataclass
class Ledger:
    """Collects while a test works; `books.compare` holds it against the office in the end.

    Fields in `contested` may keep a value of each author; those in `parked` wait for the head.
    `unsure`: fingers may have been faster than a kill, so an entry counts once a state said that
    it is safe.
    """

    house: House
    written: list[Written] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    contested: set[str] = field(default_factory=set)
    parked: set[str] = field(default_factory=set)
    unsure: bool = False
    since: float = field(default_factory=time.time)
    after: int = 0  # the last operation that was there before

    def __post_init__(self) -> None:
        rows = self.house.rows("SELECT coalesce(max(sequence), 0) FROM operation")
        self.after = int(rows[0][0])

    def promised(self, entry: Written) -> bool:
        """Whether a state said that the value is safe, before the field was touched again."""
        place = (entry.tablet, entry.visit, entry.field)
        touched = [e.begun for e in self.written if (e.tablet, e.visit, e.field) == place]
        until = min((begun for begun in touched if begun > entry.begun), default=float("inf"))
        return any(
            entry.begun <= one.time < until
            and one.promised
            and (one.tablet, one.visit, one.field) == place
            and one.says(entry.value)
            for one in self.seen
        )
