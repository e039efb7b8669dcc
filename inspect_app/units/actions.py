"""Taking the reference data of units into the database."""

from __future__ import annotations

import csv
import datetime as dt
import io
from importlib import resources

from sqlalchemy import select

from .. import text
from ..audit.actions import record
from ..db import db, new_id
from .models import Unit, UnitKind


def load_reference_units() -> int:
    """Add the units of the shipped file that are not yet there; gives how many were added."""
    rows = _read()
    known = {unit.key: unit for unit in db.session.scalars(select(Unit))}
    fresh = [row for row in rows if row["key"] not in known]
    for row in fresh:
        known[row["key"]] = _unit(row)
        db.session.add(known[row["key"]])
    for row in fresh:
        unit = known[row["key"]]
        unit.parent = known[row["parent"]] if row["parent"] else None
        unit.successors = [known[key] for key in row["successors"].split(";") if key]
    for row in fresh:
        _place(known[row["key"]])
    db.session.flush()
    if fresh:
        record("units.loaded", by=None, added=len(fresh))
    return len(fresh)


def _read() -> list[dict[str, str]]:
    source = resources.files(__package__).joinpath("data/units.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(source)))


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        id=new_id(),
        key=row["key"],
        code=row["code"],
        name=row["name"],
        label=row["label"],
        kind=UnitKind(row["kind"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )


def _day(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _place(unit: Unit) -> None:
    chain = [unit]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    unit.path = "/".join(above.id.hex for above in reversed(chain)) + "/"
    unit.search = text.folded(" ".join(above.label for above in chain))
