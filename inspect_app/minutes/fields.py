"""The fields that the unsigned minutes already have: the number's, and one for each signature."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pydyf

from . import widgets
from .document import Minutes

NUMBER_FIELD = "Number"
ISSUE_FIELD = "Sig_issue"
# The base line's height over the bottom of a number's box, in its font size: see .number-slot.
NUMBER_BASE = 0.1625
_NUMBER_LABEL = "Số biên bản"
_NUMBER_BOX = re.compile(r"no-(\d+)")
_SIGNATURES_EXIST = 1
_READ_ONLY = 1
_RIGHT = 2

Finisher = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Field:
    """A signature field: its name, the id of the HTML box it covers, its label when read aloud."""

    name: str
    box: str
    label: str


def fields_of(minutes: Minutes) -> tuple[Field, ...]:
    """The fields of those who may sign, the seal last, since it lies over the head's."""
    return (
        Field("Sig_secretary", "sig-secretary", f"Chữ ký số của {minutes.secretary}, thư ký"),
        Field("Sig_unit", "sig-unit", f"Chữ ký số của {minutes.unit_representative}, đơn vị"),
        Field("Sig_head", "sig-head", f"Chữ ký số của {minutes.head}, trưởng đoàn"),
        Field("Sig_seal", "sig-seal", f"Chữ ký số của {minutes.issuing_body}"),
    )


def finisher(fields: tuple[Field, ...]) -> Finisher:
    """What WeasyPrint calls last; a field whose box was not drawn is left out."""

    def finish(document: Any, pdf: Any) -> None:
        placed = [*_number(document, pdf), _issue(pdf)]
        for field in fields:
            if spot := widgets.find(document, field.box):
                placed.append(widgets.place(pdf, spot, field.label, _signature(field)))
        form = {
            "Fields": pydyf.Array(placed),
            "SigFlags": _SIGNATURES_EXIST,
            "DR": pydyf.Dictionary({"Font": _fonts(pdf)}),
        }
        pdf.catalog["AcroForm"] = _added(pdf, form)

    return finish


def _signature(field: Field) -> dict[str, Any]:
    return {"FT": "/Sig", "T": pydyf.String(field.name), "TU": pydyf.String(field.label)}


def _issue(pdf: Any) -> Any:
    """The invisible field of the signature that gives the number, and locks it."""
    locked = {
        "Type": "/SigFieldLock",
        "Action": "/Include",
        "Fields": pydyf.Array([pydyf.String(NUMBER_FIELD)]),
    }
    field = Field(ISSUE_FIELD, "", "Chữ ký số khi cấp số biên bản")
    entries = _signature(field) | {"Lock": _added(pdf, locked)}
    return widgets.place(pdf, widgets.NOWHERE, field.label, entries)


def _number(document: Any, pdf: Any) -> list[Any]:
    """The one field of the number, with a widget at every place where it is printed."""
    found = {box for page in document.pages for box in page.anchors if _NUMBER_BOX.fullmatch(box)}
    spots = [widgets.find(document, box) for box in sorted(found, key=lambda box: int(box[3:]))]
    if not spots:
        return []
    parent = pydyf.Dictionary(
        {
            "FT": "/Tx",
            "T": pydyf.String(NUMBER_FIELD),
            "TU": pydyf.String(_NUMBER_LABEL),
            "Ff": _READ_ONLY,
            "Q": _RIGHT,
        }
    )
    pdf.add_object(parent)
    kids = [_number_widget(pdf, parent, spot, n) for n, spot in enumerate(spots) if spot]
    parent["Kids"] = pydyf.Array(kids)
    return [parent.reference]


def _number_widget(pdf: Any, parent: Any, spot: widgets.Spot, order: int) -> Any:
    """Its box is as high as its font is large; the heads of annexes are in italics."""
    width, size = spot.size
    font = _font_name(pdf, italic=order > 0)
    look = pydyf.String(f"/{font} {size} Tf 0 g")
    base = round(size * NUMBER_BASE, 2)
    dots = f"[.8 1.6] 0 d .6 w 0 {base} m {width} {base} l S".encode()
    entries = {"Parent": parent.reference, "DA": look}
    return widgets.place(pdf, spot, _NUMBER_LABEL, entries, dots)


def _font_name(pdf: Any, italic: bool) -> str:
    """The document's own font, as its resources call it; another style where it has no such."""
    fonts = widgets.resolve(pdf, _fonts(pdf))
    named = {name: str(widgets.resolve(pdf, fonts[name])["BaseFont"]) for name in fonts}
    fitting = [
        n for n, full in named.items() if "Bold" not in full and italic == ("Italic" in full)
    ]
    return str(next(iter(fitting or fonts)))


def _fonts(pdf: Any) -> Any:
    page = widgets.resolve(pdf, pdf.page_references[0])
    return widgets.resolve(pdf, page["Resources"])["Font"]


def _added(pdf: Any, entries: dict[str, Any]) -> Any:
    made = pydyf.Dictionary(entries)
    pdf.add_object(made)
    return made.reference
