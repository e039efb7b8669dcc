"""What a party chooses, writes and draws on the tablet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import RuleBroken
from ..text import msg
from .rules import Stand

# Signing on the screen, or later with a pen or a certificate, is one stand with and without ink.
CHOICES = {
    "signs": Stand.SIGNS,
    "elsewhere": Stand.SIGNS,
    "reserves": Stand.RESERVES,
    "refuses": Stand.REFUSES,
    "absent": Stand.ABSENT,
}


@dataclass(frozen=True)
class StandForm:
    """The typed answer of one party; `strokes` is JSON of what was drawn, "" for no drawing."""

    choice: str
    words: str
    witness: str
    strokes: str
    text_hash: str

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> StandForm:
        """The form as it was typed, whatever it says."""
        names = ("choice", "words", "witness", "strokes", "text_hash")
        return cls(*(typed.get(name, "") for name in names))

    @property
    def stand(self) -> Stand:
        """What was chosen; raises RuleBroken when nothing was."""
        if self.choice not in CHOICES:
            needed = msg("Chọn một trong các cách dưới đây.")
            raise RuleBroken(needed, {"choice": needed})
        return CHOICES[self.choice]

    @property
    def drawing(self) -> str | None:
        """The strokes to draw; None where none are wanted: a reservation may do without."""
        if self.choice == "signs" or (self.choice == "reserves" and self.strokes not in ("", "[]")):
            return self.strokes
        return None
