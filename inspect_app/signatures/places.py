"""Where the fields of a drawn document lie: the box of each signature, the boxes of the number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import Reference

from ..minutes.fields import ISSUE_FIELD
from .rules import Party

_FIELDS = {party: f"Sig_{party.value}" for party in Party} | {Party.ISSUE: ISSUE_FIELD}


def field_of(party: Party) -> str:
    """The name of the party's signature field."""
    return _FIELDS[party]


def has_field(handler: Any, party: Party) -> bool:
    """Whether the document has a field for that party that nobody has signed yet."""
    found: Any = find(handler, field_of(party))
    return found is not None and "/V" not in found.get_object()


def find(handler: Any, name: str) -> Reference | None:
    """The field of that name among the top ones; `handler` is pyHanko's reader or writer."""
    if "/AcroForm" not in handler.root:
        return None
    named: dict[str, Reference] = {
        str(field.get_object().get("/T")): field.reference
        for field in handler.root["/AcroForm"]["/Fields"]
    }
    return named.get(name)


def widgets(field: Any) -> Iterator[Any]:
    """The references of a field's boxes on the pages."""
    return (kid.reference for kid in field["/Kids"])


def size_of(widget: Any) -> tuple[float, float]:
    """Width and height in points."""
    x1, y1, x2, y2 = (float(edge) for edge in widget["/Rect"])
    return abs(x2 - x1), abs(y2 - y1)
