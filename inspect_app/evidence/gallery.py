"""Which photos of a visit a person asks to see."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from ..checklists.items import Checklist
from .models import Photo

YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Asked:
    """The filters of the page; "" asks for all. `part` is an item's code or a heading's."""

    part: str = ""
    minutes: str = ""
    masked: str = ""
    repeated: str = ""

    def __bool__(self) -> bool:
        return self != Asked()


def read(query: Mapping[str, str]) -> Asked:
    """The filters as the address says them; what is not understood is left out."""
    chosen = {name: query.get(name, "") for name in ("minutes", "masked", "repeated")}
    known = {name: said if said in YES_NO else "" for name, said in chosen.items()}
    return Asked(part=query.get("part", "")[:20], **known)


def codes_of(checklist: Checklist, part: str) -> set[str] | None:
    """The items that a part of the checklist means; None for all of them."""
    if not part:
        return None
    own = {i.code for h in checklist.headings if h.code == part for i in h.items}
    return own or {part}


def passes(
    photo: Photo, asked: Asked, codes: Container[str] | None, repeated: Container[str]
) -> bool:
    """Whether the photo is among those; `repeated` holds the SHA-256 that occur more than once."""
    facts = (
        (asked.minutes, photo.in_minutes),
        (asked.masked, photo.masks > 0),
        (asked.repeated, photo.sha256 in repeated),
    )
    if codes is not None and photo.item_code not in codes:
        return False
    return all(not said or (said == "yes") == fact for said, fact in facts)
