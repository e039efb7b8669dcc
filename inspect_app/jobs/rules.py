"""How often work is tried, how long it rests between, and when its worker counts as dead."""

from __future__ import annotations

import datetime as dt

ATTEMPTS = 5
SILENT = dt.timedelta(minutes=2)
_LONGEST = dt.timedelta(hours=1)


class Later(Exception):
    """What the work needs is not there yet; it is tried again, however long that takes."""


def pause(attempts: int) -> dt.timedelta:
    """The rest before the next try: 10 s, doubled with each attempt, an hour at most."""
    return min(dt.timedelta(seconds=10 * 2 ** min(attempts - 1, 20)), _LONGEST)
