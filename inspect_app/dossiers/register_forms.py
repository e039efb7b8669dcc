"""What is typed and chosen on the pages of a register."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from .. import receipts, text
from ..errors import RuleBroken
from ..text import Message, UnreadableNumber, msg
from ..units.models import Unit
from ..visits.models import Visit
from .columns import NAMES
from .registers import DECLARED


def register_id(form: Mapping[str, str]) -> uuid.UUID | None:
    """The register that a form or an address names."""
    return receipts.read_id(form.get("register", ""))


def chosen_unit(form: Mapping[str, str], visit: Visit) -> Unit:
    """The unit of the visit that the form names, the only one where there is no choice."""
    if len(visit.units) == 1:
        return visit.unit
    key = receipts.read_id(form.get("unit", ""))
    found = next((unit for unit in visit.units if unit.id == key), None)
    if found is None:
        wrong = msg("Chọn đơn vị của danh sách.")
        raise RuleBroken(wrong, {"unit": wrong})
    return found


@dataclass(frozen=True)
class ColumnsForm:
    """The sheet, and the heading chosen for each of our names."""

    sheet: str
    columns: dict[str, str]

    @classmethod
    def read(cls, form: Mapping[str, str]) -> ColumnsForm:
        """The typed fields, as the headings are written: in NFC, single spaces."""
        chosen = {
            name: " ".join(text.nfc(form.get(f"column-{name}", "")).split()) for name in NAMES
        }
        return cls(form.get("sheet", ""), chosen)


def read_declared(form: Mapping[str, str]) -> dict[str, int]:
    """The numbers that were typed, by name; RuleBroken names each that is none."""
    numbers: dict[str, int] = {}
    faults: dict[str, Message] = {}
    for name in DECLARED:
        try:
            number = text.read_count(form.get(name, ""))
        except UnreadableNumber as error:
            faults[name] = error.advice
        else:
            if number is not None:
                numbers[name] = number
    if faults:
        raise RuleBroken(msg("Xem lại các số được đánh dấu."), faults)
    return numbers
