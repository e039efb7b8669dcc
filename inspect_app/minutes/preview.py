"""The draft minutes as a PDF and as pictures of its pages, kept while nothing changes."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import threading
from pathlib import Path

import pypdfium2
from flask import current_app

from .. import storage
from ..config import Settings
from . import codes, pdf
from .check import Check
from .document import Minutes, canonical, content_hash

KEPT = {"pdf": 12, "json": 400}
# One document at a time: drawing takes memory, and PDFium may not be entered by two threads.
_DRAWING = threading.Lock()


def draft_pdf(minutes: Minutes) -> bytes:
    """The unsigned PDF of this content, drawn once for each content hash."""
    name, mark = content_hash(minutes), mark_of(minutes)
    place = hashlib.sha256(mark.address.encode()).hexdigest()[:8]
    kept = _folder() / f"{name}-{place}.pdf"
    with _DRAWING:
        _keep(_folder() / f"{name}.json", canonical(dataclasses.replace(minutes, number=None)))
        if kept.exists():
            return kept.read_bytes()
        drawn = pdf.draw(minutes, storage.get, mark)
        _keep(kept, drawn)
    return drawn


def mark_of(minutes: Minutes) -> Check:
    """What stands at the foot of every page: where exactly this text can be looked up."""
    settings: Settings = current_app.config["SETTINGS"]
    code = codes.code_of(content_hash(minutes), settings.check_key)
    return Check(f"{settings.public_url.rstrip('/')}/k/{codes.shown(code)}")


def seen_value(seen_hash: str) -> bytes | None:
    """The canonical value of that content hash, if it was approved or lately shown here."""
    if not re.fullmatch("[0-9a-f]{64}", seen_hash):
        return None
    if storage.has(seen_hash):  # an approved value is stored under the hash of its content
        return storage.get(seen_hash)
    kept = _folder() / f"{seen_hash}.json"
    return kept.read_bytes() if kept.exists() else None


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
            # The number and what signatures show are fields, which PDFium draws only when asked.
            opened.init_forms()
            page = opened[number - 1]
            picture = page.render(scale=width / page.get_width()).to_pil()
        finally:
            opened.close()
    target = io.BytesIO()
    picture.convert("RGB").save(target, "PNG")
    return target.getvalue()


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].instance / "drafts"
    return folder


def _keep(file: Path, data: bytes) -> None:
    """Write a draft whole, and forget the oldest of its kind."""
    if file.exists():
        return
    file.parent.mkdir(mode=0o700, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(data)
    part.replace(file)
    kind = file.suffix[1:]
    drafts = sorted(file.parent.glob(f"*.{kind}"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in drafts[KEPT[kind] :]:
        old.unlink(missing_ok=True)
