"""Whether a dossier was early, on time or late, and the reckoning in words."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .. import clock, text
from ..text import Message, msg
from .workdays import Calendar, SpecialDay

# More would hide the reckoning they stand below.
MOST_NAMED = 15


class Kind(enum.StrEnum):
    """How a dossier stands; `in_progress` is unfinished and not yet due."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    IN_PROGRESS = "in_progress"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Times:
    """The raw times of one dossier, aware; 00:00 in Viet Nam means that only the day is known.

    Raises ValueError for a time without its zone.
    """

    received: dt.datetime | None = None
    appointed: dt.datetime | None = None
    finished: dt.datetime | None = None
    returned: dt.datetime | None = None

    def __post_init__(self) -> None:
        _aware(self.received, self.appointed, self.finished, self.returned)


@dataclass(frozen=True)
class Wait:
    """Waiting for a supplement, from the request to its arrival; None while it has not come."""

    start: dt.datetime
    end: dt.datetime | None = None

    def __post_init__(self) -> None:
        _aware(self.start, self.end)


@dataclass(frozen=True)
class Verdict:
    """`parts` is the reckoning, `result` what it comes to; read "part, part, part: result".

    `days` are working days: late, early, or left when in progress; 0 for a part of a day.
    `special` names the days within it that are not as their weekday says.
    """

    kind: Kind
    days: int
    parts: tuple[Message, ...]
    result: Message
    special: tuple[Message, ...] = ()

    def __str__(self) -> str:
        reckoning = ", ".join(str(part) for part in self.parts)
        return f"{reckoning}: {self.result}" if reckoning else str(self.result)


def judge(
    times: Times,
    waits: Iterable[Wait],
    requests: int,
    calendar: Calendar,
    limit: int,
    period_end: dt.date,
) -> Verdict:
    """The end (finished, else returned) against the appointment plus the working days waited.

    More than `limit` requests for a supplement count as late. What was unfinished at `period_end`,
    the last day that counts and never a future one, is compared with that day.
    Source: Quyết định 766/QĐ-TTg, chỉ số 2.1 (limit 1); Nghị định 63/2010/NĐ-CP, Điều 20 khoản 4
    (limit 2).
    """
    if times.appointed is None:
        verdict = Verdict(Kind.UNKNOWN, 0, (), msg("chưa có ngày hẹn trả nên không tính được"))
    else:
        appointed = clock.local(times.appointed)
        verdict = _against(appointed, times, list(waits), calendar, period_end)
    return _with_requests(verdict, requests, limit)


def has_clock_time(moment: dt.datetime) -> bool:
    """Whether more than the day is known: it is not 00:00 in Viet Nam."""
    return clock.local(moment).time() != dt.time()


def shown(moment: dt.datetime) -> str:
    """05/03/2026, or 05/03/2026 14:05 when the time of day is known."""
    here = clock.local(moment)
    return f"{text.date(here.date())} {here:%H:%M}" if has_clock_time(here) else text.date(here)


def _against(
    appointed: dt.datetime,
    times: Times,
    waits: Sequence[Wait],
    calendar: Calendar,
    period_end: dt.date,
) -> Verdict:
    end = _local(times.finished or times.returned)
    ended = end if end and end.date() <= period_end else None
    until = ended.date() if ended else period_end
    waited = _waited(waits, until, calendar)
    due = _at(calendar.add(appointed.date(), waited), appointed)
    verdict = _compared(due, ended, until, calendar)
    parts = (
        *_appointment(appointed, due, waited, calendar, verdict.kind),
        *_ending(times, end, period_end),
        *verdict.parts,
    )
    days = (appointed.date(), due.date(), until, *(clock.local(w.start).date() for w in waits))
    return replace(verdict, parts=parts, special=_named(calendar.unusual(min(days), max(days))))


def _named(days: Sequence[SpecialDay]) -> tuple[Message, ...]:
    left = len(days) - MOST_NAMED
    more = (msg("và {count} ngày nữa", count=text.number(left)),) if left > 0 else ()
    return (*(_said(day) for day in days[:MOST_NAMED]), *more)


def _said(day: SpecialDay) -> Message:
    slots = {"day": text.date(day.date), "name": day.name}
    if day.own:
        if day.kind == "work":
            return msg("{day} làm việc ({name}, bảng của cơ quan)", **slots)
        return msg("{day} nghỉ ({name}, bảng của cơ quan)", **slots)
    if day.kind == "work":
        return msg("{day} làm việc ({name})", **slots)
    return msg("{day} nghỉ ({name})", **slots)


def _aware(*moments: dt.datetime | None) -> None:
    if any(moment and moment.tzinfo is None for moment in moments):
        raise ValueError("a time without its zone")


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return clock.local(moment) if moment else None


def _at(date: dt.date, moment: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(date, moment.time(), clock.VIETNAM)


def _waited(waits: Iterable[Wait], until: dt.date, calendar: Calendar) -> int:
    """Working days spent waiting; a day on which two waits overlap counts once."""
    days: set[dt.date] = set()
    for wait in waits:
        end = clock.local(wait.end).date() if wait.end else until
        days.update(calendar.working_days(clock.local(wait.start).date(), min(end, until)))
    return len(days)


def _compared(
    due: dt.datetime, ended: dt.datetime | None, until: dt.date, calendar: Calendar
) -> Verdict:
    day = due.date()
    if until > day:
        return _late(calendar.between(day, until), calendar.off_between(day, until))
    early, off = calendar.between(until, day), calendar.off_between(until, day)
    if ended is None:
        left = msg("đang giải quyết, còn {days} ngày làm việc", days=text.number(early))
        return Verdict(Kind.IN_PROGRESS, early, _off(off), left)
    if until == day and has_clock_time(due) and has_clock_time(ended) and ended > due:
        return Verdict(Kind.LATE, 0, (), _hours(ended - due))
    if early:
        result = msg("sớm {days} ngày làm việc", days=text.number(early))
        return Verdict(Kind.EARLY, early, _off(off), result)
    return Verdict(Kind.ON_TIME, 0, (), msg("đúng hạn"))


def _late(days: int, off: int) -> Verdict:
    if days:
        result = msg("trễ {days} ngày làm việc", days=text.number(days))
    else:
        result = msg("trễ, chưa đủ một ngày làm việc")
    return Verdict(Kind.LATE, days, _off(off), result)


def _hours(late: dt.timedelta) -> Message:
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    return msg("trễ {hours} giờ {minutes} phút trong ngày hẹn", hours=hours, minutes=minutes)


def _off(days: int) -> tuple[Message, ...]:
    return (msg("trừ {days} ngày nghỉ", days=text.number(days)),) if days else ()


def _appointment(
    appointed: dt.datetime, due: dt.datetime, waited: int, calendar: Calendar, kind: Kind
) -> Iterable[Message]:
    yield msg("hẹn {day}", day=shown(appointed))
    if waited:
        yield msg(
            "trừ {days} ngày làm việc chờ bổ sung nên hạn là {day}",
            days=text.number(waited),
            day=shown(due),
        )
    elif kind is Kind.LATE and not calendar.is_working(due.date()):
        yield msg("ngày hẹn là ngày nghỉ")


def _ending(times: Times, end: dt.datetime | None, period_end: dt.date) -> Iterable[Message]:
    if end:
        words = msg("xong {day}", day=shown(end))
        yield words if times.finished else msg("trả {day}", day=shown(end))
    if end is None or end.date() > period_end:
        yield msg("hết ngày {day} chưa xong", day=text.date(period_end))


def _with_requests(verdict: Verdict, requests: int, limit: int) -> Verdict:
    if requests <= limit:
        return verdict
    part = msg(
        "yêu cầu bổ sung {requests} lần, quá {limit} lần cho phép", requests=requests, limit=limit
    )
    parts = (*verdict.parts, part)
    if verdict.kind is Kind.LATE:
        return replace(verdict, parts=parts)
    return Verdict(Kind.LATE, 0, parts, msg("tính là trễ hạn"), verdict.special)
