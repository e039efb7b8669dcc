"""The draft minutes as a PDF and as pictures of its pages, kept while nothing changes."""

from __future__ import annotations

import functools
import hashlib
import io
import logging
import re
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from flask import current_app

from .. import storage
from ..config import Settings
from ..errors import Conflict
from ..text import msg
from . import codes, drafts, drawers
from .check import Check
from .document import Minutes, content_hash, data
from .drafts import NOTHING_YET, Progress

# PDFium may not be entered by two threads.
_PDFIUM = threading.Lock()
WAITS = 60  # seconds that a request which needs the file waits for it
SLOW = msg("Bản PDF chưa vẽ xong. Chờ ít phút rồi làm lại; chưa có gì thay đổi.")
STOPPED = msg("Việc vẽ bản PDF bị dừng giữa chừng. Làm lại lần nữa; chưa có gì thay đổi.")
_LOG = logging.getLogger(__name__)
# Why the last drawing of a file failed, until somebody who looks has been told.
_failures: dict[Path, drawers.Failed] = {}


class NotDrawn(Conflict):
    """The file that is asked for cannot be had now (409)."""


@dataclass(frozen=True)
class Look:
    """The draft as it stands: its PDF, else how far the drawing is, or why there is none.

    `again` is whether the next look draws it anew by itself.
    """

    pdf: bytes | None
    progress: Progress = NOTHING_YET
    failed: bool = False
    again: bool = True


def draft_pdf(minutes: Minutes) -> bytes:
    """The unsigned PDF of this content, drawn once for each content hash; waits for it.

    Raises NotDrawn when that takes longer than WAITS, or when the drawing was killed twice.
    """
    order = ordered(minutes)
    for _ in range(2):
        if order.target.exists():
            return order.target.read_bytes()
        try:
            drawers.ask(order).result(WAITS)
        except drawers.Died as error:
            _LOG.warning("drawing once more: %s", error)
        except TimeoutError:
            raise NotDrawn(SLOW) from None
    if order.target.exists():
        return order.target.read_bytes()
    raise NotDrawn(STOPPED)


def look(minutes: Minutes) -> Look:
    """What can be shown at once; has the PDF drawn where it is not, unless that has just failed."""
    order = ordered(minutes)
    if order.target.exists():
        _failures.pop(order.target, None)
        return Look(order.target.read_bytes())
    failure = _failures.pop(order.target, None)
    if failure is not None:
        return Look(None, failed=True, again=isinstance(failure, drawers.Died))
    drawers.ask(order).add_done_callback(functools.partial(_remember, order.target))
    return Look(None, drafts.noted(order.target))


def _remember(target: Path, drawn: Future[None]) -> None:
    failure = drawn.exception()
    if isinstance(failure, drawers.Failed):
        _LOG.error("the draft was not drawn: %s", failure)
        _failures[target] = failure
    elif failure is not None:
        _LOG.error("the draft was not drawn", exc_info=failure)
        _failures[target] = drawers.Failed(str(failure))


def ordered(minutes: Minutes) -> drawers.Order:
    """What is to be drawn and where it will lie; the value itself is kept for comparison."""
    name, mark = content_hash(minutes), mark_of(minutes)
    place = hashlib.sha256(mark.address.encode()).hexdigest()[:8]
    drafts.keep(_folder() / f"{name}.json", data(minutes))
    settings: Settings = current_app.config["SETTINGS"]
    return drawers.Order(settings.files, _folder() / f"{name}-{place}.pdf", minutes, mark)


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
    with _PDFIUM:
        opened = pypdfium2.PdfDocument(document)
        try:
            return len(opened)
        finally:
            opened.close()


def page_picture(document: bytes, number: int, width: int = 1240) -> bytes | None:
    """Page `number` (from 1) as PNG of that width in pixels; None when there is no such page."""
    with _PDFIUM:
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
