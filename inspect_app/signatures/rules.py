"""Parties to the minutes, how each may stand to them, and the levels of a signature."""

from __future__ import annotations

import enum

from .. import text
from ..errors import RuleBroken
from ..text import Message, msg
from ..visits.rules import VisitState


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


WITH_INK = (Stand.SIGNS, Stand.RESERVES)
WORDS_LIMIT = 2000
WITNESS_LIMIT = 200


def check_asked(state: VisitState) -> None:
    """Raise RuleBroken unless the text has been handed in and is not signed yet."""
    if state not in (VisitState.SUBMITTED, VisitState.APPROVED):
        raise RuleBroken(msg("Chỉ lấy chữ ký khi biên bản đã trình và chưa ký số."))


def check_may(party: Party, stand: Stand) -> None:
    """Raise RuleBroken where the head does not sign: there are no minutes without the head."""
    if party is Party.HEAD and stand in (Stand.REFUSES, Stand.ABSENT):
        needed = msg("Trưởng đoàn không ký thì trả lại đoàn, không lập biên bản.")
        raise RuleBroken(needed, {"choice": needed})


def check_words(stand: Stand, words: str, witness: str) -> tuple[str, str]:
    """(words, witness) in NFC, "" where the stand needs none.

    Raises RuleBroken naming the field: a reservation needs its words, a refusal reason and witness.
    """
    said, seen = " ".join(text.nfc(words).split()), " ".join(text.nfc(witness).split())
    if stand in (Stand.RESERVES, Stand.REFUSES):
        reason = stand is Stand.REFUSES
        needed = msg("Ghi lý do từ chối ký.") if reason else msg("Ghi ý kiến bảo lưu.")
        _check_line("words", said, needed, WORDS_LIMIT)
    if stand is Stand.REFUSES:
        _check_line("witness", seen, msg("Ghi họ tên người làm chứng."), WITNESS_LIMIT)
    kept = stand in (Stand.RESERVES, Stand.REFUSES)
    return said if kept else "", seen if stand is Stand.REFUSES else ""


def _check_line(field: str, said: str, needed: Message, limit: int) -> None:
    if not said:
        raise RuleBroken(needed, {field: needed})
    if len(said) > limit:
        long = msg("Nội dung dài quá {limit} ký tự.", limit=limit)
        raise RuleBroken(long, {field: long})
