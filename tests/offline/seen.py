"""What the pages of a tablet showed, and whether it was true when they showed it."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inspect_app.checklists import items
from inspect_app.checklists.rules import read_note, read_result, read_value
from inspect_app.errors import RuleBroken
from tests.journeys.office import ROOT
from tests.offline.house import House

CHECKLIST = ROOT / "inspect_app/checklists/data/commune-2026.1.json"
OPERATIONS = "SELECT field, value, received_at FROM operation WHERE visit_id = ?"
PHOTOS = "SELECT item_code, received_at FROM photo WHERE visit_id = ?"
EMPTY: tuple[object, ...] = (None, "", {}, "unchecked")
SLACK = 0.05  # s; the clocks are one, but a browser rounds its own


@dataclass(frozen=True)
class Seen:
    """One state as it stood on the screen: when (s, the machine's clock), where, of what.

    `kind` is field, line or photos; `value` what the form held.
    """

    tablet: str
    author: str
    time: float
    visit: str
    kind: str
    name: str
    live: str
    given: str
    said: str
    value: Mapping[str, Any] | None

    @property
    def field(self) -> str:
        """The operation's field: "MC-07.note" for the state "MC-07-note"."""
        code, _, aspect = self.name.rpartition("-")
        return f"{code}.{aspect}"

    def says(self, value: object) -> bool:
        """Whether what stands in the field would be kept as that value."""
        try:
            return same(stored_form(self.field, self.value or {}), value)
        except RuleBroken:
            return False

    @property
    def on_server(self) -> bool:
        """Whether it says that what stands in the field is on the server."""
        return self.kind == "field" and self.given == "saved" and not self.live

    @property
    def promised(self) -> bool:
        """Whether it says that what stands in the field is safe, here or there."""
        return self.on_server or (self.kind == "field" and self.live == "local")


def read(tablet: str, author: str, said: str) -> Seen:
    """What the page wrote down, as it was handed over."""
    raw = json.loads(said)
    visit = visit_of(raw["path"])
    kept = {name: raw[name] for name in ("kind", "name", "live", "given", "said", "value")}
    return Seen(tablet, author, raw["time"] / 1000, visit, **kept)


def visit_of(path: str) -> str:
    """The visit's id in hex, as the database keeps it; "" for another page."""
    found = re.match("/visits/([0-9a-f-]{36})", path)
    return uuid.UUID(found[1]).hex if found else ""


@functools.cache
def checklist() -> items.Checklist:
    return items.read(json.loads(CHECKLIST.read_text("utf-8")))


def stored_form(field: str, typed: Mapping[str, Any]) -> object:
    """What the office keeps for what stands in the form. Raises RuleBroken for what it refuses."""
    code, _, aspect = field.rpartition(".")
    if aspect == "result":
        return read_result(typed["value"] or "unchecked")
    if aspect == "value":
        return read_value(checklist().items[code], typed)
    return read_note(typed.get("value", ""))


def same(one: object, other: object) -> bool:
    """Whether two values say the same; all ways of saying nothing are one."""
    return one == other or (one in EMPTY and other in EMPTY)


class Truth:
    """What the office held at each moment."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._visits: dict[str, tuple[dict[str, list[tuple[object, float]]], list[Any]]] = {}

    def held(self, visit: str, field: str, value: object, moment: float) -> bool:
        """Whether the office had taken in that value for the field by then."""
        operations, _ = self._of(visit)
        return any(
            same(kept, value) and received <= moment + SLACK
            for kept, received in operations.get(field, [])
        )

    def photos(self, visit: str, code: str, moment: float) -> int:
        """How many photos of the item it had by then, those removed since included."""
        _, photos = self._of(visit)
        return sum(item == code and received <= moment + SLACK for item, received in photos)

    def _of(self, visit: str) -> tuple[dict[str, list[tuple[object, float]]], list[Any]]:
        if visit not in self._visits:
            operations: dict[str, list[tuple[object, float]]] = {}
            for field, value, received in self.house.rows(OPERATIONS, visit):
                operations.setdefault(field, []).append((json.loads(value), seconds(received)))
            photos = [(code, seconds(at)) for code, at in self.house.rows(PHOTOS, visit)]
            self._visits[visit] = operations, photos
        return self._visits[visit]


def seconds(stored: str) -> float:
    """The moment of a database's time, in seconds."""
    return dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC).timestamp()


def lies(seen: list[Seen], truth: Truth) -> Iterator[str]:
    """Every state of a field or of its photos that said "on the server" and was not true."""
    for one in seen:
        if one.on_server and not _holds(one, truth):
            yield f"{one.tablet}: {one.field} shown as on the server: {one.value} ({one.said})"
        if one.kind == "photos" and one.value:
            there = truth.photos(one.visit, one.name, one.time)
            if one.value["there"] > there:
                yield f"{one.tablet}: {one.value['there']} photos of {one.name} shown, {there} held"
        if one.kind == "line" and one.live == "saved" and one.given not in ("", "0"):
            yield f"{one.tablet}: everything saved, it says, and {one.given} unsent"


def _holds(one: Seen, truth: Truth) -> bool:
    try:
        value = stored_form(one.field, one.value or {})
    except RuleBroken:
        return False
    return truth.held(one.visit, one.field, value, one.time)
