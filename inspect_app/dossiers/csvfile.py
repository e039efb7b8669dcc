"""A CSV file as rows: its encoding and delimiter found, read line by line within limits."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .. import text
from ..errors import RuleBroken
from ..text import Message, msg

ROWS = 60_000
COLUMNS = 80
LONGEST = 2_000
DELIMITERS = ";,\t"
LOOKED_AT = 50
PIECE = 1024 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TOO_MANY_ROWS = msg(
    "Trang tính có hơn {limit} dòng. Chia danh sách theo thời gian rồi nhập phần cần kiểm tra.",
    limit=text.number(ROWS),
)
TOO_MANY_COLUMNS = msg("Trang tính có hơn {limit} cột. Chỉ xuất các cột cần thiết.", limit=COLUMNS)
# What a text file does not hold.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    encoding: str
    delimiter: str


def look(path: Path) -> Dialect | None:
    """The encoding (UTF-8, UTF-16 or windows-1258) and delimiter; None when it is no text."""
    with path.open("rb") as file:
        begins = file.read(4096)
    encoding = _encoding(path, begins)
    if not begins or encoding is None:
        return None
    try:
        with path.open(encoding=encoding, newline="") as file:
            lines = list(islice(file, LOOKED_AT))
    except UnicodeDecodeError:
        return None
    if CONTROLS.search("".join(lines)):
        return None
    return Dialect(encoding, max(DELIMITERS, key=lambda one: _columns(lines, one)))


def rows(
    path: Path, dialect: Dialect, places: Sequence[int] | None = None
) -> Iterator[list[str | None]]:
    """The rows, of the columns at `places` (from 0) only if given; RuleBroken as it goes.

    A cell without text is None, a very long one is cut.
    """
    try:
        with path.open(encoding=dialect.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=dialect.delimiter)
            for number, row in enumerate(reader, 1):
                _check(number, row)
                chosen = row if places is None else [_at(row, place) for place in places]
                yield [cell[:LONGEST] or None for cell in chosen]
    except (csv.Error, UnicodeDecodeError):
        raise _refused(
            msg("Tệp CSV hỏng: có dấu ngoặc kép không đóng hoặc ký tự không đọc được.")
        ) from None


def _check(number: int, row: list[str]) -> None:
    if number > ROWS:
        raise _refused(TOO_MANY_ROWS)
    if len(row) > COLUMNS and any(row[COLUMNS:]):
        raise _refused(TOO_MANY_COLUMNS)


def _at(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _refused(message: Message) -> RuleBroken:
    return RuleBroken(message, {"file": message})


def _encoding(path: Path, begins: bytes) -> str | None:
    for mark, encoding in BOMS:
        if begins.startswith(mark):
            return encoding
    # Every second byte of Vietnamese text in UTF-16 is 0 or 1, or 1E.
    if begins[1::2].count(0) * 3 > len(begins[1::2]):
        return "utf-16-le"
    if b"\0" in begins:
        return None
    return "utf-8" if _is_utf8(path) else "cp1258"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _columns(lines: list[str], delimiter: str) -> int:
    """How many cells the lines have, counted as one where they have one only."""
    try:
        return sum(len(row) - 1 for row in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
