"""What the minutes say: one frozen value from which the PDF is drawn and the approval is hashed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One name under "Thành phần": full name, office held, role in the team ("" for the unit)."""

    name: str
    position: str
    role: str = ""


@dataclass(frozen=True)
class Heading:
    """What section II says under one official heading; each tuple holds finished sentences."""

    title: str
    results: tuple[str, ...]
    strengths: tuple[str, ...]
    shortcomings: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """One remediation request of section III; deadline None is printed openly as not set."""

    content: str
    responsible: str
    deadline: dt.date | None


@dataclass(frozen=True)
class ChecklistRow:
    """One line of annex I; result is a key of RESULT_MARKS, value and note are finished texts."""

    code: str
    question: str
    result: str
    value: str
    note: str


@dataclass(frozen=True)
class ChecklistPart:
    """The lines of annex I under one official heading."""

    title: str
    rows: tuple[ChecklistRow, ...]


@dataclass(frozen=True)
class Photo:
    """One picture of annex II; `print_sha256` names the rendition drawn, `sha256` the original.

    `taken_at` is what the camera said, None where it said nothing.
    """

    sha256: str
    print_sha256: str
    caption: str
    item_code: str
    taken_at: dt.datetime | None
    received_at: dt.datetime


@dataclass(frozen=True)
class Minutes:
    """Everything printed in the minutes of one visit, in the form of NĐ 30/2020, Phụ lục I."""

    template: str
    parent_body: str
    issuing_body: str
    series: str
    place: str
    signed_on: dt.date
    subject: str
    legal_bases: tuple[str, ...]
    unit: str
    venue: str
    period_from: dt.date
    period_to: dt.date
    started_at: dt.datetime
    ended_at: dt.datetime
    team: tuple[Person, ...]
    unit_people: tuple[Person, ...]
    headings: tuple[Heading, ...]
    requests: tuple[Request, ...]
    unit_opinion: str
    copies: int
    secretary: str
    unit_representative: str
    head: str
    recipients: tuple[str, ...]
    checklist_version: str
    checklist: tuple[ChecklistPart, ...]
    photos: tuple[Photo, ...]
    number: int | None = None


RESULT_MARKS = {
    "pass": "Đạt",
    "partial": "Đạt một phần",
    "fail": "Chưa đạt",
    "not_applicable": "Không áp dụng",
    "unchecked": "Chưa kiểm tra",
}


def canonical(minutes: Minutes) -> bytes:
    """The value as JSON with sorted keys and ISO dates: the same value gives the same bytes."""
    plain = dataclasses.asdict(minutes)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, default=_iso).encode()


def content_hash(minutes: Minutes) -> str:
    """SHA-256, in hex, of all that is printed but the number, which is given only at signing."""
    return hashlib.sha256(canonical(dataclasses.replace(minutes, number=None))).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not printed in minutes")
