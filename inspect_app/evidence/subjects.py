"""What a photo shows beside its item, in the words of the feature that asked for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..text import Message
from ..visits.models import Visit

Namer = Callable[[Visit, str], Message | None]
# A dossier's or a notice's id as hex, and for a notice which of its photos.
_SUBJECT = re.compile(r"[0-9a-f]{32}(\.[a-z]{1,20})?")
_NAMERS: list[Namer] = []
NOTHING = Message("")


def is_subject(about: str) -> bool:
    """Whether a photo can be about that; "" is the item as a whole."""
    return not about or _SUBJECT.fullmatch(about) is not None


def namer(named: Namer) -> Namer:
    """Let a feature name the subjects that are its own; it gives None for those of others."""
    _NAMERS.append(named)
    return named


def name_of(visit: Visit, about: str) -> Message:
    """The subject in words; "" for an item's own photo, and for a subject that is not there."""
    names = (named(visit, about) for named in _NAMERS) if about else iter(())
    return next((name for name in names if name is not None), NOTHING)
