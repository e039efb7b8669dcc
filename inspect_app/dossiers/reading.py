"""Opening an exported register: a workbook or a CSV file as sheets of rows, within limits."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from ..errors import RuleBroken
from ..text import msg
from . import columns, csvfile
from .cells import Cell, plain

Row = list[Cell]

TOP = 300
CHILD = Path(__file__).with_name("workbook.py")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
REFUSALS = {
    "encrypted": msg("Tệp có mật khẩu. Mở bằng Excel, bỏ mật khẩu, lưu lại rồi chọn lại."),
    "damaged": msg("Tệp hỏng hoặc tải về chưa hết nên không đọc được. Xuất lại từ phần mềm."),
    "foreign": msg("Đây không phải tệp bảng tính. Chọn tệp XLSX, XLS, ODS hoặc CSV."),
    "too_large": msg("Tệp chứa quá nhiều dữ liệu. Chỉ xuất các cột cần thiết, hoặc xuất ra CSV."),
    "rows": csvfile.TOO_MANY_ROWS,
    "columns": csvfile.TOO_MANY_COLUMNS,
    "no_sheet": msg("Tệp không còn trang tính đã chọn. Chọn lại trang tính."),
}
WEB = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|head|style)", re.I)
WEB_PAGE = msg(
    "Tệp này là trang web mang đuôi bảng tính. Mở bằng Excel, lưu lại thành .xlsx rồi chọn lại."
)
NO_HEADING = msg(
    "Không thấy dòng tiêu đề cột trong trang tính này. Dòng đó cần có ít nhất ba cột, trong đó có "
    "một cột như “Mã hồ sơ” hoặc “Ngày tiếp nhận”."
)
NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?")


@dataclass(frozen=True)
class Top:
    """The upper part of a sheet: the heading row (from 1), its labels, and some rows below it.

    `below` says how many rows there are below the headings in all, blank ones too.
    """

    row: int
    headings: list[str]
    sample: list[Row]
    below: int

    @property
    def named(self) -> list[str]:
        """The labels of the columns that have one."""
        return [heading for heading in self.headings if heading]


@dataclass(frozen=True)
class Book:
    """A file that was looked at and can be read; a CSV file has one sheet named as the file."""

    path: Path
    sheets: list[str]
    csv: csvfile.Dialect | None = None
    tops: dict[str, Top] = field(default_factory=dict, compare=False)

    def top(self, sheet: str) -> Top:
        """Where the headings are and what is below them; RuleBroken when there are none."""
        if sheet not in self.tops:
            upper, height = self._upper(sheet)
            self.tops[sheet] = find_top(upper, height)
        return self.tops[sheet]

    def rows(self, sheet: str, places: Sequence[int] | None = None) -> Iterator[Row]:
        """The rows of a sheet from the first on; RuleBroken as it goes.

        With `places`, only the cells of those columns, counted from 0.
        """
        if self.csv is not None:
            found: Iterator[Any] = csvfile.rows(self.path, self.csv, places)
            return found
        return _workbook_rows(self.path, sheet, places)

    def data(self, sheet: str, top: Top, wanted: Sequence[str]) -> Iterator[tuple[int, Row]]:
        """The number of each row below the headings (from 1), and its cells of those headings.

        Other columns, which may be a citizen's, never enter this process from a workbook.
        """
        places = [top.headings.index(heading) for heading in wanted]
        numbered = enumerate(self.rows(sheet, places), 1)
        return ((number, row) for number, row in numbered if number > top.row)

    def _upper(self, sheet: str) -> tuple[list[Row], int]:
        """The first rows, and how many there are."""
        if self.csv is None:
            with closing(_child(self.path, {"sheet": sheet, "limit": TOP})) as said:
                facts = next(said)
                return list(_placed(said, facts["left"])), facts["height"]
        rows = self.rows(sheet)
        upper = list(islice(rows, TOP))
        return upper, len(upper) + sum(1 for _ in rows)


def open_book(path: Path, name: str) -> Book:
    """Look at a stored file that was sent under that name; RuleBroken when it is no table."""
    with path.open("rb") as file:
        begins = file.read(4096)
    if begins.startswith(WORKBOOKS):
        with closing(_child(path, {})) as said:
            sheets = next(said)["sheets"]
        if not sheets:
            raise _refused("foreign")
        return Book(path, sheets)
    if WEB.match(begins):
        raise RuleBroken(WEB_PAGE, {"file": WEB_PAGE})
    found = csvfile.look(path)
    if found is None:
        raise _refused("foreign")
    return Book(path, [Path(name).stem[:80] or "CSV"], found)


def find_top(rows: Sequence[Row], height: int) -> Top:
    """The first row with three texts or more of which one is a heading we know."""
    for number, row in enumerate(rows, 1):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        if len(texts) >= 3 and any(columns.meaning(cell) for cell in texts if len(cell) <= 120):
            below = rows[number:]
            if below and _is_numbering(below[0]):
                number, below = number + 1, below[1:]
            sample = [r for r in below if any(map(plain, r))]
            return Top(number, columns.labels(row), sample, height - number)
    raise RuleBroken(NO_HEADING, {"sheet": NO_HEADING})


def _is_numbering(row: Row) -> bool:
    """Whether the row only numbers the columns, as tables of reports do: (1), (2), (3)."""
    said = [value for value in map(plain, row) if value]
    return len(said) >= 3 and all(NUMBERING.fullmatch(value) for value in said)


def _workbook_rows(path: Path, sheet: str, places: Sequence[int] | None) -> Iterator[Row]:
    with closing(_child(path, {"sheet": sheet, "wanted": places})) as said:
        left = next(said)["left"]
        yield from _placed(said, left if places is None else 0)


def _placed(said: Iterator[Any], left: int) -> Iterator[Row]:
    """The child's rows with the empty columns that stand before them."""
    blank: Row = [None] * left
    return (blank + [_cell(value) for value in row] for row in said)


def _child(path: Path, asked: dict[str, Any]) -> Generator[Any]:
    """What the child says: its facts, then row after row. It ends when this is closed."""
    # By path, not by module name: the child must not pay for loading the whole app.
    command = [sys.executable, "-I", str(CHILD), str(path), json.dumps(asked)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as child:
        try:
            assert child.stdout is not None  # noqa: S101 - asked for just above
            yield from _said(child.stdout, whole="sheet" in asked)
        finally:
            child.kill()


def _said(lines: IO[bytes], whole: bool) -> Iterator[Any]:
    """Each line but the last, the number of rows, without which the child was ended by a limit."""
    facts = json.loads(next(lines, b'{"refused": "too_large"}'))
    if "refused" in facts:
        raise _refused(facts["refused"])
    yield facts
    for count, line in enumerate(lines if whole else ()):
        said = json.loads(line) if line.endswith(b"\n") else None
        if isinstance(said, list):
            yield said
        elif said == count:
            return
        else:
            break
    if whole:
        raise _refused("too_large")


def _cell(value: Any) -> Cell:
    found: Cell = dt.datetime.fromisoformat(value[0]) if isinstance(value, list) else value
    return found


def _refused(reason: str) -> RuleBroken:
    message = REFUSALS[reason]
    return RuleBroken(message, {"file": message})
