"""What the pages of a register show: choosing columns, looking before importing, the list."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .. import clock
from ..errors import Conflict, RuleBroken
from ..permissions import Viewer
from ..templating import say
from ..text import msg
from . import columns, intake, registers
from .cells import plain
from .columns import MOMENTS, NAMES
from .entries import Entry, Faults, read_entry
from .lateness import shown
from .models import Register
from .reading import Top

Context = dict[str, Any]
Fault = RuleBroken | Conflict

PREVIEWED = 20
ERRORS_SHOWN = 20
FORMULA = ("=", "+", "-", "@", "\t")
GONE = msg("Danh sách này không còn. Tải lại trang để xem danh sách hiện có.")


@dataclass(frozen=True)
class Column:
    """One column that may be chosen, with the first value below it."""

    heading: str
    example: str


@dataclass(frozen=True)
class Line:
    """One row of the preview: its number, what is read of it, and what is wrong, by our names."""

    number: int
    shown: dict[str, str]
    faults: Faults


def whole_page(visit_id: Any, *, viewer: Viewer, **more: Any) -> Context:
    """The registers of a visit and what can be done with each."""
    intake.settle()
    visit, entries, open_units = registers.load(visit_id, viewer=viewer)
    return {
        "visit": visit,
        "entries": entries,
        "open_units": open_units,
        "labels": registers.DECLARED,
        "errors_shown": ERRORS_SHOWN,
        "fault": None,
        "fault_at": None,
        "typed": {},
    } | more


def columns_page(
    register: Register,
    sheet: str = "",
    *,
    typed: Mapping[str, str] | None = None,
    fault: Fault | None = None,
) -> Context:
    """The sheets, the columns of the chosen one, and what each is taken for."""
    book = intake.open_original(register)
    chosen = sheet if sheet in book.sheets else register.sheet or intake.likely_sheet(book)
    top: Top | None = None
    try:
        top = book.top(chosen)
    except RuleBroken as error:
        fault = fault or error
    dropped = columns.personal(top.headings, top.sample) if top else []
    return {
        "visit": register.visit,
        "register": register,
        "sheets": book.sheets,
        "sheet": chosen,
        "top": top,
        "names": NAMES,
        "dropped": dropped,
        "columns": _columns(top, dropped) if top else [],
        "chosen": _chosen(register, chosen, top, dropped, typed) if top else {},
        "fault": fault,
    }


def preview_page(register: Register) -> Context:
    """The first rows as they will be read; RuleBroken when the file cannot be read."""
    book = intake.open_original(register)
    names = list(register.columns)
    rows = book.data(register.sheet, book.top(register.sheet), list(register.columns.values()))
    read = ((number, read_entry(names, row), row) for number, row in rows)
    lines = [_line(names, number, found, row) for number, found, row in islice(read, 200) if found][
        :PREVIEWED
    ]
    return {
        "visit": register.visit,
        "register": register,
        "names": {name: NAMES[name] for name in names},
        "lines": lines,
        "faulty": sum(bool(line.faults) for line in lines),
        "lacking": [NAMES[n] for n in ("field", "received", "appointed") if n not in names],
    }


def errors_csv(register: Register, title: str) -> bytes:
    """The errors as a table that Excel opens, in the reader's language: UTF-8 with BOM."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow(["STT", title])
    for number, error in enumerate(map(say, register.errors), 1):
        table.writerow([number, f"'{error}" if error.startswith(FORMULA) else error])
    return written.getvalue().encode("utf-8-sig")


def _columns(top: Top, dropped: list[str]) -> list[Column]:
    found = []
    for place, heading in enumerate(top.headings):
        if heading and heading not in dropped:
            values = (plain(row[place]) for row in top.sample if place < len(row))
            found.append(Column(heading, next((v for v in values if v), "")[:40]))
    return found


def _chosen(
    register: Register,
    sheet: str,
    top: Top,
    dropped: list[str],
    typed: Mapping[str, str] | None,
) -> Mapping[str, str]:
    if typed is not None:
        return typed
    if register.columns and register.sheet == sheet:
        return register.columns
    return intake.proposal(top, dropped)


def _line(names: list[str], number: int, found: tuple[Entry, Faults], row: list[Any]) -> Line:
    entry, faults = found
    values = {
        name: plain(cell)[:80] if name in faults else _shown(name, entry[name])
        for name, cell in zip(names, row, strict=True)
    }
    return Line(number, values, faults)


def _shown(name: str, value: Any) -> str:
    if name not in MOMENTS:
        return str(value)
    return shown(clock.local(value)) if value else ""
