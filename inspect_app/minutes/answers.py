"""What a later feature knows of how each party stands to the minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..visits.models import Visit
from .document import Minutes
from .parties import Signatory

Answers = Callable[[Visit, Minutes], dict[str, Signatory]]
_ANSWERS: list[Answers] = []


def answering(answers: Answers) -> Answers:
    """Let a feature tell, by party, how it stands to exactly this text."""
    _ANSWERS.append(answers)
    return answers


def with_answers(visit: Visit, minutes: Minutes) -> Minutes:
    """The minutes with each signatory as it answered; one not asked keeps its empty place."""
    known: dict[str, Signatory] = {}
    for answers in _ANSWERS:
        known |= answers(visit, minutes)
    told = tuple(known.get(signatory.party, signatory) for signatory in minutes.signatories)
    return replace(minutes, signatories=told)
