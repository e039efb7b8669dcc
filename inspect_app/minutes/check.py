"""The mark at the foot of every page by which anybody can look the document up."""

from __future__ import annotations

import re
from dataclasses import dataclass

import segno

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*/[A-Z2-7-]{10,60}")
WORDS = "Kiểm tra văn bản tại"


@dataclass(frozen=True)
class Check:
    """Where a document can be checked: `address` ends with its code in groups (base32)."""

    address: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.address):
            raise ValueError(f"not an address of a document: {self.address[:80]}")

    @property
    def code(self) -> str:
        """The code alone."""
        return self.address.rpartition("/")[2]


def path(check: Check) -> tuple[str, int]:
    """The QR of the address as an SVG path to be stroked one module wide, and its side in modules.

    Error correction M (ISO/IEC 18004); the quiet zone is the empty margin around it.
    """
    made = segno.make_qr(check.address, error="m")
    rows = list(made.matrix)
    # Lines, not rectangles: it stands on every page, and WeasyPrint reads it anew for each.
    drawn = (f"M{x} {y + 0.5}h{n}" for y, row in enumerate(rows) for x, n in _runs(row))
    return "".join(drawn), len(rows)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Each stretch of dark modules: (where it begins, how long it is)."""
    return [(m.start(), len(m.group())) for m in re.finditer(rb"[^\x00]+", bytes(row))]
