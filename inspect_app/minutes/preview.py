"""The draft minutes as a PDF and as pictures of its pages, kept while nothing changes."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pypdfium2
from flask import current_app

from .. import storage
from . import pdf
from .document import Minutes, content_hash

KEPT = 12
# One document at a time: drawing takes memory, and PDFium may not be entered by two threads.
_DRAWING = threading.Lock()


def draft_pdf(minutes: Minutes) -> bytes:
    """The unsigned PDF of this content, drawn once for each content hash."""
    folder: Path = current_app.config["SETTINGS"].instance / "drafts"
    kept = folder / f"{content_hash(minutes)}.pdf"
    with _DRAWING:
        if kept.exists():
            return kept.read_bytes()
        drawn = pdf.draw(minutes, storage.get)
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = kept.with_suffix(".part")
        draft.write_bytes(drawn)
        draft.replace(kept)
        _forget_old(folder)
    return drawn


def count_pages(document: bytes) -> int:
    """How many pages a PDF has."""
    with _DRAWING:
        opened = pypdfium2.PdfDocument(document)
        try:
            return len(opened)
        finally:
            opened.close()


def page_picture(document: bytes, number: int, width: int = 1240) -> bytes | None:
    """Page `number` (from 1) as PNG of that width in pixels; None when there is no such page."""
    with _DRAWING:
        opened = pypdfium2.PdfDocument(document)
        try:
            if not 1 <= number <= len(opened):
                return None
            page = opened[number - 1]
            picture = page.render(scale=width / page.get_width()).to_pil()
        finally:
            opened.close()
    target = io.BytesIO()
    picture.convert("RGB").save(target, "PNG")
    return target.getvalue()


def _forget_old(folder: Path) -> None:
    drafts = sorted(folder.glob("*.pdf"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in drafts[KEPT:]:
        old.unlink(missing_ok=True)
