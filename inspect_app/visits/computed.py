"""Figures that the system works out and puts into items that nobody has typed in."""

from __future__ import annotations

from ..checklists.items import Item
from ..db import new_id
from ..permissions import Viewer
from . import actions
from .models import Visit
from .register import COMPUTED, Cell


def set_computed(
    visit: Visit, item: Item, cell: Cell, figures: dict[str, int], *, by: Viewer
) -> None:
    """Let the item say the figures, unless a person has said something there or it does already.

    `cell` is what its value says now. Raises RuleBroken when the visit is not open.
    """
    if cell.value == figures or not all(head.computed for head in cell.heads):
        return
    actions.set_field(
        visit,
        f"{item.code}.value",
        figures,
        subject=item.code,
        action="visits.computed",
        operation_id=new_id(),
        base=[head.id for head in cell.heads],
        path=COMPUTED,
        by=by,
    )
