"""Kinds and causes of findings, what they must say, and how conclusions are drafted."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import text
from ..checklists import rules as wording
from ..checklists.items import Checklist, Heading
from ..errors import Conflict, RuleBroken
from ..text import msg
from ..visits.register import Answer

TEXT_LIMIT = 2000
RESULT_WORDS = {
    "pass": "đạt",
    "partial": "đạt một phần",
    "fail": "chưa đạt",
    "not_applicable": "không áp dụng",
}


class FindingKind(enum.StrEnum):
    """What a finding is."""

    SHORTCOMING = "shortcoming"
    STRENGTH = "strength"
    GOOD_PRACTICE = "good_practice"


class Cause(enum.StrEnum):
    """Where the cause lies: with the unit, a system such as the software, or a higher level."""

    UNIT = "unit"
    SYSTEM = "system"
    HIGHER_LEVEL = "higher_level"


class LineKind(enum.StrEnum):
    """Where a sentence stands under its heading."""

    RESULT = "result"
    STRENGTH = "strength"
    SHORTCOMING = "shortcoming"


@dataclass(frozen=True)
class Drafted:
    """A sentence the server proposes.

    `source` is heading:<code>, item:<code>, finding:<id>, or what a later feature calls its own, of
    at most 60 characters.
    """

    heading: str
    kind: LineKind
    text: str
    source: str


@dataclass(frozen=True)
class Found:
    """What drafting needs to know of a finding."""

    id: str
    kind: FindingKind
    heading: str
    text: str
    units: tuple[str, ...]


def check_text(typed: str, field: str = "text") -> str:
    """What was typed in NFC; raises RuleBroken naming the field when empty or too long."""
    cleaned = _cleaned(typed)
    if not cleaned:
        empty = msg("Chưa ghi nội dung.")
        raise RuleBroken(empty, {field: empty})
    if len(cleaned) > TEXT_LIMIT:
        long = msg("Nội dung dài quá {limit} ký tự.", limit=TEXT_LIMIT)
        raise RuleBroken(long, {field: long})
    return cleaned


def _cleaned(typed: str) -> str:
    return " ".join(text.nfc(typed).split())


def check_unchanged(seen: str | None, current: str, typed: str) -> None:
    """Raise Conflict when another person changed the text since it was shown; both are told."""
    if seen is None or current in (_cleaned(seen), _cleaned(typed)):
        return
    raise Conflict(
        msg(
            "Người khác vừa sửa thành: “{current}”. Lưu lại để thay bằng bản của bạn.",
            current=current,
        )
    )


def draft(
    checklist: Checklist,
    answers: Mapping[str, Answer],
    findings: Iterable[Found],
    several_units: bool,
) -> list[Drafted]:
    """The proposed sentences, heading by heading: results, strengths, then shortcomings.

    A failed or unchecked item states no result; its figures still do.
    """
    found = list(findings)
    lines: list[Drafted] = []
    for heading in checklist.headings:
        if summary := _summary(heading, answers):
            lines.append(Drafted(heading.code, LineKind.RESULT, summary, f"heading:{heading.code}"))
        for item in heading.items:
            sentence = _result(checklist, item.code, answers.get(item.code, Answer()))
            if sentence:
                lines.append(Drafted(heading.code, LineKind.RESULT, sentence, f"item:{item.code}"))
        own = [finding for finding in found if finding.heading == heading.code]
        for kind, chosen in ((LineKind.STRENGTH, False), (LineKind.SHORTCOMING, True)):
            lines += [
                Drafted(heading.code, kind, _with_units(f, several_units), f"finding:{f.id}")
                for f in own
                if (f.kind is FindingKind.SHORTCOMING) is chosen
            ]
    return lines


def _summary(heading: Heading, answers: Mapping[str, Answer]) -> str:
    """How many items of the heading were checked, and with what result."""
    counts = Counter(answers.get(item.code, Answer()).result for item in heading.items)
    checked = len(heading.items) - counts["unchecked"]
    if not checked:
        return ""
    parts = [f"{counts[key]} {word}" for key, word in RESULT_WORDS.items() if counts[key]]
    return f"Đã kiểm tra {checked}/{len(heading.items)} nội dung: {', '.join(parts)}"


def _result(checklist: Checklist, code: str, answer: Answer) -> str:
    said = answer.cell("wording").value
    if said and answer.result not in wording.FAILED:
        return text.sentence(said)
    if answer.result == "not_applicable":
        return ""
    passed = answer.result == "pass"
    if not passed and not isinstance(answer.value, dict):
        return ""
    return wording.sentence(checklist.items[code], answer.value, passed=passed)


def _with_units(finding: Found, several_units: bool) -> str:
    if not several_units:
        return text.sentence(finding.text)
    return text.sentence(f"{', '.join(finding.units)}: {finding.text}")
