"""What is typed to draw a sample; shape only."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping

from .. import receipts, text
from ..errors import RuleBroken, one_of
from ..text import Message, UnreadableNumber, msg
from .drawing import Draw
from .models import Method, SeedSource
from .sampling import read_seed

CONFIDENCES = (90, 95, 99)
DICE = re.compile(r"(?:\s*[0-9]){6,}\s*")


def register_of(form: Mapping[str, str]) -> uuid.UUID | None:
    """The chosen register; None where none is named."""
    return receipts.read_id(form.get("register", ""))


def read_draw(form: Mapping[str, str]) -> Draw:
    """What is to be drawn, as typed; RuleBroken naming each field at fault."""
    faults: dict[str, Message] = {}
    source = one_of(SeedSource, form.get("seed_source", ""))
    seed, witness = _seed(form, source, faults), _line(form, "witness")
    if not witness:
        faults["witness"] = msg("Ghi họ tên người của đơn vị chứng kiến.")
    size, confidence, margin = _size(form, faults)
    if faults:
        raise RuleBroken(next(iter(faults.values())), faults)
    return Draw(
        method=one_of(Method, form.get("method", "")),
        with_late=form.get("with_late") == "yes",
        seed=seed,
        seed_source=source,
        witness=witness[:200],
        reason=_line(form, "reason")[:2000],
        size=size,
        confidence=confidence,
        margin=margin,
    )


def _line(form: Mapping[str, str], name: str) -> str:
    return " ".join(text.nfc(form.get(name, "")).split())


def _seed(form: Mapping[str, str], source: SeedSource, faults: dict[str, Message]) -> str:
    try:
        seed = read_seed(form.get("seed", ""))
    except RuleBroken as error:
        faults["seed"] = error.message
        return ""
    if source is SeedSource.DICE and not DICE.fullmatch(seed):
        faults["seed"] = msg("Số xúc xắc chỉ gồm chữ số, ít nhất 6 lần tung.")
    elif len(seed) > 200:
        faults["seed"] = msg("Số bốc thăm dài quá 200 ký tự.")
    return seed


Size = tuple[int | None, float | None, float | None]


def _size(form: Mapping[str, str], faults: dict[str, Message]) -> Size:
    if form.get("sizing") == "computed":
        return None, _confidence(form, faults), _margin(form, faults)
    try:
        size = text.read_count(form.get("size", ""))
    except UnreadableNumber as error:
        faults["size"] = error.advice
        return None, None, None
    if not size:
        faults["size"] = msg("Ghi số hồ sơ cần rút, ít nhất 1.")
    return size, None, None


def _confidence(form: Mapping[str, str], faults: dict[str, Message]) -> float | None:
    typed = form.get("confidence", "")
    if typed not in {str(choice) for choice in CONFIDENCES}:
        faults["confidence"] = msg("Chọn độ tin cậy.")
        return None
    return int(typed) / 100


def _margin(form: Mapping[str, str], faults: dict[str, Message]) -> float | None:
    match = re.fullmatch(r"(\d{1,2})(?:[.,](\d))?\s*%?", form.get("margin", "").strip(), re.ASCII)
    tenths = int(match[1]) * 10 + int(match[2] or 0) if match else 0
    if not 10 <= tenths <= 500:
        faults["margin"] = msg("Sai số từ 1% đến 50%, ví dụ 5 hoặc 7,5.")
        return None
    return tenths / 1000
