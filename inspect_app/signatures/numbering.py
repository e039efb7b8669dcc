"""The number written into its field: the value, and what each of its boxes shows."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from ..minutes.fields import NUMBER_FIELD
from . import places, stamp


class NoNumberField(ValueError):
    """The document has no empty field for its number."""


def write_number(writer: IncrementalPdfFileWriter, number: int) -> None:
    """Put the number into the document's field, below 10 with a leading 0; raises NoNumberField.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3.
    """
    found: Any = places.find(writer, NUMBER_FIELD)
    if found is None or "/V" in found.get_object():
        raise NoNumberField("Văn bản không có ô số còn trống")
    digits = f"{number:02}"
    field = found.get_object()
    field["/V"] = generic.pdf_string(digits)
    writer.mark_update(found)
    drawn: dict[Any, Any] = {}
    for order, reference in enumerate(places.widgets(field)):
        widget = reference.get_object()
        look = (*places.size_of(widget), order > 0)
        if look not in drawn:
            drawn[look] = _imported(writer, digits, *look)
        shown: Any = generic.DictionaryObject
        widget["/AP"] = shown({generic.pdf_name("/N"): drawn[look]})
        writer.mark_update(reference)


def number_in(pdf: bytes) -> str:
    """The number that the document carries, "" while it has none."""
    found: Any = places.find(PdfFileReader(io.BytesIO(pdf)), NUMBER_FIELD)
    return str(found.get_object().get("/V", "")) if found else ""


def _imported(
    writer: IncrementalPdfFileWriter, digits: str, width: float, height: float, italic: bool
) -> Any:
    drawing = stamp.number(digits, (width, height), italic=italic)
    return writer.import_page_as_xobject(PdfFileReader(io.BytesIO(drawing)))
