"""The child's look at pages: the document that their QR names, how they differ from ours."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from .alignment import align
from .limited import Asked, answer
from .pages import Pages

CODE_DOTS = 150 / 72  # pixels a point: a QR code of 14 mm then has 80 pixels
MOST_CODES = 6  # pages that are looked at for one
MOST_PIXELS = 20_000_000
MOST_PAGES = 500
QR: dict[str, Any] = {"formats": (zxingcpp.BarcodeFormat.QRCode,)}


def compare(asked: Asked) -> dict[str, Any]:
    """{"codes"} when there is nothing beside the file, else the pages that differ.

    What is beside it are states of our document, the newest last. {} when it cannot be opened.
    """
    try:
        if not asked.beside:
            return {"codes": _codes(asked.file)}
        return _differences(asked.file, asked.beside)
    except (pypdfium2.PdfiumError, MemoryError, ValueError, OSError, RuntimeError):
        return {}


def _codes(pdf: bytes) -> list[str]:
    """The texts of the QR codes on its first pages."""
    found = list[str]()
    for number, page in zip(range(MOST_CODES), pypdfium2.PdfDocument(pdf), strict=False):
        width, height = page.get_size()
        if width * height * CODE_DOTS**2 > MOST_PIXELS:
            continue
        picture: Image.Image = page.render(scale=CODE_DOTS, grayscale=True).to_pil()
        found += [code.text[:300] for code in zxingcpp.read_barcodes(picture, **QR)]
        if number and found:
            break
    return sorted(set(found))


def _differences(pdf: bytes, states: tuple[bytes, ...]) -> dict[str, Any]:
    file, ours = Pages(pdf), [Pages(state) for state in reversed(states)]
    own = ours[0]
    if max(len(file), len(own)) > MOST_PAGES:
        return {}
    aligned = align(len(file), len(own), lambda a, b: file.content(a) == own.content(b))
    laid, fields = list[int](), list[int]()
    for page, other in aligned.same:
        if not any(file.is_shown_as(page - 1, state, other - 1) for state in ours):
            notes = [state.notes(other - 1) for state in ours]
            known = file.notes(page - 1) in notes
            (fields if known else laid).append(page)
    plain = {name: pages for name, pages in asdict(aligned).items() if name != "same"}
    return plain | {"laid": laid, "fields": fields}


def main() -> None:
    """What the child runs."""
    answer(compare)
