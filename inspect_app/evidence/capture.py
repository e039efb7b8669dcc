"""What a tablet claims of the moment in which it took a photo."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

SOURCES = ("camera", "file")
_PLACE = re.compile(
    r"(-?\d{1,3}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)(?:,(\d{1,7}(?:\.\d{1,9})?))?", re.ASCII
)
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where the tablet says it was: degrees (WGS 84), and metres of accuracy where it says so."""

    latitude: float
    longitude: float
    accuracy: float | None


@dataclass(frozen=True)
class Claims:
    """All that a tablet says besides the picture; None or "" where it says nothing.

    `offset` is in ms, the server's clock minus the tablet's.
    """

    device: str = ""
    time: dt.datetime | None = None
    offset: int | None = None
    source: str = ""
    place: Place | None = None

    def __bool__(self) -> bool:
        return self != Claims()


def device_mark(said: str) -> str:
    """The device as its own page names it ("Mã máy"): the end of its id; "?" without one."""
    return (said[-8:].upper() if _ID.fullmatch(said) else said) or "?"


def read_source(said: str) -> str:
    """One of SOURCES, or "" for anything else."""
    return said if said in SOURCES else ""


def read_place(said: str) -> Place | None:
    """The place written as "latitude,longitude,accuracy"; None for what is no place on earth."""
    found = _PLACE.fullmatch(said)
    if not found:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(latitude, longitude, float(found[3]) if found[3] else None)
