"""What contradicts itself in a dossier's times, code and papers; pointed out, never refused."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from itertools import product

from .. import clock, text
from ..text import Message, msg
from .lateness import Kind, Times, Verdict, has_clock_time, shown


class Source(enum.StrEnum):
    """Where a time was read."""

    RECEIPT = "receipt"
    BOOK = "book"
    SOFTWARE = "software"


SOURCES = {
    Source.RECEIPT: msg("giấy tiếp nhận"),
    Source.BOOK: msg("sổ theo dõi"),
    Source.SOFTWARE: msg("phần mềm"),
}
MILESTONES = {
    "received": msg("ngày nhận"),
    "appointed": msg("ngày hẹn trả"),
    "finished": msg("ngày giải quyết xong"),
    "returned": msg("ngày trả kết quả"),
}
# What comes first, and what may not stand before it.
ORDER = (("received", "finished"), ("received", "returned"), ("finished", "returned"))
CODE = re.compile(r"[0-9A-Z.]{3,35}-(\d{6})-\d{4,7}", re.ASCII)

Moments = dict[Source, dt.datetime]


def code_warning(code: str) -> Message | None:
    """What is unusual about a dossier's code; None for a usual one. The code stays as it is.

    Usual is H15.50.05.13-261008-0975: the office, the day of receipt as yymmdd, a number.
    """
    if CODE.fullmatch(code) is None:
        return msg(
            "Mã hồ sơ “{code}” khác mẫu thường dùng, ví dụ H15.50.05.13-261008-0975.", code=code
        )
    if code_date(code) is None:
        return msg(
            "Sáu chữ số giữa mã hồ sơ “{code}” không phải là ngày (năm, tháng, ngày).", code=code
        )
    return None


def code_date(code: str) -> dt.date | None:
    """The day of receipt that a usual code carries; None where it carries none."""
    match = CODE.fullmatch(code)
    if match is None:
        return None
    digits = match[1]
    try:
        return dt.date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None


def contradictions(
    code: str, times_by_source: Mapping[Source, Times], apology: bool | None, verdict: Verdict
) -> list[Message]:
    """Everything that does not fit, worded for the inspector; [] when all fits.

    `apology` is None while nobody has looked for the letter. Sources are compared by day.
    """
    by_milestone = {name: _moments(times_by_source, name) for name in MILESTONES}
    found = [
        *(_out_of_order(by_milestone, first, later) for first, later in ORDER),
        _code_differs(code, by_milestone["received"]),
        _no_apology(apology, verdict),
        *(_disagreement(name, moments) for name, moments in by_milestone.items()),
    ]
    return [message for message in found if message is not None]


def _moments(times_by_source: Mapping[Source, Times], name: str) -> Moments:
    read = {source: getattr(times_by_source.get(source), name, None) for source in Source}
    return {source: moment for source, moment in read.items() if moment is not None}


def _before(one: dt.datetime, other: dt.datetime) -> bool:
    """Whether `one` is earlier; two times of one day only where both are more than a day."""
    days = clock.local(one).date(), clock.local(other).date()
    if days[0] == days[1]:
        return has_clock_time(one) and has_clock_time(other) and one < other
    return days[0] < days[1]


def _out_of_order(by_milestone: Mapping[str, Moments], first: str, later: str) -> Message | None:
    pairs = product(by_milestone[first].items(), by_milestone[later].items())
    for (first_source, first_moment), (later_source, later_moment) in _own_first(pairs):
        if _before(later_moment, first_moment):
            return msg(
                "Thứ tự thời gian sai: {later} {later_day} ({later_source}) lại trước {first} "
                "{first_day} ({first_source}).",
                later=MILESTONES[later],
                later_day=shown(later_moment),
                later_source=SOURCES[later_source],
                first=MILESTONES[first],
                first_day=shown(first_moment),
                first_source=SOURCES[first_source],
            )
    return None


Read = tuple[Source, dt.datetime]


def _own_first(pairs: Iterable[tuple[Read, Read]]) -> list[tuple[Read, Read]]:
    """A source that contradicts itself says more than two that contradict each other."""
    return sorted(pairs, key=lambda pair: pair[0][0] != pair[1][0])


def _code_differs(code: str, received: Moments) -> Message | None:
    day, first = code_date(code), next(iter(received), None)
    if day is None or first is None or clock.local(received[first]).date() == day:
        return None
    return msg(
        "Mã hồ sơ ghi ngày {code_day}, khác ngày nhận {day} ({source}).",
        code_day=text.date(day),
        day=shown(received[first]),
        source=SOURCES[first],
    )


def _no_apology(apology: bool | None, verdict: Verdict) -> Message | None:
    if verdict.kind is Kind.LATE and apology is False:
        return msg("Hồ sơ trễ hạn nhưng không có phiếu xin lỗi và hẹn lại ngày trả kết quả.")
    return None


def _disagreement(name: str, moments: Moments) -> Message | None:
    days = {source: clock.local(moment).date() for source, moment in moments.items()}
    if len(set(days.values())) < 2:
        return None
    read = [msg("{source} {day}", source=SOURCES[s], day=text.date(d)) for s, d in days.items()]
    what = MILESTONES[name]
    if len(read) == 2:
        return msg(
            "Các nguồn ghi khác nhau về {what}: {one}; {two}.", what=what, one=read[0], two=read[1]
        )
    return msg(
        "Các nguồn ghi khác nhau về {what}: {one}; {two}; {three}.",
        what=what,
        one=read[0],
        two=read[1],
        three=read[2],
    )
