"""How a typed value is read, checked and put into words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .. import text
from ..errors import RuleBroken
from ..text import Message, UnreadableNumber, msg
from .items import Figure, Item, Option, Share

RESULTS = ("pass", "partial", "fail", "not_applicable", "unchecked")
FAILED = ("fail", "partial")
TEXT_LIMIT = 4000
YES_NO = {"yes": "Có", "no": "Không"}
YES_NO_EN = {"yes": "Yes", "no": "No"}


def read_result(typed: str) -> str:
    """One of RESULTS; raises RuleBroken for anything else."""
    if typed not in RESULTS:
        raise RuleBroken(msg("Kết quả “{typed}” không có trong thang.", typed=typed[:40]))
    return typed


def read_value(item: Item, typed: Mapping[str, str]) -> Any:
    """The value as stored: figures {key: int}, "yes"/"no", an ISO date, an option's key or a text.

    `typed` holds the form's fields: one per figure key, else `value`. None when nothing is filled.
    Raises RuleBroken naming each field at fault.
    """
    if item.figures:
        return read_figures(item, typed) or None
    value = text.nfc(typed.get("value", "")).strip()
    if not value:
        return None
    if item.answer_type == "date":
        return _read_date(value)
    allowed = {"yes_no": ("yes", "no"), "choice": tuple(o.key for o in item.options)}
    if item.answer_type in allowed and value not in allowed[item.answer_type]:
        raise RuleBroken(msg("Lựa chọn này không có trong phiếu."))
    return read_note(value)


def read_note(typed: str) -> str:
    """A free text in NFC, at most 4.000 characters; raises RuleBroken when longer."""
    value = text.nfc(typed).strip()
    if len(value) > TEXT_LIMIT:
        raise RuleBroken(
            msg("Đoạn này dài {length} ký tự; tối đa {limit}.", length=len(value), limit=TEXT_LIMIT)
        )
    return value


def read_figures(item: Item, typed: Mapping[str, str]) -> dict[str, int]:
    """The filled figures by key; raises RuleBroken for an unreadable number or a part > whole."""
    figures: dict[str, int] = {}
    faults: dict[str, Message] = {}
    for figure in item.figures:
        try:
            number = text.read_count(typed.get(figure.key, ""))
        except UnreadableNumber as error:
            faults[figure.key] = error.advice
        else:
            if number is not None:
                figures[figure.key] = number
    faults |= {} if faults else _too_great(item, figures)
    if faults:
        raise RuleBroken(next(iter(faults.values())), faults)
    return figures


def _too_great(item: Item, figures: Mapping[str, int]) -> dict[str, Message]:
    return {
        rule.part: Message(
            rule.message_vi,
            {"part": text.number(figures[rule.part]), "whole": text.number(figures[rule.whole])},
            rule.message_en,
        )
        for rule in item.at_most
        if figures.get(rule.part, 0) > figures.get(rule.whole, figures.get(rule.part, 0))
    }


def warnings(item: Item, value: Any) -> list[Message]:
    """What does not add up among complete figures; pointed out, never refused."""
    if not isinstance(value, dict):
        return []
    found = []
    for rule in item.sums:
        if not all(key in value for key in rule.parts + rule.equals):
            continue
        left = sum(value[key] for key in rule.parts)
        right = sum(value[key] for key in rule.equals)
        if left != right:
            slots = {"left": left, "right": right, "difference": abs(left - right)}
            shown = {key: text.number(number) for key, number in slots.items()}
            found.append(Message(rule.message_vi, shown, rule.message_en))
    return found


def share(item: Item, value: Any) -> str | None:
    """The computed rate, such as "0,22%"; None while figures are missing or the whole is 0."""
    if item.share is None or not isinstance(value, dict):
        return None
    part, whole = value.get(item.share.part), value.get(item.share.whole)
    if part is None or whole is None:
        return None
    return text.percent(part, whole)


def shown_value(item: Item, value: Any, *, english: bool = False) -> str:
    """The value in words: for annex I, and beside the next visit's answer."""
    if value is None:
        return ""
    if isinstance(value, dict):
        filled = [f for f in item.figures if f.key in value]
        parts = [f"{_label(f, english)}: {text.number(value[f.key])}" for f in filled]
        rate = share(item, value)
        if rate is not None and item.share is not None:
            parts.append(f"{_label(item.share, english)}: {rate}")
        return "; ".join(parts)
    if item.answer_type == "date":
        return text.date(dt.date.fromisoformat(value))
    words = (YES_NO_EN if english else YES_NO) if item.answer_type == "yes_no" else {}
    words = words | {option.key: _label(option, english) for option in item.options}
    return words.get(value, str(value))


def _label(named: Figure | Share | Option, english: bool) -> str:
    return named.label_en if english else named.label_vi


def sentence(item: Item, value: Any, *, passed: bool) -> str:
    """The sentence of the minutes that states the answer; "" when nothing of it is filled.

    A clause that needs no figure says that all is well, so it stands only where the item passed.
    """
    slots = _slots(item, value)
    usable = [c for c in item.clauses if all(n in slots for n in c.needs) and (c.needs or passed)]
    return text.sentence("; ".join(clause.text.format(**slots) for clause in usable))


def finding_wording(item: Item, value: Any) -> str:
    """The default words of the shortcoming: with the figures where they are filled and show it."""
    when = item.figure_finding_when
    if item.figure_finding and when and isinstance(value, dict) and when.holds(value):
        try:
            return item.figure_finding.format(**_slots(item, value))
        except KeyError:  # a slot besides those of `when` is not filled
            return item.finding_vi
    return item.finding_vi


def _slots(item: Item, value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        slots = {key: text.number(number) for key, number in value.items()}
        rate = share(item, value)
        return slots | ({"share": rate} if rate is not None else {})
    return {"value": shown_value(item, value)} if value is not None else {}


def _read_date(value: str) -> str:
    try:
        day = text.read_date(value)
    except ValueError as error:
        text_ = msg("“{typed}” không phải là ngày. Gõ dạng 05/03/2026.", typed=value[:40])
        raise RuleBroken(text_, {"value": text_}) from error
    return day.isoformat() if day else ""
