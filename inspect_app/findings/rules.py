"""Kinds and causes of findings, what they must say, and how conclusions are drafted."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import text
from ..checklists import rules as wording
from ..checklists.items import Checklist, Heading, Item
from ..errors import Conflict, RuleBroken
from ..text import msg
from ..visits.register import Answer
from .phrases import SHIPPED, Library

TEXT_LIMIT = 2000
COUNTED = ("pass", "partial", "fail", "not_applicable")


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


class LineChange(enum.StrEnum):
    """Why a sentence has another version; only drafted and withdrawn are the server's doing."""

    DRAFTED = "drafted"
    WITHDRAWN = "withdrawn"
    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"
    RESTORED = "restored"
    MOVED = "moved"


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
    library: Library = SHIPPED,
) -> list[Drafted]:
    """The proposed sentences, heading by heading: results, strengths, then shortcomings.

    A failed or unchecked item states no result; its figures still do. Words of the team's own stand
    as they are.
    """
    found = list(findings)
    lines: list[Drafted] = []
    for heading in checklist.headings:
        if summary := _summary(heading, answers, library):
            lines.append(Drafted(heading.code, LineKind.RESULT, summary, f"heading:{heading.code}"))
        for item in heading.items:
            sentence = _result(item, answers.get(item.code, Answer()), library)
            if sentence:
                lines.append(Drafted(heading.code, LineKind.RESULT, sentence, f"item:{item.code}"))
        own = [finding for finding in found if finding.heading == heading.code]
        for kind, chosen in ((LineKind.STRENGTH, False), (LineKind.SHORTCOMING, True)):
            lines += [
                Drafted(heading.code, kind, _found(f, several_units, library), f"finding:{f.id}")
                for f in own
                if (f.kind is FindingKind.SHORTCOMING) is chosen
            ]
    return lines


def _summary(heading: Heading, answers: Mapping[str, Answer], library: Library) -> str:
    """How many items of the heading were checked, and with what result."""
    counts = Counter(answers.get(item.code, Answer()).result for item in heading.items)
    total, checked = len(heading.items), len(heading.items) - counts["unchecked"]
    if not checked:
        return ""
    parts = [library.fill(f"heading.{k}", {"count": counts[k]}) for k in COUNTED if counts[k]]
    slots = {"checked": checked, "total": total, "results": ", ".join(parts)}
    return library.fill("heading.summary", slots)


def _result(item: Item, answer: Answer, library: Library) -> str:
    said = answer.cell("wording").value
    if said and answer.result not in wording.FAILED:
        return text.sentence(said)
    if answer.result == "not_applicable":
        return ""
    passed = answer.result == "pass"
    if not passed and not isinstance(answer.value, dict):
        return ""
    statement = wording.sentence(item, answer.value, passed=passed)
    key = "item.passed" if passed else "item.figures"
    return text.sentence(library.fill(key, {"statement": statement})) if statement else ""


def _found(finding: Found, several_units: bool, library: Library) -> str:
    said = library.fill(f"finding.{finding.kind}", {"text": finding.text})
    if several_units:
        slots = {"units": ", ".join(finding.units), "text": said}
        said = library.fill("finding.several_units", slots)
    return text.sentence(said)
