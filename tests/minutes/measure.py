"""What stands where on the pages of a PDF, by PDFium: lines of text with their fonts, strokes."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pypdfium2.raw as raw

MILLIMETRE = 72 / 25.4
A4 = (210.0, 297.0)
LEFT, RIGHT, TOP, BOTTOM = 30.0, 195.0, 20.0, 272.0
MIDDLE = (LEFT + RIGHT) / 2


@dataclass(frozen=True)
class Box:
    """Millimetres from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Char:
    """One character: its box, its baseline (mm from above), size in points, name of its font."""

    said: str
    box: Box
    baseline: float
    size: float
    font: str


@dataclass(frozen=True)
class Line:
    """Characters on one baseline that stand together, from left to right."""

    chars: tuple[Char, ...]

    @cached_property
    def said(self) -> str:
        """Its text; a gap between letters is a space, as justified lines have no others."""
        pairs = zip(self.inked, self.inked[1:], strict=False)
        gaps = (after.box.left - before.box.right > 0.06 * before.size for before, after in pairs)
        return "".join(
            c.said + " " * gap for c, gap in zip(self.inked, [*gaps, False], strict=True)
        )

    @property
    def inked(self) -> list[Char]:
        return [c for c in self.chars if c.said.strip()]

    @cached_property
    def box(self) -> Box:
        boxes = [c.box for c in self.inked]
        return Box(
            min(b.left for b in boxes),
            min(b.top for b in boxes),
            max(b.right for b in boxes),
            max(b.bottom for b in boxes),
        )

    @property
    def baseline(self) -> float:
        return self.chars[0].baseline

    @property
    def sizes(self) -> set[float]:
        return {c.size for c in self.inked}

    @property
    def size(self) -> float:
        """The one size of all its letters, in points."""
        (only,) = self.sizes
        return only

    @property
    def bold(self) -> bool:
        return all("Bold" in c.font for c in self.inked)

    @property
    def italic(self) -> bool:
        return all("Italic" in c.font for c in self.inked)

    @property
    def plain(self) -> bool:
        return not any("Bold" in c.font or "Italic" in c.font for c in self.inked)


@dataclass(frozen=True)
class Page:
    """One page: lines of text from top to bottom, horizontal strokes, pictures."""

    lines: tuple[Line, ...]
    strokes: tuple[Box, ...]
    pictures: tuple[Box, ...]
    size: tuple[float, float]

    def line(self, pattern: str) -> Line:
        """The only line that matches from its beginning to its end."""
        found = [line for line in self.lines if re.fullmatch(pattern, line.said)]
        assert len(found) == 1, (pattern, [line.said for line in self.lines])
        return found[0]

    def has(self, pattern: str) -> bool:
        return any(re.fullmatch(pattern, line.said) for line in self.lines)

    def starting(self, start: str) -> Line:
        """The first line that starts so."""
        return next(line for line in self.lines if line.said.startswith(start))

    def after(self, line: Line) -> Line:
        """The next line below."""
        below = [other for other in self.lines if other.baseline > line.baseline + 1]
        return min(below, key=lambda other: other.baseline)

    def stroke_below(self, line: Line) -> Box:
        """The horizontal stroke within 4 mm below a line of text."""
        near = [s for s in self.strokes if -0.8 < s.top - line.baseline < 4 and _meet(s, line.box)]
        assert len(near) == 1, (line.said, near)
        return near[0]

    @property
    def body(self) -> list[Line]:
        """The lines between the upper and the lower margin."""
        return [line for line in self.lines if TOP - 1 < line.baseline < BOTTOM + 1]


def pages(document: bytes) -> list[Page]:
    """Every page of the document."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return [_page(page) for page in opened]
    finally:
        opened.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    chars = [_char(text.raw, n, height) for n in range(text.count_chars())]
    strokes, pictures = [], []
    for thing in page.get_objects(max_depth=6):
        box = _box(thing.get_bounds(), height)
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif thing.type == raw.FPDF_PAGEOBJ_PATH and box.height < 0.7 < box.width:
            strokes.append(box)
    lines = sorted(
        _lines([c for c in chars if c]), key=lambda li: (round(li.baseline), li.box.left)
    )
    text.close()
    return Page(
        tuple(lines), tuple(strokes), tuple(pictures), (width / MILLIMETRE, height / MILLIMETRE)
    )


def _char(text: raw.FPDF_TEXTPAGE, number: int, height: float) -> Char | None:
    said = chr(raw.FPDFText_GetUnicode(text, number))
    if raw.FPDFText_IsGenerated(text, number) or said in "\r\n":
        return None
    corners = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(text, number, *map(ctypes.byref, corners))
    left, right, bottom, top = (corner.value for corner in corners)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, number, x, y)
    return Char(
        unicodedata.normalize("NFC", said),
        _box((left, bottom, right, top), height),
        (height - y.value) / MILLIMETRE,
        _size(text, number),
        _font(text, number),
    )


def _size(text: raw.FPDF_TEXTPAGE, number: int) -> float:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, number, matrix)
    size: float = raw.FPDFText_GetFontSize(text, number) * abs(matrix.d)
    return round(size, 1)


def _font(text: raw.FPDF_TEXTPAGE, number: int) -> str:
    name = ctypes.create_string_buffer(120)
    raw.FPDFText_GetFontInfo(text, number, name, 120, None)
    return name.value.decode()


def _lines(chars: list[Char]) -> list[Line]:
    """Characters in the order of the content, parted at another baseline or a gap of 8 mm."""
    lines: list[list[Char]] = []
    for char in chars:
        last = lines[-1][-1] if lines else None
        same = last and abs(last.baseline - char.baseline) < 0.3
        if last and same and -1 < char.box.left - last.box.right < 8:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [Line(tuple(line)) for line in lines if any(c.said.strip() for c in line)]


def _box(bounds: tuple[float, float, float, float], height: float) -> Box:
    left, bottom, right, top = (value / MILLIMETRE for value in bounds)
    return Box(left, height / MILLIMETRE - top, right, height / MILLIMETRE - bottom)


def _meet(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right
