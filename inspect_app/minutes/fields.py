"""Empty, tagged signature fields laid over boxes of the drawn document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pydyf

_POINTS_PER_PIXEL = 0.75
_PRINTED = 4
_SIGNATURES_EXIST = 1

Finisher = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Field:
    """A signature field: its name, the id of the HTML box it covers, its label when read aloud."""

    name: str
    box: str
    label: str


def finisher(fields: tuple[Field, ...]) -> Finisher:
    """What WeasyPrint calls last; it raises LookupError when a field's box was not drawn."""

    def finish(document: Any, pdf: Any) -> None:
        widgets = [_place(field, document, pdf) for field in fields]
        form = pydyf.Dictionary({"Fields": pydyf.Array(widgets), "SigFlags": _SIGNATURES_EXIST})
        pdf.add_object(form)
        pdf.catalog["AcroForm"] = form.reference

    return finish


def _place(field: Field, document: Any, pdf: Any) -> Any:
    number, rectangle = _position(field, document)
    widget = _widget(field, rectangle, pdf, pdf.page_references[number])
    page = _object(pdf, pdf.page_references[number])
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    page["Tabs"] = "/S"
    _tag(widget, field, pdf, pdf.page_references[number])
    return widget.reference


def _position(field: Field, document: Any) -> tuple[int, list[float]]:
    for number, page in enumerate(document.pages):
        if field.box in page.anchors:
            x1, y1, x2, y2 = page.anchors[field.box]
            corners = x1, page.height - y2, x2, page.height - y1
            return number, [round(c * _POINTS_PER_PIXEL, 2) for c in corners]
    raise LookupError(f"no box #{field.box} for signature field {field.name}")


def _widget(field: Field, rectangle: list[float], pdf: Any, page: Any) -> Any:
    x1, y1, x2, y2 = rectangle
    empty = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, round(x2 - x1, 2), round(y2 - y1, 2)]),
        },
    )
    pdf.add_object(empty)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "F": _PRINTED,
            "T": pydyf.String(field.name),
            "TU": pydyf.String(field.label),
            "Rect": pydyf.Array(rectangle),
            "P": page,
            "AP": pydyf.Dictionary({"N": empty.reference}),
        }
    )
    pdf.add_object(widget)
    return widget


def _tag(widget: Any, field: Field, pdf: Any, page: Any) -> None:
    """Gives the widget its place in the structure tree, which later signatures must not change."""
    tree = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, tree["ParentTree"])["Nums"]
    shown = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page})
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": tree["K"][0],
            "Pg": page,
            "Alt": pydyf.String(field.label),
            "K": shown,
        }
    )
    pdf.add_object(element)
    _object(pdf, tree["K"][0])["K"].append(element.reference)
    widget["StructParent"] = max(numbers[::2]) + 1
    numbers.extend([widget["StructParent"], element.reference])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
