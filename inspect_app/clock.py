"""The only clock: what time it is, and what the wall clock in Viet Nam shows."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """The present moment, aware, in UTC, to the microsecond."""
    return dt.datetime.now(dt.UTC)


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment on the wall clock of Viet Nam (UTC+7, no summer time)."""
    return moment.astimezone(VIETNAM)


def today() -> dt.date:
    """Today's date in Viet Nam."""
    return local(now()).date()


def from_local(naive: dt.datetime) -> dt.datetime:
    """The UTC moment of a wall-clock time typed by a person in Viet Nam."""
    return naive.replace(tzinfo=VIETNAM).astimezone(dt.UTC)
