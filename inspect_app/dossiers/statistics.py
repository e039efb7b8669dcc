"""What the checked dossiers say: of each defect and item how many, and the share of them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..text import Message, alphabetical
from .intervals import Interval, interval, sentence


@dataclass(frozen=True)
class Counted:
    """One dossier for counting; `random` where chance alone chose it, so that it may stand for all.

    `faults` says of each matter asked whether it is faulty; None where it does not apply.
    """

    field: str
    random: bool
    faults: Mapping[str, bool | None]


@dataclass(frozen=True)
class Tally:
    """k of n randomly drawn dossiers, and all_k of all_n with those chosen for a reason.

    `population` None: not known, as where dossiers were only added by hand.
    """

    k: int
    n: int
    all_k: int
    all_n: int
    population: int | None

    @property
    def share(self) -> Fraction:
        """k/n; 0 of none."""
        return Fraction(self.k, self.n) if self.n else Fraction(0)

    @property
    def interval(self) -> Interval | None:
        """Where the share of the population lies with 95 % confidence; None of none."""
        return interval(self.k, self.n, self.population) if self.n else None

    def sentence(self, what: Message | str) -> Message:
        """The plain sentence; `what` completes "3/30 hồ sơ (10,0%)"."""
        return sentence(self.k, self.n, self.population, what)


def tally(dossiers: Sequence[Counted], matter: str, population: int | None) -> Tally:
    """How often one matter is faulty among those of which it was asked and to which it applies.

    Of how many dossiers of the population it applies to nobody knows once it does not to one.
    Drawn field by field in proportion, a sample says at least as much as one drawn from all
    together, so the same interval is on the safe side (Cochran, Sampling Techniques, 5.6).
    """
    asked = [(d.random, d.faults[matter]) for d in dossiers if matter in d.faults]
    counted = [(random, faulty) for random, faulty in asked if faulty is not None]
    drawn = [faulty for random, faulty in counted if random]
    whole = population if len(counted) == len(asked) else None
    return Tally(sum(drawn), len(drawn), sum(f for _, f in counted), len(counted), whole)


def by_field(
    dossiers: Sequence[Counted], matter: str, populations: Mapping[str, int]
) -> dict[str, Tally]:
    """The same of each field by its name; the population is that of the field."""
    fields = sorted({dossier.field for dossier in dossiers}, key=alphabetical)
    return {
        field: tally([d for d in dossiers if d.field == field], matter, populations.get(field))
        for field in fields
    }
