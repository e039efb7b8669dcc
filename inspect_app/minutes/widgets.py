"""Form fields on the pages of a drawn document: where they lie, and their place in its tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pydyf

PRINTED = 4
_POINTS_PER_PIXEL = 0.75


@dataclass(frozen=True)
class Spot:
    """A box of the drawn document: the index of its page, and x1, y1, x2, y2 in points."""

    page: int
    rectangle: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        x1, y1, x2, y2 = self.rectangle
        return round(x2 - x1, 2), round(y2 - y1, 2)


NOWHERE = Spot(0, (0.0, 0.0, 0.0, 0.0))


def find(document: Any, box: str) -> Spot | None:
    """Where the HTML element of that id was drawn, None when no page has it."""
    for number, page in enumerate(document.pages):
        if box in page.anchors:
            x1, y1, x2, y2 = (edge * _POINTS_PER_PIXEL for edge in page.anchors[box])
            height = page.height * _POINTS_PER_PIXEL
            corners = x1, height - y2, x2, height - y1
            return Spot(number, tuple(round(corner, 2) for corner in corners))
    return None


def place(pdf: Any, spot: Spot, label: str, entries: dict[str, Any], drawing: bytes = b"") -> Any:
    """A tagged widget on its page, showing `drawing` (PDF operators); gives its reference."""
    page = pdf.page_references[spot.page]
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "F": PRINTED,
            "Rect": pydyf.Array(spot.rectangle),
            "P": page,
            "AP": pydyf.Dictionary({"N": _appearance(pdf, spot, drawing)}),
            **entries,
        }
    )
    pdf.add_object(widget)
    held = resolve(pdf, page)
    held.setdefault("Annots", pydyf.Array()).append(widget.reference)
    held["Tabs"] = "/S"
    _tag(pdf, widget, label, page)
    return widget.reference


def resolve(pdf: Any, reference: bytes) -> Any:
    """The object behind `12 0 R`."""
    return pdf.objects[int(reference.split()[0])]


def _appearance(pdf: Any, spot: Spot, drawing: bytes) -> Any:
    box = pydyf.Array([0, 0, *spot.size])
    form = pydyf.Stream([drawing], {"Type": "/XObject", "Subtype": "/Form", "BBox": box})
    pdf.add_object(form)
    return form.reference


def _tag(pdf: Any, widget: Any, label: str, page: Any) -> None:
    """Gives the widget its place in the structure tree, which later signatures must not change."""
    tree = resolve(pdf, pdf.catalog["StructTreeRoot"])
    numbers = resolve(pdf, tree["ParentTree"])["Nums"]
    shown = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page})
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": tree["K"][0],
            "Pg": page,
            "Alt": pydyf.String(label),
            "K": shown,
        }
    )
    pdf.add_object(element)
    resolve(pdf, tree["K"][0])["K"].append(element.reference)
    widget["StructParent"] = max(numbers[::2]) + 1
    numbers.extend([widget["StructParent"], element.reference])
