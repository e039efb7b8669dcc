"""What each sentence of the conclusions rests on: items, findings, dossiers, notices, photos."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence

from .. import text
from ..checklists.items import Item
from ..evidence.models import Photo
from ..evidence.queries import list_photos
from ..text import Message, msg
from ..visits.models import Visit
from ..visits.queries import checklist_of, load_results
from . import queries, sources
from .models import ConclusionLine, Finding
from .sources import Basis, Link

NONE = Basis()
SHORT = 60


def bases(visit: Visit, lines: Sequence[ConclusionLine]) -> dict[uuid.UUID, Basis]:
    """What each of these sentences of an authorised visit rests on, by id; NONE for nothing."""
    keys = {line.id: [key for key in (line.source, *line.chosen) if key] for line in lines}
    known = sources.explain(visit, {key for own in keys.values() for key in own})
    return {
        line: sum((known[key] for key in own if key in known), NONE) for line, own in keys.items()
    }


def without(visit: Visit) -> list[ConclusionLine]:
    """The sentences of an authorised visit that rest on nothing."""
    lines = queries.list_lines(visit)
    found = bases(visit, lines)
    return [line for line in lines if not found[line.id]]


def choices(visit: Visit) -> set[str]:
    """What the head may name as a source: every item, every finding that stands."""
    findings = {f"finding:{finding.id}" for finding in queries.list_findings(visit)}
    return findings | {f"item:{code}" for code in checklist_of(visit).items}


@sources.explains("item")
def _items(visit: Visit, keys: Collection[str]) -> dict[str, Basis]:
    items, photos = checklist_of(visit).items, list_photos(visit)
    codes = [key.partition(":")[2] for key in keys]
    return {f"item:{c}": _of_item(visit, items[c], photos) for c in codes if c in items}


@sources.explains("heading")
def _headings(visit: Visit, keys: Collection[str]) -> dict[str, Basis]:
    """A summary rests on the items that were checked; their photos stand by their own sentences."""
    results, found = load_results(visit), {}
    for heading in checklist_of(visit).headings:
        checked = [i for i in heading.items if results.get(i.code, "unchecked") != "unchecked"]
        found[f"heading:{heading.code}"] = Basis(tuple(_link(visit, item) for item in checked))
    return {key: found[key] for key in keys if key in found}


@sources.explains("finding")
def _findings(visit: Visit, keys: Collection[str]) -> dict[str, Basis]:
    """A finding with its item and that item's photos."""
    items, photos = checklist_of(visit).items, list_photos(visit)
    found = {}
    for finding in queries.list_findings(visit):
        key = f"finding:{finding.id}"
        if key in keys:
            item = items.get(finding.item_code)
            own = _of_item(visit, item, photos) if item else NONE
            found[key] = Basis((_link_to(finding),)) + own
    return found


def _of_item(visit: Visit, item: Item, photos: Iterable[Photo]) -> Basis:
    own = tuple(photo for photo in photos if photo.item_code == item.code)
    return Basis((_link(visit, item),), own)


def _link(visit: Visit, item: Item) -> Link:
    about = Message("{said}", {"said": item.question_vi})
    values = {"visit_id": visit.id, "_anchor": f"item-{item.code}"}
    return Link(Message(item.code), about, "visits.show", values)


def _link_to(finding: Finding) -> Link:
    values = {"visit_id": finding.visit_id, "_anchor": f"finding-{finding.id}"}
    about = Message("{said}", {"said": text.shortened(finding.text, SHORT)})
    return Link(msg("Phát hiện"), about, "findings.index", values)
