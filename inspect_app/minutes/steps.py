"""How far a drawing is, as WeasyPrint's own log and the pages it paints tell."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# Percent, pages laid out so far, and how many pages there will be (0: not known yet).
Told = Callable[[int, int, int], None]
_LOG = logging.getLogger("weasyprint.progress")
_STEP = re.compile(r"Step (\d)(?:.* Page (\d+))?")
# Where each of WeasyPrint's steps begins, in percent of the time of minutes with 40 photos.
_BEGINS = {1: 1, 2: 2, 3: 3, 4: 14, 5: 17}
_PAINTING, _PAINTED = 60, 80


def nobody(percent: int, laid_out: int, pages: int) -> None:
    """Where nobody wants to know."""


@contextmanager
def heard(told: Told) -> Iterator[None]:
    """While it lasts, what WeasyPrint logs of its steps is told on."""
    if told is nobody:  # other threads may be drawing, and the log is common to all
        yield
        return
    handler = _Steps(told)
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    try:
        yield
    finally:
        _LOG.removeHandler(handler)


def watch_pages(document: Any, told: Told) -> None:
    """Tell each page of WeasyPrint's laid-out document when it begins to be painted."""
    if told is nobody:
        return
    count = len(document.pages)
    for number, page in enumerate(document.pages):
        share = _PAINTING + (_PAINTED - _PAINTING) * number // count
        page.paint = _before(page.paint, told, (share, count, count))


def _before(paint: Callable[..., Any], told: Told, known: tuple[int, int, int]) -> Any:
    def painted(*arguments: Any, **named: Any) -> Any:
        told(*known)
        return paint(*arguments, **named)

    return painted


class _Steps(logging.Handler):
    def __init__(self, told: Told) -> None:
        super().__init__()
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        if found := _STEP.match(record.getMessage()):
            percent = _BEGINS.get(int(found[1]))
            if percent is not None:
                self._told(percent, int(found[2] or 0), 0)
