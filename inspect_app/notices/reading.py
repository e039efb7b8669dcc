"""How what was typed of a notice is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import text
from ..checklists import rules as wording
from ..errors import RuleBroken
from ..text import Message, UnreadableNumber, msg
from .rules import CHOICES, COUNTS, REMARK

LINE_LIMIT = {"place": 200, "qr_target": 500}
NUMBER_LIMIT = 80


def read(aspect: str, typed: Mapping[str, str]) -> Any:
    """The stored value of one of ASPECTS from the form's fields; RuleBroken for an unreadable one.

    Counts and decisions are flat mappings, None when empty; all else is text.
    """
    value = typed.get("value", "")
    if aspect in CHOICES:
        return _one_of(value, aspect)
    if aspect == "counts":
        return _counts(typed) or None
    if aspect == "decision":
        return _decision(typed) or None
    if aspect == REMARK:
        return wording.read_note(value)
    return _line(value, "value", LINE_LIMIT[aspect])


def _one_of(value: str, aspect: str) -> str:
    if value not in ("", *(choice.value for choice in CHOICES[aspect])):
        raise RuleBroken(msg("Lựa chọn “{typed}” không có.", typed=value[:40]))
    return value


def _line(typed: str, name: str, limit: int) -> str:
    value = " ".join(text.nfc(typed).split())
    if len(value) > limit:
        long = msg("Dài quá {limit} ký tự.", limit=limit)
        raise RuleBroken(long, {name: long})
    return value


def _counts(typed: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    faults: dict[str, Message] = {}
    for name in COUNTS:
        try:
            count = text.read_count(typed.get(name, ""))
        except UnreadableNumber as error:
            faults[name] = error.advice
        else:
            found |= {} if count is None else {name: count}
    if faults:
        raise RuleBroken(next(iter(faults.values())), faults)
    return found


def _decision(typed: Mapping[str, str]) -> dict[str, str]:
    number = _line(typed.get("number", ""), "number", NUMBER_LIMIT)
    try:
        day = text.read_date(typed.get("date", ""))
    except ValueError:
        wrong = msg("Không có ngày này. Gõ dạng 05/03/2026.")
        raise RuleBroken(wrong, {"date": wrong}) from None
    return ({"number": number} if number else {}) | ({"date": day.isoformat()} if day else {})
