"""A checklist as frozen values: headings, items, their figures, checks and wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One named number of an item; `unit_vi` is the counted thing ("hồ sơ")."""

    key: str
    label_vi: str
    label_en: str
    unit_vi: str


@dataclass(frozen=True)
class AtMost:
    """A rule that refuses: `part` is never greater than `whole`."""

    part: str
    whole: str
    message_vi: str
    message_en: str


@dataclass(frozen=True)
class SumCheck:
    """A rule that only points out: the sum of `parts` should be the sum of `equals`."""

    parts: tuple[str, ...]
    equals: tuple[str, ...]
    message_vi: str
    message_en: str


@dataclass(frozen=True)
class Share:
    """A rate to compute: part / whole."""

    part: str
    whole: str
    label_vi: str
    label_en: str


@dataclass(frozen=True)
class Option:
    """One possible value of a choice."""

    key: str
    label_vi: str
    label_en: str


@dataclass(frozen=True)
class When:
    """When the wording with figures fits: `part` > 0, or `part` < `whole` where one is named."""

    part: str
    whole: str | None

    def holds(self, figures: Mapping[str, int]) -> bool:
        """Whether the filled figures show the fault."""
        if self.part not in figures or (self.whole and self.whole not in figures):
            return False
        return figures[self.part] < figures[self.whole] if self.whole else figures[self.part] > 0


@dataclass(frozen=True)
class Clause:
    """A piece of the sentence for the minutes, used when all it needs is filled."""

    text: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One thing asked. `answer_type`: yes_no, count, percent, date, text, choice or photo.

    `photo_required`: never, always or when_failed.
    """

    code: str
    heading: str
    area_vi: str
    question_vi: str
    question_en: str
    answer_type: str
    evidence_vi: str
    legal_basis: str
    photo_required: str
    options: tuple[Option, ...]
    figures: tuple[Figure, ...]
    at_most: tuple[AtMost, ...]
    sums: tuple[SumCheck, ...]
    share: Share | None
    clauses: tuple[Clause, ...]
    finding_vi: str
    figure_finding: str | None
    figure_finding_when: When | None
    request_vi: str
    value_label_vi: str | None
    value_label_en: str | None


@dataclass(frozen=True)
class Heading:
    """One of the seven official headings with its items."""

    code: str
    title_vi: str
    title_en: str
    short_vi: str
    short_en: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Checklist:
    """One version of a checklist."""

    key: str
    name_vi: str
    name_en: str
    headings: tuple[Heading, ...]

    @property
    def items(self) -> dict[str, Item]:
        """The items by code, in order."""
        return {item.code: item for heading in self.headings for item in heading.items}


PLAIN = (
    *("code", "heading", "area_vi", "question_vi", "question_en", "answer_type"),
    *("evidence_vi", "legal_basis", "photo_required", "finding_vi", "request_vi"),
    *("figure_finding", "value_label_vi", "value_label_en"),
)


def read(content: dict[str, Any]) -> Checklist:
    """The frozen value of a version's JSON; raises KeyError where something is missing."""
    items = [_item(raw) for raw in content["items"]]
    headings = tuple(
        Heading(
            raw["code"],
            raw["title_vi"],
            raw["title_en"],
            raw["short_vi"],
            raw["short_en"],
            tuple(item for item in items if item.heading == raw["code"]),
        )
        for raw in content["headings"]
    )
    return Checklist(content["key"], content["name_vi"], content["name_en"], headings)


def _item(raw: dict[str, Any]) -> Item:
    figures = tuple(Figure(**figure) for figure in raw["figures"])
    checks = raw["checks"]
    share = Share(**raw["share"]) if raw.get("share") else _percent_share(raw["answer_type"])
    return Item(
        **{name: raw[name] for name in PLAIN},
        options=tuple(Option(**option) for option in raw["options"]),
        figures=figures,
        at_most=tuple(_at_most(check) for check in checks if check["kind"] == "at_most"),
        sums=tuple(_sum(check) for check in checks if check["kind"] == "sum"),
        share=share,
        clauses=tuple(Clause(c["text"], tuple(c["needs"])) for c in raw["sentence_vi"]),
        figure_finding_when=_when(raw["figure_finding_when"]),
    )


def _when(raw: dict[str, str] | None) -> When | None:
    if raw is None:
        return None
    return When(raw.get("part") or raw["figure"], raw.get("whole"))


def _percent_share(answer_type: str) -> Share | None:
    if answer_type != "percent":
        return None
    return Share("numerator", "denominator", "Tỷ lệ", "Rate")


def _at_most(raw: dict[str, Any]) -> AtMost:
    return AtMost(raw["part"], raw["whole"], raw["message_vi"], raw["message_en"])


def _sum(raw: dict[str, Any]) -> SumCheck:
    return SumCheck(tuple(raw["parts"]), tuple(raw["equals"]), raw["message_vi"], raw["message_en"])
