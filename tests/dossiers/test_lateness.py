"""Early, on time or late, against cases counted by hand on the published calendars."""

from __future__ import annotations

import datetime as dt

import pytest

from inspect_app import clock
from inspect_app.dossiers.lateness import Kind, Times, Verdict, Wait, judge
from inspect_app.dossiers.workdays import Calendar

CALENDAR = Calendar()
FAR = "2027-12-31"
EARLY, ON_TIME, LATE, IN_PROGRESS, UNKNOWN = Kind


def at(typed: str) -> dt.datetime:
    """The UTC moment of "2026-03-12" or "2026-03-12 14:05" in Viet Nam."""
    return clock.from_local(dt.datetime.fromisoformat(typed))


def verdict(
    appointed: str | None,
    finished: str | None = None,
    *,
    returned: str | None = None,
    waits: tuple[tuple[str, str | None], ...] = (),
    requests: int = 0,
    limit: int = 1,
    period_end: str = FAR,
) -> Verdict:
    times = Times(
        appointed=at(appointed) if appointed else None,
        finished=at(finished) if finished else None,
        returned=at(returned) if returned else None,
    )
    waited = [Wait(at(start), at(end) if end else None) for start, end in waits]
    last = dt.date.fromisoformat(period_end)
    return judge(times, waited, requests, CALENDAR, limit, last)


# (appointed, finished, kind, working days, days off between). The announcements are those named in
# test_workdays; 30/4 of 2019 and 2024: công văn 6519/VPCP-KGVX of 2018, 2450/VPCP-KGVX of 2024.
COUNTED = [
    # Tết 2024, off 8-14/2: only 15/2 counts; then 6, 7, 15, 16/2.
    ("2024-02-07", "2024-02-15", LATE, 1, 7),
    ("2024-02-05", "2024-02-16", LATE, 4, 7),
    # Tết 2025, off 25/1-2/2: only 3/2; before it 23, 24/1 and 3/2.
    ("2025-01-24", "2025-02-03", LATE, 1, 9),
    ("2025-02-03", "2025-01-22", EARLY, 3, 9),
    # Tết 2026, off 14-22/2: 23 and 24/2.
    ("2026-02-13", "2026-02-24", LATE, 2, 9),
    ("2026-02-23", "2026-02-13", EARLY, 1, 9),
    # Tết 2027, off 4-10/2 by the library's estimate: only 11/2.
    ("2027-02-03", "2027-02-11", LATE, 1, 7),
    # 2/9: off 2-5/9/2021, 1-4/9/2022, 1-4/9/2023, 31/8-3/9/2024, 30/8-2/9/2025, 29/8-2/9/2026.
    ("2021-09-01", "2021-09-06", LATE, 1, 4),
    ("2022-08-31", "2022-09-05", LATE, 1, 4),
    ("2023-08-31", "2023-09-05", LATE, 1, 4),
    ("2024-08-30", "2024-09-04", LATE, 1, 4),
    ("2025-08-29", "2025-09-03", LATE, 1, 4),
    ("2026-08-28", "2026-09-03", LATE, 1, 5),
    # Swaps: Saturday 22/8/2026 and 10/1/2026 are worked, Friday 2/1/2026 is off.
    ("2026-08-21", "2026-08-22", LATE, 1, 0),
    ("2025-12-31", "2026-01-05", LATE, 1, 4),
    ("2026-01-09", "2026-01-12", LATE, 2, 1),
    # 29/4 off for Saturday 4/5: 2, 3 and 4/5 count. 2/5/2025 off for Saturday 26/4.
    ("2019-04-26", "2019-05-04", LATE, 3, 5),
    ("2024-04-26", "2024-05-04", LATE, 3, 5),
    ("2025-04-25", "2025-05-05", LATE, 4, 6),
    # Giỗ Tổ 26/4/2026 is a Sunday, so Monday 27/4 is off.
    ("2026-04-24", "2026-04-28", LATE, 1, 3),
    # An ordinary week end, and the day itself.
    ("2026-03-12", "2026-03-16", LATE, 2, 2),
    ("2026-03-12", "2026-03-12", ON_TIME, 0, 0),
]


@pytest.mark.parametrize(("appointed", "finished", "kind", "days", "off"), COUNTED)
def test_the_days_are_those_counted_by_hand(
    appointed: str, finished: str, kind: Kind, days: int, off: int
) -> None:
    found = verdict(appointed, finished)
    assert (found.kind, found.days) == (kind, days)
    assert (f"trừ {off} ngày nghỉ" in str(found)) == bool(off)


def test_the_reckoning_is_shown_so_that_it_can_be_checked_by_hand() -> None:
    assert str(verdict("2026-03-12", "2026-03-16")) == (
        "hẹn 12/03/2026, xong 16/03/2026, trừ 2 ngày nghỉ: trễ 2 ngày làm việc"
    )


# Waiting from 11/2 to 23/2/2026 over Tết is 12, 13 and 23/2; 12/2 plus three is 24/2.
OVER_TET = (("2026-02-11", "2026-02-23"),)


def test_waiting_for_a_supplement_moves_the_appointment_by_working_days() -> None:
    found = verdict("2026-02-12", "2026-02-25", waits=OVER_TET, requests=1)
    assert (found.kind, found.days) == (LATE, 1)
    assert "trừ 3 ngày làm việc chờ bổ sung nên hạn là 24/02/2026" in str(found)
    assert verdict("2026-02-12", "2026-02-24", waits=OVER_TET, requests=1).kind is ON_TIME


def test_a_day_on_which_two_waits_overlap_counts_once() -> None:
    waits = (*OVER_TET, ("2026-02-12", "2026-02-13"))
    assert verdict("2026-02-12", "2026-02-24", waits=waits).kind is ON_TIME
    assert verdict("2026-02-12", "2026-02-25", waits=waits).days == 1


def test_waiting_after_the_end_does_not_count() -> None:
    found = verdict("2026-03-10", "2026-03-12", waits=(("2026-03-11", "2026-03-31"),))
    assert (found.kind, found.days) == (LATE, 1)


def test_a_wait_still_open_is_subtracted_up_to_the_end_of_the_period() -> None:
    open_wait = (("2026-03-09", None),)
    found = verdict("2026-03-10", waits=open_wait, period_end="2026-03-31")
    assert (found.kind, found.days) == (IN_PROGRESS, 1)
    late = verdict("2026-03-05", waits=open_wait, period_end="2026-03-31")
    assert (late.kind, late.days) == (LATE, 2)  # 6 and 9/3, before the wait began


@pytest.mark.parametrize(("limit", "kind"), [(1, LATE), (2, EARLY)])
def test_more_requests_than_the_limit_count_as_late(limit: int, kind: Kind) -> None:
    found = verdict("2026-03-12", "2026-03-10", requests=2, limit=limit)
    assert found.kind is kind
    assert ("yêu cầu bổ sung 2 lần, quá 1 lần cho phép" in str(found)) == (kind is LATE)


def test_too_many_requests_keep_the_days_of_a_dossier_that_is_late_anyway() -> None:
    found = verdict("2026-03-12", "2026-03-16", requests=2)
    assert (found.kind, found.days) == (LATE, 2)


def test_the_day_of_return_stands_in_for_a_missing_end() -> None:
    found = verdict("2026-03-12", returned="2026-03-13")
    assert (found.kind, found.days) == (LATE, 1)
    assert str(found).startswith("hẹn 12/03/2026, trả 13/03/2026")
    assert verdict("2026-03-12", "2026-03-12", returned="2026-03-13").kind is ON_TIME


@pytest.mark.parametrize(
    ("appointed", "kind", "days"),
    [
        ("2026-07-29", LATE, 2),
        ("2026-07-31", IN_PROGRESS, 0),
        ("2026-08-04", IN_PROGRESS, 2),
    ],
)
def test_the_unfinished_is_compared_with_the_last_day_of_the_period(
    appointed: str, kind: Kind, days: int
) -> None:
    found = verdict(appointed, period_end="2026-07-31")
    assert (found.kind, found.days) == (kind, days)
    assert "hết ngày 31/07/2026 chưa xong" in str(found)


def test_what_was_finished_after_the_period_was_unfinished_at_its_end() -> None:
    found = verdict("2026-07-30", "2026-08-05", period_end="2026-07-31")
    assert (found.kind, found.days) == (LATE, 1)
    assert "xong 05/08/2026, hết ngày 31/07/2026 chưa xong" in str(found)


def test_what_was_finished_on_the_last_day_of_the_period_was_finished() -> None:
    assert verdict("2026-07-31", "2026-07-31", period_end="2026-07-31").kind is ON_TIME


def test_without_an_appointment_nothing_can_be_said_but_why() -> None:
    found = verdict(None, "2026-03-12")
    assert (found.kind, found.days, found.parts) == (UNKNOWN, 0, ())
    assert "chưa có ngày hẹn trả" in str(found)


@pytest.mark.parametrize(
    ("appointed", "finished", "kind"),
    [
        ("2026-03-12 14:00", "2026-03-12 16:30", LATE),
        ("2026-03-12 14:00", "2026-03-12 14:00", ON_TIME),
        ("2026-03-12 14:00", "2026-03-12 09:00", ON_TIME),
        ("2026-03-12", "2026-03-12 16:30", ON_TIME),
        ("2026-03-12 14:00", "2026-03-12", ON_TIME),
    ],
)
def test_hours_decide_only_where_both_are_known(appointed: str, finished: str, kind: Kind) -> None:
    found = verdict(appointed, finished)
    assert (found.kind, found.days) == (kind, 0)
    assert ("trễ 2 giờ 30 phút" in str(found)) == (kind is LATE)


def test_days_are_those_of_viet_nam_and_not_of_utc() -> None:
    assert at("2026-03-13 06:00").date() == dt.date(2026, 3, 12)
    assert verdict("2026-03-12", "2026-03-13 06:00").days == 1


def test_a_day_off_after_the_appointment_is_late_by_less_than_a_working_day() -> None:
    found = verdict("2026-03-13", "2026-03-14")
    assert (found.kind, found.days) == (LATE, 0)
    assert "chưa đủ một ngày làm việc" in str(found)


def test_an_appointment_on_a_day_off_is_pointed_out_where_it_matters() -> None:
    assert "ngày hẹn là ngày nghỉ" in str(verdict("2026-03-14", "2026-03-16"))
    assert "ngày hẹn là ngày nghỉ" not in str(verdict("2026-03-14", "2026-03-12"))


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Times(appointed=dt.datetime(2026, 3, 12))
