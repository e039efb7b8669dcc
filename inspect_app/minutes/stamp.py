"""What a signature shows on the page, drawn by WeasyPrint and imported by pyHanko."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyhanko.pdf_utils import layout
from pyhanko.stamp import StaticStampStyle

from .. import clock
from .pdf import environment


@contextmanager
def style(name: str, at: dt.datetime) -> Iterator[StaticStampStyle]:
    """The appearance for pyHanko, usable inside the `with`; it fills the field's whole box."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stamp.pdf"
        # pyHanko's own text comes out letter-spaced with fonts of 2048 units, such as ours.
        file.write_bytes(draw(name, at))
        yield StaticStampStyle.from_pdf_file(
            str(file), border_width=0, background_layout=_whole_box()
        )


def draw(name: str, at: dt.datetime) -> bytes:
    """One page of 54 × 30 mm: who, when (time zone as in ISO 8601), and that it is a demonstration.

    Source of the time's form: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.8.
    """
    # WeasyPrint costs 40 MB, which a process that only verifies should not pay.
    from . import engine

    signed_at = f"{clock.local(at):%d/%m/%Y %H:%M:%S} +07:00"
    html = environment().get_template("minutes/stamp.html").render(name=name, signed_at=signed_at)
    return engine.to_pdf(html, "stamp.css", _none, identifier=_digest(html))


def _none(sha256: str) -> bytes:
    raise LookupError(f"a stamp has no photo {sha256}")


def _digest(html: str) -> bytes:
    return hashlib.sha256(html.encode()).digest()[:16]


def _whole_box() -> layout.SimpleBoxLayoutRule:
    return layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MIN,
        margins=layout.Margins(0, 0, 0, 0),
        inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
    )
