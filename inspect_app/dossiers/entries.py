"""One row of a register read as a dossier, with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..text import Message, msg
from .cells import EMPTY, Cell, Unreadable, plain, read_code, read_moment, read_text
from .columns import MOMENTS

LIMITS = {"field": 120, "procedure": 300, "status": 80}
NO_DOSSIER = msg("dòng này chỉ có chữ ở cột mã hồ sơ, không có ngày nào nên không phải hồ sơ.")

Entry = dict[str, Any]
Faults = dict[str, Message]


def read_entry(names: Sequence[str], row: Sequence[Cell]) -> tuple[Entry, Faults] | None:
    """What the row says of a dossier by our names, and the faults by name.

    `names` are those of the cells. None for a row with neither a code nor a moment: a blank line,
    a group's title, the signatures below the table.
    """
    cells = dict(zip(names, row, strict=True))
    if not _is_filled(cells, ("code", *MOMENTS)):
        return None
    entry: Entry = {}
    faults: Faults = {}
    for name, cell in cells.items():
        try:
            entry[name] = _read(name, cell)
        except Unreadable as error:
            faults[name] = error.advice
    if " " in entry.get("code", "") and not faults and _lacks_moments(cells):
        faults["code"] = NO_DOSSIER
    return entry, faults


def _read(name: str, cell: Cell) -> Any:
    if name == "code":
        return read_code(cell)
    return read_moment(cell) if name in MOMENTS else read_text(cell, LIMITS[name])


def _is_filled(cells: Mapping[str, Cell], names: Sequence[str]) -> bool:
    return any(plain(cells.get(name)).casefold() not in EMPTY for name in names)


def _lacks_moments(cells: Mapping[str, Cell]) -> bool:
    """Whether the file has columns of moments, all empty in this row."""
    mapped = [name for name in MOMENTS if name in cells]
    return bool(mapped) and not _is_filled(cells, mapped)
