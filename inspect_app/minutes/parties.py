"""The parties to the minutes as the document shows them: who signs, how they stand to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SECRETARY, UNIT, HEAD = "secretary", "unit", "head"
TITLES = {
    SECRETARY: "THƯ KÝ",
    UNIT: "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA",
    HEAD: "TRƯỞNG ĐOÀN",
}
NOT_ASKED, SIGNS, RESERVES, REFUSES, ABSENT = STANDS = (
    "",
    "signs",
    "reserves",
    "refuses",
    "absent",
)


@dataclass(frozen=True)
class Signatory:
    """One party and how it stands to the text; `stand` is one of STANDS, "" not asked yet.

    `words` are the reservation or the reason for refusing, `witness` who saw the refusal.
    `ink_sha256` names the PNG of what was drawn on the tablet, "" where nothing was; it is a
    picture, never a digital signature. `at` is when the party said it (UTC).
    """

    party: str
    title: str
    name: str
    stand: str = NOT_ASKED
    words: str = ""
    witness: str = ""
    ink_sha256: str = ""
    at: dt.datetime | None = None

    @property
    def may_sign(self) -> bool:
        """Whether the document keeps a place for this party's signature."""
        return self.stand not in (REFUSES, ABSENT)


def unasked(names: dict[str, str], order: tuple[str, ...]) -> tuple[Signatory, ...]:
    """The parties in the order of signing, none of them asked yet; `names` gives party → name."""
    return tuple(Signatory(party, TITLES[party], names[party]) for party in order)


def reservations(signatories: tuple[Signatory, ...]) -> list[Signatory]:
    """Those who sign with words of their own, in order."""
    return [one for one in signatories if one.stand == RESERVES]
