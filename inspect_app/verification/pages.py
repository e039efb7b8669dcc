"""The pages of a PDF as they can be compared: what they say, show, and have laid over them."""

from __future__ import annotations

import functools
import hashlib
from typing import Any

import pypdfium2
from pypdfium2 import raw

SCALE = 1.0  # pixels a point: a letter of the text is then some ten pixels
MOST_POINTS = 4_000_000
# What only leads somewhere, or belongs to a form, is not laid over anything.
_HARMLESS = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP)
Note = tuple[int, tuple[int, ...]]


class Pages:
    """One PDF's pages, numbered from 0, each looked at once."""

    def __init__(self, pdf: bytes) -> None:
        self._document = pypdfium2.PdfDocument(pdf)
        # What fields show is drawn only when asked for.
        self._document.init_forms()

    def __len__(self) -> int:
        return len(self._document)

    @functools.cache  # noqa: B019 - lives as long as the child
    def content(self, number: int) -> str:
        """A hash of the page's own text and picture, without fields and notes; "" when broken."""
        try:
            page = self._document[number]
            text = " ".join(page.get_textpage().get_text_range().split())
            return _hash(page, text, may_draw_forms=False, draw_annots=False)
        except (pypdfium2.PdfiumError, ValueError):
            return f"broken {number} of {id(self)}"

    @functools.cache  # noqa: B019
    def notes(self, number: int) -> tuple[Note, ...]:
        """Kind and place of what is laid over the page."""
        page = self._document[number]
        count = raw.FPDFPage_GetAnnotCount(page)
        found = (_note(page, index) for index in range(min(count, 1000)))
        return tuple(sorted(note for note in found if note[0] not in _HARMLESS))

    def is_shown_as(self, number: int, other: Pages, its: int) -> bool:
        """Whether two pages look the same with fields and notes, and have the same laid over."""
        same = self.notes(number) == other.notes(its)
        return same and self._look(number) == other._look(its)

    @functools.cache  # noqa: B019
    def _look(self, number: int) -> str:
        return _hash(self._document[number], "", may_draw_forms=True, draw_annots=True)


def _hash(page: Any, text: str, **drawn: bool) -> str:
    width, height = page.get_size()
    if width * height > MOST_POINTS:
        raise ValueError("a page too large to be drawn")
    picture = page.render(scale=SCALE, grayscale=True, **drawn).to_pil()
    size = f"{picture.size} {page.get_rotation()} {text}"
    return hashlib.sha256(size.encode() + picture.tobytes()).hexdigest()


def _note(page: Any, index: int) -> Note:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    try:
        edges = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, edges)
        place = (edges.left, edges.bottom, edges.right, edges.top)
        return raw.FPDFAnnot_GetSubtype(annotation), tuple(round(edge) for edge in place)
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
