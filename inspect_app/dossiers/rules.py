"""What is noted of a dossier on site: its fields, how what was typed is read, ids of a draw."""

from __future__ import annotations

import datetime as dt
import enum
import re
import uuid
from collections.abc import Mapping
from typing import Any

from .. import clock, text
from ..campaigns.rules import MOST_REQUESTS
from ..checklists import rules as wording
from ..errors import RuleBroken
from ..text import Message, msg
from .crosschecks import MILESTONES, Source
from .lateness import Times, Wait, shown

# The item of the sample as a whole, then those of each dossier.
SAMPLE_ITEM = "HS-01"
ITEMS = tuple(f"HS-{number:02}" for number in range(2, 13))
RESULTS = ("pass", "fail", "not_applicable")
WAITS = 3
MOMENT = re.compile(r"(\S+?)(?:(?:\s+|T)(\S.*))?")
NO_MOMENT = msg("Không có ngày giờ này. Gõ dạng 05/03/2026 hoặc 05/03/2026 14:05.")
SUPPLEMENT = "supplement"
APOLOGY = "apology"
REMARK = "remark"


class Defect(enum.StrEnum):
    """The five faults that every sampled dossier is looked through for."""

    LATE = "defect-late"
    SLIP = "defect-slip"
    SURPLUS = "defect-surplus"
    SOFTWARE = "defect-software"
    TIMES = "defect-times"


DEFECTS: dict[Defect, Message] = {
    Defect.LATE: msg("Trễ hạn"),
    Defect.SLIP: msg("Không có phiếu kiểm soát"),
    Defect.SURPLUS: msg("Đòi thừa giấy tờ"),
    Defect.SOFTWARE: msg("Không nhập phần mềm"),
    Defect.TIMES: msg("Giờ nhận, trả không khớp"),
}
# What completes "3/30 hồ sơ (10,0%) …" in the sentence of the minutes.
SAID: dict[Defect, Message] = {
    Defect.LATE: msg("trễ hạn"),
    Defect.SLIP: msg("không có phiếu kiểm soát quá trình giải quyết"),
    Defect.SURPLUS: msg("bị yêu cầu thừa giấy tờ"),
    Defect.SOFTWARE: msg("không được nhập vào phần mềm"),
    Defect.TIMES: msg("có thời gian nhận, trả không khớp"),
}
MATTERS = (*ITEMS, *Source, *Defect, SUPPLEMENT, APOLOGY, REMARK)


def sample_id(
    register_id: uuid.UUID, seed: str, method: str, size: int, with_late: bool
) -> uuid.UUID:
    """The id of a draw: the same draw from the same register has the same on every device."""
    return uuid.uuid5(register_id, "\n".join((seed, method, str(size), "01"[with_late])))


def dossier_id(sample: uuid.UUID, code: str) -> uuid.UUID:
    """The id of a dossier within a sample."""
    return uuid.uuid5(sample, code)


def field_of(sampled_id: uuid.UUID, matter: str) -> str:
    """The field of the visit under which a matter of that dossier is stored."""
    return f"{sampled_id.hex}.{matter}"


def read(matter: str, typed: Mapping[str, str]) -> Any:
    """The stored value of one of MATTERS from the form's fields; RuleBroken for an unreadable one.

    Results are as in the checklist; times and supplements flat mappings, None when empty.
    """
    value = typed.get("value", "")
    if matter in ITEMS:
        return _one_of(value, (*RESULTS, "unchecked"))
    if matter == REMARK:
        return wording.read_note(value)
    if matter in list(Source):
        return _moments(typed, list(MILESTONES)) or None
    if matter == SUPPLEMENT:
        return _supplement(typed)
    return _one_of(value, ("yes", "no", ""))


def read_code(typed: str) -> str:
    """A dossier's code as it was typed, in NFC; RuleBroken for an empty or endless one."""
    code = " ".join(text.nfc(typed).split())
    if not code or len(code) > 80:
        wrong = msg("Gõ mã hồ sơ, tối đa 80 ký tự.")
        raise RuleBroken(wrong, {"code": wrong})
    return code


def moment_of(stored: str | None) -> dt.datetime | None:
    """The aware moment of a stored "2026-03-05" or "2026-03-05T14:05"; a bare day is its 00:00."""
    return clock.from_local(dt.datetime.fromisoformat(stored)) if stored else None


def shown_moment(stored: str | None) -> str:
    """05/03/2026 14:05, 05/03/2026 or nothing."""
    moment = moment_of(stored)
    return shown(moment) if moment else ""


def times_of(stored: Mapping[str, Any] | None) -> Times:
    """The times of one source."""
    return Times(**{name: moment_of((stored or {}).get(name)) for name in MILESTONES})


def waits_of(stored: Mapping[str, Any] | None) -> list[Wait]:
    """The spells of waiting whose beginning is known."""
    pairs = (
        (moment_of((stored or {}).get(f"start{n}")), moment_of((stored or {}).get(f"end{n}")))
        for n in range(1, WAITS + 1)
    )
    return [Wait(start, end) for start, end in pairs if start]


def as_stored(moment: dt.datetime | None) -> str | None:
    """What would be stored had somebody typed that moment."""
    return _iso(clock.local(moment).replace(tzinfo=None)) if moment else None


def _iso(naive: dt.datetime) -> str:
    if naive.time() == dt.time():
        return naive.date().isoformat()
    return naive.isoformat(timespec="minutes")


def _one_of(value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise RuleBroken(msg("Lựa chọn “{typed}” không có.", typed=value[:40]))
    return value


def _moments(typed: Mapping[str, str], names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    faults: dict[str, Message] = {}
    for name in names:
        try:
            moment = _read_moment(typed.get(name, ""))
        except ValueError:
            faults[name] = NO_MOMENT
        else:
            found |= {name: _iso(moment)} if moment else {}
    if faults:
        raise RuleBroken(NO_MOMENT, faults)
    return found


def _read_moment(typed: str) -> dt.datetime | None:
    match = MOMENT.fullmatch(text.nfc(typed).strip())
    day = text.read_date(match[1]) if match else None
    if match is None or day is None:
        return None
    return dt.datetime.combine(day, text.read_time(match[2]) if match[2] else dt.time())


def _supplement(typed: Mapping[str, str]) -> dict[str, Any] | None:
    names = [f"{edge}{n}" for n in range(1, WAITS + 1) for edge in ("start", "end")]
    found = _moments(typed, names)
    for n in range(1, WAITS + 1):
        start, end = found.get(f"start{n}"), found.get(f"end{n}")
        if end and (not start or end < start):
            wrong = msg("Ngày nộp bổ sung phải sau ngày yêu cầu.")
            raise RuleBroken(wrong, {f"end{n}": wrong})
    count = typed.get("requests", "").strip()
    if count and (not count.isascii() or not count.isdigit() or int(count) > MOST_REQUESTS):
        wrong = msg("Số lần yêu cầu bổ sung là số từ 0 đến {most}.", most=MOST_REQUESTS)
        raise RuleBroken(wrong, {"requests": wrong})
    return found | ({"requests": int(count)} if count else {}) or None
