"""What a remediation request must say."""

from __future__ import annotations

import datetime as dt

from .. import text
from ..errors import RuleBroken
from ..text import msg


def check_responsible(typed: str) -> str:
    """Who must mend it; raises RuleBroken when nobody is named."""
    cleaned = " ".join(text.nfc(typed).split())[:200]
    if not cleaned:
        nobody = msg("Ghi người hoặc bộ phận chịu trách nhiệm.")
        raise RuleBroken(nobody, {"responsible": nobody})
    return cleaned


def check_deadline(deadline: dt.date | None, visit_day: dt.date) -> None:
    """Raise RuleBroken for a deadline before the day of the visit; None is openly no deadline."""
    if deadline is not None and deadline < visit_day:
        early = msg(
            "Thời hạn {deadline} trước ngày kiểm tra {day}.",
            deadline=text.date(deadline),
            day=text.date(visit_day),
        )
        raise RuleBroken(early, {"deadline": early})
