"""What the minutes say: one frozen value from which the PDF is drawn and the approval is hashed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from .drawn import SamplePart
from .layout import DEFAULT, Layout
from .parties import Signatory


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
    """One line of the checklist's annex.

    `result` is a key of RESULT_MARKS, value and note are finished texts.
    """

    code: str
    question: str
    result: str
    value: str
    note: str


@dataclass(frozen=True)
class ChecklistPart:
    """The lines of the checklist's annex under one official heading."""

    title: str
    rows: tuple[ChecklistRow, ...]


@dataclass(frozen=True)
class Photo:
    """One picture of the photos' annex.

    `print_sha256` names the rendition drawn, `sha256` the original. `taken_at` is what the camera
    said, None where it said nothing.
    """

    sha256: str
    print_sha256: str
    caption: str
    item_code: str
    taken_at: dt.datetime | None
    received_at: dt.datetime


@dataclass(frozen=True)
class Replaced:
    """The signed document that this one corrects, and why: nothing signed is ever changed.

    Source: Nghị định 30/2020/NĐ-CP, Điều 18.
    """

    number: str
    signed_on: dt.date
    reason: str


@dataclass(frozen=True)
class File:
    """One original that the team keeps; `size` in bytes, None where it is not known any more."""

    name: str
    what: str
    size: int | None
    sha256: str


@dataclass(frozen=True)
class Minutes:
    """Everything printed in the minutes of one visit, in the form of NĐ 30/2020, Phụ lục I.

    `template` names kind and version of the template that `layout` was taken from.
    """

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
    sample: tuple[SamplePart, ...]
    photos: tuple[Photo, ...]
    files: tuple[File, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    layout: Layout = DEFAULT
    number: int | None = None
    replaces: Replaced | None = None


RESULT_MARKS = {
    "pass": "Đạt",
    "partial": "Đạt một phần",
    "fail": "Chưa đạt",
    "not_applicable": "Không áp dụng",
    "unchecked": "Chưa kiểm tra",
}
# As the narrow columns of the sample's annex have room for; never blank.
SHORT_MARKS = {"pass": "Đ", "fail": "C", "not_applicable": "K", "unchecked": "–"}


def canonical(minutes: Minutes) -> bytes:
    """The value as JSON with sorted keys and ISO dates: the same value gives the same bytes."""
    plain = dataclasses.asdict(minutes)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, default=_iso).encode()


def content_hash(minutes: Minutes) -> str:
    """SHA-256, in hex, of all that is printed but the number, which is given only at signing."""
    return hashlib.sha256(data(minutes)).hexdigest()


def data(minutes: Minutes) -> bytes:
    """What is attached to the PDF for machines: `canonical` without the number."""
    return canonical(dataclasses.replace(minutes, number=None))


def text_hash(minutes: Minutes) -> str:
    """SHA-256, in hex, of what the parties are asked to sign: all but how they answer."""
    return content_hash(dataclasses.replace(minutes, signatories=()))


def _iso(value: object) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not printed in minutes")
