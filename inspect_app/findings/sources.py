"""What later features propose for the conclusions, beside answers and findings."""

from __future__ import annotations

from collections.abc import Callable

from ..permissions import Viewer
from ..visits.models import Visit
from .rules import Drafted

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
