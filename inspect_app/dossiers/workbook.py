"""The child process that reads one strange workbook under limits of memory and time."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

# Two cells in opposite corners of a sheet make the library ask for 512 GB and end its process.
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60
UNZIPPED = 400 * 1024 * 1024
ROWS = 60_000
COLUMNS = 80
LONGEST = 2_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MEMBERS = ("xl/workbook.xml", "content.xml")


class Refused(Exception):
    """A file that is not read; its text is a key of `reading.REFUSALS`."""


def main(path: Path, sheet: str | None, limit: int | None, wanted: list[int] | None) -> None:
    """Write a line of JSON with facts, then a line for each row, then the number of rows.

    Facts are {"sheets": […]} alone without a sheet, with its {"left", "height"} else, or
    {"refused": reason}. `wanted` are columns counted from 0; None gives all.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _check(path)
        with path.open("rb") as file, load_workbook(file) as book:
            _write(book, sheet, limit, wanted)
    except Refused as reason:
        _say({"refused": str(reason)})
    except PasswordError:
        _say({"refused": "encrypted"})
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        _say({"refused": "damaged"})
    except MemoryError:
        _say({"refused": "too_large"})


def _check(path: Path) -> None:
    """What the library would not refuse by itself."""
    with path.open("rb") as file:
        if file.read(len(OLE)) == OLE:
            if ENCRYPTED in file.read(64 * 1024 * 1024):
                raise Refused("encrypted")
            return
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
        if not names.intersection(MEMBERS):
            raise Refused("foreign")
        if any(entry.flag_bits & 1 for entry in packed.infolist()):
            raise Refused("encrypted")
        if sum(entry.file_size for entry in packed.infolist()) > UNZIPPED:
            raise Refused("too_large")


def _write(
    book: CalamineWorkbook, sheet: str | None, limit: int | None, wanted: list[int] | None
) -> None:
    names = [
        known.name
        for known in book.sheets_metadata
        if known.typ is SheetTypeEnum.WorkSheet and known.visible is SheetVisibleEnum.Visible
    ]
    if sheet is None:
        _say({"sheets": names})
        return
    if sheet not in names:
        raise Refused("no_sheet")
    found = book.get_sheet_by_name(sheet)
    left = found.start[1] if found.start else 0
    height = found.end[0] + 1 if found.end else 0
    if height > ROWS:
        raise Refused("rows")
    if found.width > COLUMNS:
        raise Refused("columns")
    _say({"sheets": names, "left": left, "height": height})
    _say(sum(_say(row) for row in _rows(found, left, limit, wanted)))


def _rows(
    sheet: CalamineSheet, left: int, limit: int | None, wanted: list[int] | None
) -> Iterator[list[Any]]:
    for row in islice(sheet.iter_rows(), limit):
        chosen: Iterable[Any] = row
        if wanted is not None:
            chosen = (row[n - left] if 0 <= n - left < len(row) else None for n in wanted)
        yield [_plain(cell) for cell in chosen]


def _plain(cell: Any) -> Any:
    """What JSON can say; a moment is said as a list, a text is cut where nobody reads on."""
    if isinstance(cell, str):
        return cell[:LONGEST] or None
    if isinstance(cell, dt.datetime | dt.date):
        return [cell.isoformat()]
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    return cell


def _say(what: object) -> int:
    sys.stdout.write(json.dumps(what) + "\n")
    return 1


if __name__ == "__main__":
    asked = json.loads(sys.argv[2]) if sys.argv[2:] else {}
    main(Path(sys.argv[1]), asked.get("sheet"), asked.get("limit"), asked.get("wanted"))
