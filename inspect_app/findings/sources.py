"""What later features propose for the conclusions, beside answers and findings."""

from __future__ import annotations

from collections.abc import Callable

from ..visits.models import Visit
from .rules import Drafted

Source = Callable[[Visit], list[Drafted]]
_SOURCES: list[Source] = []


def source(proposes: Source) -> Source:
    """Let a feature propose sentences; each carries a source of its own, by which it is renewed."""
    _SOURCES.append(proposes)
    return proposes


def further(visit: Visit) -> list[Drafted]:
    """All that they propose for an authorised visit now."""
    return [drafted for proposes in _SOURCES for drafted in proposes(visit)]
