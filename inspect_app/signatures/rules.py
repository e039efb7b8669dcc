"""Parties to the minutes, how each may stand to them, and the levels of a signature."""

from __future__ import annotations

import enum


class Party(enum.StrEnum):
    """Who signs; SEAL is the agency's, ISSUE the lock put on when the number is given."""

    SECRETARY = "secretary"
    UNIT = "unit"
    HEAD = "head"
    SEAL = "seal"
    ISSUE = "issue"


PEOPLE = (Party.SECRETARY, Party.UNIT, Party.HEAD)


class Stand(enum.StrEnum):
    """How a party stands to the minutes; none of these blocks the document."""

    SIGNS = "signs"
    RESERVES = "reserves"
    REFUSES = "refuses"
    ABSENT = "absent"


class Level(enum.StrEnum):
    """The level that a signature has really reached (ETSI EN 319 142-1, PAdES baseline)."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"


class FileKind(enum.StrEnum):
    """What the newest increment of a signed file is."""

    ISSUED = "issued"
    SIGNED = "signed"
    SEALED = "sealed"
    UPGRADED = "upgraded"
