"""Masks and marks over a photo: their shapes, and how they are typed in numbers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import RuleBroken
from ..text import Message, msg, nfc

KINDS = ("box", "arrow", "circle", "text")
MOST = 60
LONGEST_TEXT = 60
SIDES = ("x1", "y1", "x2", "y2")
SMALLEST = 0.002  # of a side: a mere tap


@dataclass(frozen=True)
class Shape:
    """One of KINDS from corner to corner (an arrow from tail to tip, a text from its top left).

    x1, y1, x2, y2 in fractions of the upright picture's width and height, 0 to 1. A box covers
    what lies below it; the others point at it.
    """

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float
    text: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is stored and given to the child process."""
        return dataclasses.asdict(self)


def stored(shapes: Iterable[Mapping[str, Any]]) -> list[Shape]:
    """The shapes of a stored layer."""
    return [Shape(**shape) for shape in shapes]


def count_masks(shapes: Iterable[Shape]) -> int:
    """How many of them cover something."""
    return sum(shape.kind == "box" for shape in shapes)


def read(typed: Mapping[str, Sequence[str]]) -> list[Shape]:
    """The shapes from lists named kind, x1, y1, x2, y2 (percent) and text, one row each.

    A row without a kind is left out. Raises RuleBroken naming the row that cannot be understood.
    """
    names = ("kind", *SIDES, "text")
    columns = [typed.get(name, ()) for name in names]
    if len({len(column) for column in columns}) > 1:
        raise RuleBroken(msg("Danh sách ô che gửi lên không đầy đủ. Tải lại trang rồi làm lại."))
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    shapes = [_read_row(number, row) for number, row in enumerate(rows, 1) if row["kind"]]
    if len(shapes) > MOST:
        raise RuleBroken(msg("Nhiều nhất {most} ô và dấu trên một ảnh.", most=MOST))
    return shapes


def percent(share: float) -> str:
    """A fraction as it is typed: 12,5."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _read_row(number: int, row: Mapping[str, str]) -> Shape:
    kind = row["kind"]
    if kind not in KINDS:
        raise _wrong(number, msg("loại “{kind}” không có", kind=kind[:20]))
    x1, y1, x2, y2 = (_share(number, row[side]) for side in SIDES)
    words = " ".join(nfc(row["text"]).split())[:LONGEST_TEXT] if kind == "text" else ""
    if kind == "text" and not words:
        raise _wrong(number, msg("chưa ghi chữ"))
    if kind in ("box", "circle") and min(abs(x2 - x1), abs(y2 - y1)) < SMALLEST:
        raise _wrong(number, msg("quá nhỏ, không che được gì"))
    return Shape(kind, x1, y1, x2, y2, words)


def _share(number: int, typed: str) -> float:
    said = typed.strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", said, re.ASCII) or float(said) > 100:
        raise _wrong(number, msg("“{typed}” không phải số từ 0 đến 100", typed=typed[:20]))
    return float(said) / 100


def _wrong(number: int, why: Message) -> RuleBroken:
    return RuleBroken(msg("Dòng {number}: {why}.", number=number, why=why))
