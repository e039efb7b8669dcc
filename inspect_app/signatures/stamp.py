"""What signatures and the number show on the page, drawn by WeasyPrint and imported by pyHanko."""

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
from ..minutes.pdf import environment

Size = tuple[float, float]


@contextmanager
def style(drawing: bytes) -> Iterator[StaticStampStyle]:
    """The appearance for pyHanko, usable inside the `with`; it fills the field's whole box."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stamp.pdf"
        # pyHanko's own text comes out letter-spaced with fonts of 2048 units, such as ours.
        file.write_bytes(drawing)
        yield StaticStampStyle.from_pdf_file(
            str(file), border_width=0, background_layout=_whole_box()
        )


def person(name: str, at: dt.datetime, size: Size, *, demonstration: bool) -> bytes:
    """One page of that size in points, blue, without background: who and when.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 (màu xanh, nền trong suốt).
    """
    return _draw("person", size, name=name, signed_at=written(at), demonstration=demonstration)


def seal(organisation: str, at: dt.datetime, size: Size, *, demonstration: bool) -> bytes:
    """One page of that size in points, red, without background: the organisation's round mark.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.8 (màu đỏ, nền trong suốt).
    """
    name = organisation
    return _draw("seal", size, name=name, signed_at=written(at), demonstration=demonstration)


def number(digits: str, size: Size, *, italic: bool) -> bytes:
    """One page as large as the number's box: the digits at its right end, as high as the box."""
    return _draw("number", size, digits=digits, italic=italic)


def written(at: dt.datetime) -> str:
    """23/11/2026 08:30:00 +07:00 (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.8; ISO 8601)."""
    return f"{clock.local(at):%d/%m/%Y %H:%M:%S} +07:00"


def _draw(template: str, size: Size, **values: object) -> bytes:
    # WeasyPrint costs 40 MB, which a process that only verifies should not pay.
    from ..minutes import engine

    width, height = size
    page = environment().get_template(f"signatures/{template}.html")
    html = page.render(width=width, height=height, **values)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return engine.to_pdf(html, "stamp.css", _none, identifier=identifier)


def _none(sha256: str) -> bytes:
    raise LookupError(f"a stamp has no photo {sha256}")


def _whole_box() -> layout.SimpleBoxLayoutRule:
    return layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MIN,
        margins=layout.Margins(0, 0, 0, 0),
        inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
    )
