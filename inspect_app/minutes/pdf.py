"""The minutes drawn as one A4 PDF, its number and its signature fields still empty."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import clock, text
from . import check as marks
from . import completeness, glyphs, steps
from .check import Check
from .document import RESULT_MARKS, SHORT_MARKS, ChecklistRow, Minutes, data
from .fields import fields_of, finisher
from .layout import OPINION, PLACES
from .parties import Signatory, reservations

DATA_NAME = "du-lieu.json"
_TEMPLATES = Path(__file__).parents[2] / "templates"
_SPLITTABLE = re.compile(r"(\S{1,30} [-–] \S{1,30}|\S{1,30}-\S{1,30})")
_UNSPLIT = Markup('<span class="nowrap">{}</span>')
# The order in which they follow; one that has nothing to show is left out.
_ANNEXES = ("checklist", "sample", "photos", "files")
_PAGES = ("one", "two", "three", "four")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Total:
    """How many rows have each result, in the order of RESULT_MARKS."""

    title: str
    counts: tuple[int, ...]

    @property
    def whole(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Annex:
    """One annex: its part of Minutes, its numeral, and the name of its pages in the style."""

    part: str
    numeral: str
    place: str


def draw(
    minutes: Minutes,
    pictures: Callable[[str], bytes],
    check: Check | None = None,
    told: steps.Told = steps.nobody,
) -> bytes:
    """The PDF without its number, its data attached; the same values give the same bytes.

    `pictures` gives the JPEG of a print_sha256 and the PNG of an ink_sha256; `check` stands with
    its QR at the foot of every page; `told` hears each step. Raises MissingGlyph, Incomplete,
    WrongPicture, or what `pictures` raises.
    """
    glyphs.check(minutes)
    # WeasyPrint costs 40 MB, which a process that only serves pages should not pay.
    from . import engine

    html, attached = to_html(minutes, check), data(minutes)
    completeness.check_drawn(html, attached)
    return engine.to_pdf(
        html,
        "document.css",
        pictures,
        identifier=hashlib.sha256(html.encode() + attached).digest()[:16],
        finisher=finisher(fields_of(minutes)),
        variant="pdf/a-3a",
        data=engine.Data(DATA_NAME, attached, "Dữ liệu của biên bản", _midnight(minutes)),
        told=told,
    )


def to_html(minutes: Minutes, check: Check | None = None) -> str:
    """The document before layout; ValueError on a result that is none of RESULT_MARKS."""
    rows = [row for part in minutes.checklist for row in part.rows]
    return (
        environment()
        .get_template("minutes/document.html")
        .render(
            m=minutes,
            annexes=annexes(minutes),
            marks=RESULT_MARKS,
            short=SHORT_MARKS,
            totals=[tally(part.title, part.rows) for part in minutes.checklist],
            overall=tally("Tổng cộng", rows),
            signatories=by_place(minutes),
            reserved=reservations(minutes.signatories),
            opinion_numeral=roman(minutes.layout.sections.index(OPINION) + 1),
            check=check,
            check_words=marks.WORDS,
            qr=marks.path(check) if check else None,
        )
    )


def by_place(minutes: Minutes) -> list[Signatory]:
    """The parties from left to right, as the template places them."""
    places = minutes.layout.place
    return sorted(minutes.signatories, key=lambda one: PLACES.index(places(one.party)))


def _midnight(minutes: Minutes) -> dt.datetime:
    return dt.datetime.combine(minutes.signed_on, dt.time(), dt.UTC)


def annexes(minutes: Minutes) -> list[Annex]:
    """What is added to the minutes, numbered without gaps."""
    filled = [part for part in _ANNEXES if getattr(minutes, part)]
    return [Annex(part, roman(n), _PAGES[n - 1]) for n, part in enumerate(filled, 1)]


def tally(title: str, rows: Sequence[ChecklistRow]) -> Total:
    """The rows counted by result; ValueError when one is none of RESULT_MARKS."""
    results = [list(RESULT_MARKS).index(row.result) for row in rows]
    return Total(title, tuple(map(results.count, range(len(RESULT_MARKS)))))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates of documents: escaped, an unknown name is an error, attributes need `|e`."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_tied,
    )
    made.filters.update(
        date=text.date,
        number=text.number,
        long_date=text.long_date,
        long_time=text.long_time,
        local_date=lambda moment: clock.local(moment).date(),
        lower_first=lambda value: value[:1].lower() + value[1:],
        moment=text.moment,
        lines=lambda value: [line.strip() for line in value.splitlines() if line.strip()],
        roman=roman,
        unstopped=unstopped,
    )
    return made


def _tied(value: object) -> object:
    """Text in which no line ends with a hyphen, for readers of the PDF drop such a hyphen."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    parts = _SPLITTABLE.split(value)
    return Markup().join(_UNSPLIT.format(p) if n % 2 else p for n, p in enumerate(parts))


def unstopped(value: str) -> str:
    """The text without what ends it, for the form sets its own stops."""
    return value.strip().rstrip(" .;,")


def roman(value: int) -> str:
    """4 as IV; from 1 to 39."""
    written = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        written += letters * count
    return written
