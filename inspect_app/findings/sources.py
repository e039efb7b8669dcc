"""What later features propose for the conclusions, and what a sentence of theirs rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..evidence.models import Photo
from ..permissions import Viewer
from ..text import Message
from ..visits.models import Visit
from .rules import Drafted


@dataclass(frozen=True)
class Link:
    """One thing that a sentence rests on: what it is called, what it is, and its page."""

    label: Message
    about: Message
    endpoint: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Basis:
    """What a sentence rests on; false when there is nothing."""

    links: tuple[Link, ...] = ()
    photos: tuple[Photo, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.links or self.photos)

    def __add__(self, other: Basis) -> Basis:
        """Both, each thing once."""
        links = {(x.endpoint, str(x.values)): x for x in (*self.links, *other.links)}
        photos = {photo.id: photo for photo in (*self.photos, *other.photos)}
        return Basis(tuple(links.values()), tuple(photos.values()))


Explains = Callable[[Visit, Collection[str]], Mapping[str, Basis]]
_EXPLAINERS: dict[str, Explains] = {}
Step = Callable[[Visit, Viewer], None]
_STEPS: list[Step] = []
Source = Callable[[Visit], list[Drafted]]
_SOURCES: list[Source] = []


def source(proposes: Source) -> Source:
    """Let a feature propose sentences; each carries a source of its own, by which it is renewed."""
    _SOURCES.append(proposes)
    return proposes


def before_drafting(step: Step) -> Step:
    """Let a feature put what it has worked out into the checklist, before sentences are drawn."""
    _STEPS.append(step)
    return step


def prepare(visit: Visit, by: Viewer) -> None:
    """Take those steps for an authorised visit."""
    for step in _STEPS:
        step(visit, by)


def further(visit: Visit) -> list[Drafted]:
    """All that they propose for an authorised visit now."""
    return [drafted for proposes in _SOURCES for drafted in proposes(visit)]


def explains(kind: str) -> Callable[[Explains], Explains]:
    """Let a feature say what sentences rest on whose source begins with that word and a colon."""

    def register(found: Explains) -> Explains:
        _EXPLAINERS[kind] = found
        return found

    return register


def explain(visit: Visit, sources: Collection[str]) -> dict[str, Basis]:
    """What each source of an authorised visit stands for; those that stand for nothing left out."""
    known: dict[str, Basis] = {}
    for kind, explainer in _EXPLAINERS.items():
        own = {source for source in sources if source.startswith(f"{kind}:")}
        known |= explainer(visit, own) if own else {}
    return {source: basis for source, basis in known.items() if basis}
