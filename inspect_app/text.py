"""How text, dates and numbers are read, written and searched, the Vietnamese way."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from . import clock

NBSP = "\u00a0"
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
_LINK = re.compile(r"https?://([a-z0-9.-]+(?::\d{1,5})?)(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"\d{1,3}(,\d{3})+")


@dataclass(frozen=True)
class Message:
    """Something said to a person: a Vietnamese text with {slots}, and what fills them.

    `english` is given only where the text is data; the program's own texts are in the catalogue.
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict)
    english: str = ""

    def __str__(self) -> str:
        return self.text.format(**self.values)


def msg(text: str, **values: Any) -> Message:
    """A message of the program's own; the translation catalogue collects its literal."""
    return Message(text, values)


class UnreadableNumber(ValueError):
    """A typed number that is no whole number; `advice` says what to type instead."""

    def __init__(self, advice: Message) -> None:
        super().__init__(str(advice))
        self.advice = advice


def nfc(value: str) -> str:
    """NFC with line ends as \\n and control and direction characters dropped (Unicode Cc, Cf)."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def folded(value: str) -> str:
    """The form that search compares: no case, no marks, đ as d, single spaces."""
    plain = unicodedata.normalize("NFD", value.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def read_count(typed: str) -> int | None:
    """A whole number ≥ 0 from "1791", "1.791" or "1 791"; None from nothing.

    Raises UnreadableNumber: "1,791" may mean 1791 or 1,791, so it is refused with advice.
    """
    value = nfc(typed).replace(NBSP, " ").strip()
    if not value:
        return None
    if _AMBIGUOUS.fullmatch(value):
        plain = value.replace(",", "")
        raise UnreadableNumber(
            msg(
                "“{typed}” có thể hiểu theo hai cách. Nếu là {grouped}, gõ {grouped} hoặc {plain}.",
                typed=value,
                grouped=number(int(plain)),
                plain=plain,
            )
        )
    compact = value.replace(" ", "")
    if _GROUPED.fullmatch(compact):
        compact = compact.replace(".", "")
    if not (compact.isascii() and compact.isdigit()) or len(compact) > 12:
        raise UnreadableNumber(
            msg(
                "“{typed}” không phải là số nguyên. Chỉ gõ chữ số, ví dụ 1791 hoặc 1.791.",
                typed=value[:40],
            )
        )
    return int(compact)


def shortened(value: str, most: int) -> str:
    """At most so many characters, with … where something was cut off."""
    return value if len(value) <= most else value[:most].rstrip() + "…"


def number(value: int | Decimal, places: int | None = None) -> str:
    """1791 as "1.791"; Decimal("98.5") as "98,5"."""
    shown = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return shown.translate(str.maketrans(",.", ".,"))


def percent(part: int, whole: int) -> str | None:
    """part/whole as "0,22%" (two places at the most, half up); None when whole is 0."""
    if whole == 0:
        return None
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return number(share.normalize() if share % 1 else share.quantize(Decimal(1))) + "%"


def date(value: dt.date) -> str:
    """05/03/2026."""
    return value.strftime("%d/%m/%Y")


def read_date(typed: str) -> dt.date | None:
    """A date from 5/3/2026 or 2026-03-05; None from nothing; else, or before 1900, ValueError."""
    value = nfc(typed).strip()
    if not value:
        return None
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value):
        value = "{2}-{1:0>2}-{0:0>2}".format(*match.groups())
    day = dt.date.fromisoformat(value)
    if day.year < 1900:
        raise ValueError(typed)
    return day


def as_date(iso: str | None) -> str | None:
    """A stored ISO date as 05/03/2026; what is no date is given back as it is."""
    try:
        return date(dt.date.fromisoformat(iso)) if iso else iso
    except ValueError:
        return iso


def read_time(typed: str) -> dt.time:
    """A time of day from 14:05, 14h05, 14 giờ 5 or 14h; ValueError for anything else."""
    match = re.fullmatch(r"(\d{1,2})\s*(?:[:hg.]|giờ)\s*(\d{0,2})\s*(?:phút)?", nfc(typed).strip())
    if match is None:
        raise ValueError(typed)
    return dt.time(int(match[1]), int(match[2] or 0))


def moment(value: dt.datetime) -> str:
    """A stored moment as people in Viet Nam write it: 14:05 ngày 05/03/2026."""
    here = clock.local(value)
    return f"{here:%H:%M} ngày {here:%d/%m/%Y}"


def time_of_day(value: dt.datetime) -> str:
    """14:05 on the wall clock of Viet Nam."""
    return f"{clock.local(value):%H:%M}"


def long_date(value: dt.date) -> str:
    """ngày 05 tháng 3 năm 2026: days below 10 and months 1 and 2 with a leading 0.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.
    """
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def long_time(value: dt.datetime) -> str:
    """08 giờ 30 on the wall clock of Viet Nam, as minutes write it."""
    here = clock.local(value)
    return f"{here:%H} giờ {here:%M}"


def document_number(value: int | None, series: str) -> str:
    """05/BB-ĐKT; below 10 with a leading 0 (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3)."""
    return f"{'……' if value is None else f'{value:02}'}/{series}"


def given_name_key(full_name: str) -> tuple[str, str]:
    """Sort key of people: by given name, the last word, then the whole name."""
    words = folded(full_name).split()
    return (words[-1] if words else "", " ".join(words))


def alphabetical(value: str) -> tuple[list[int], list[int]]:
    """Sort key of the Vietnamese alphabet, a ă â b c d đ e ê …; tones only part equal letters."""
    letters, tones = [], []
    for char in nfc(value).casefold():
        marks = unicodedata.normalize("NFD", char)
        bare = unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES))[:1]
        letters.append(_ALPHABET.find(bare) if bare in _ALPHABET else ord(bare) - 0x110000)
        tones.append(max(_TONES.find(mark) for mark in marks) + 1)
    return letters, tones


def sentence(value: str) -> str:
    """The text with its first letter raised and no stop at the end, ready to stand in a list."""
    return raised(" ".join(value.split()).rstrip(" .;,"))


def link_host(value: str) -> str | None:
    """Where an http or https link leads: "dichvucong.gov.vn"; None for all else.

    Also None where readers disagree about the host: names and passwords before it, backslashes,
    letters beyond ASCII.
    """
    match = _LINK.fullmatch(value)
    return match[1].lower() if match else None


def raised(value: str) -> str:
    """The text with its first letter raised."""
    return value[:1].upper() + value[1:]
