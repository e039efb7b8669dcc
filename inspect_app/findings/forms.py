"""What is typed of a finding and of a conclusion; RuleBroken for a choice that is not offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import one_of
from .rules import Cause, FindingKind, LineKind


@dataclass(frozen=True)
class FindingForm:
    """A finding as typed; its units are read by `visits.forms.ids`."""

    text: str
    kind: FindingKind
    cause: Cause
    heading: str

    @classmethod
    def read(cls, form: Mapping[str, str]) -> FindingForm:
        """The typed fields."""
        kind = one_of(FindingKind, form.get("kind", ""))
        cause = one_of(Cause, form.get("cause", Cause.UNIT))
        return cls(form.get("text", ""), kind, cause, form.get("heading", ""))


@dataclass(frozen=True)
class LineForm:
    """A sentence of the conclusions as typed."""

    text: str
    kind: LineKind
    heading: str

    @classmethod
    def read(cls, form: Mapping[str, str]) -> LineForm:
        """The typed fields."""
        kind = one_of(LineKind, form.get("kind", ""))
        return cls(form.get("text", ""), kind, form.get("heading", ""))
