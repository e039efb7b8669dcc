"""Figures that the system works out and puts into items that nobody has typed in."""

from __future__ import annotations

from ..checklists.items import Item
from ..db import new_id
from ..permissions import Viewer
from . import actions, queries
from .models import Visit
from .register import COMPUTED


def set_computed(visit: Visit, item: Item, figures: dict[str, int], *, by: Viewer) -> None:
    """Let the item say the figures, unless a person has said something there or it does already.

    Raises RuleBroken when the visit is not open.
    """
    cell = queries.get_answer(visit, item.code).cell("value")
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
