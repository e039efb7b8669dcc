"""What the sample of a visit comes to: how it was drawn, what was found, and in what words."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .. import text
from ..findings import library
from ..findings.rules import Drafted, LineKind
from ..findings.sources import source
from ..text import Message, msg
from ..visits.models import Visit
from ..visits.queries import checklist_of
from . import queries
from .answers import Check
from .models import Method, Sample, SampledDossier, SeedSource, Why
from .rules import ITEMS, SAID, SAMPLE_ITEM, Defect
from .statistics import Counted, Tally, by_field, tally

METHODS: dict[Method, Message] = {
    Method.RANDOM: msg("ngẫu nhiên trong toàn bộ danh sách"),
    Method.STRATIFIED: msg("ngẫu nhiên theo từng lĩnh vực"),
}
SOURCES: dict[SeedSource, Message] = {
    SeedSource.DICE: msg("tung xúc xắc tại chỗ"),
    SeedSource.TYPED: msg("đại diện đơn vị nêu"),
}
NOT_UP_TO = msg("chưa đạt yêu cầu")


@dataclass(frozen=True)
class Part:
    """One draw in force, or what was only added by hand (`sample` None), with what was found."""

    sample: Sample | None
    rows: tuple[SampledDossier, ...]
    checks: Mapping[uuid.UUID, Check]
    populations: Mapping[str, int]

    @property
    def key(self) -> str:
        """What it is called in sources: the hex of the draw's id, or "added"."""
        return self.sample.id.hex if self.sample else "added"

    @property
    def sentences(self) -> dict[str, Message]:
        """What the minutes can say of it: how it was drawn, then of each matter what was found."""
        return dict((*_drawn(self), *_unfinished(self), *_found(self)))

    @property
    def counted(self) -> list[Counted]:
        """Its dossiers for counting."""
        return [
            Counted(row.field, row.why in queries.RANDOM, self.checks[row.id].faults)
            for row in self.rows
        ]

    @property
    def population(self) -> int | None:
        """How many dossiers the register holds."""
        return self.sample.population if self.sample else None

    @property
    def tallies(self) -> dict[str, Tally]:
        """Of each matter that was asked how often it is faulty: the five defects, then items."""
        counted = self.counted
        found = {key: tally(counted, key, self.population) for key in (*Defect, *ITEMS)}
        return {key: result for key, result in found.items() if result.all_n}

    @property
    def fields(self) -> dict[str, dict[str, Tally]]:
        """The same by field, then by matter."""
        counted = self.counted
        found: dict[str, dict[str, Tally]] = {}
        for key in (*Defect, *ITEMS):
            for field, result in by_field(counted, key, self.populations).items():
                if result.all_n:
                    found.setdefault(field, {})[key] = result
        return found


@dataclass(frozen=True)
class Summary:
    """The whole sample. `late` counts dossiers found late, `with_apology` those with a letter.

    `missing` are those drawn that could not be found; `sentences` are ready for the minutes.
    """

    parts: tuple[Part, ...]
    missing: tuple[SampledDossier, ...]

    @property
    def rows(self) -> list[SampledDossier]:
        """All dossiers that are to be checked, in order."""
        return [row for part in self.parts for row in part.rows]

    @property
    def checks(self) -> list[Check]:
        """What is known of them, in the same order."""
        return [part.checks[row.id] for part in self.parts for row in part.rows]

    @property
    def checked(self) -> int:
        """Of how many every item has its result."""
        return sum(check.done for check in self.checks)

    @property
    def late(self) -> int:
        """How many are late, by what was tapped, else by their times."""
        return sum(check.has(Defect.LATE) for check in self.checks)

    @property
    def with_apology(self) -> int:
        """How many of the late ones have an apology letter."""
        return sum(check.has(Defect.LATE) and check.apology is True for check in self.checks)

    @property
    def letters_unknown(self) -> int:
        """Of how many late ones nobody has said whether there is a letter."""
        return sum(check.has(Defect.LATE) and check.apology is None for check in self.checks)

    @property
    def sentences(self) -> list[Message]:
        """What the minutes can say, draw by draw."""
        return [said for part in self.parts for said in part.sentences.values()]


def summary_of(visit: Visit) -> Summary:
    """The sample of an authorised visit."""
    rows = queries.to_check(visit)
    checks = queries.load_checks(visit, rows)
    draws = queries.in_force(queries.samples(visit))
    parts = [_part(sample, rows, checks) for sample in draws]
    added = tuple(row for row in rows if row.sample_id is None)
    if added:
        parts.append(Part(None, added, checks, {}))
    current = {sample.id for sample in draws}
    missing = [s for s in queries.sampled_of(visit) if s.missing_at and s.sample_id in current]
    return Summary(tuple(parts), tuple(missing))


def describe(sample: Sample) -> Message:
    """How it was drawn, in one sentence of the minutes."""
    return msg(
        "Rút {size} trong {population} hồ sơ của {unit}, {method}; số bốc thăm “{seed}” ({source}, "
        "chứng kiến: {witness}).",
        size=text.number(sample.size),
        population=text.number(sample.population),
        unit=sample.register.unit.label,
        method=METHODS[sample.method],
        seed=sample.seed,
        source=SOURCES[sample.seed_source],
        witness=sample.witness,
    )


def _part(sample: Sample, rows: list[SampledDossier], checks: Mapping[uuid.UUID, Check]) -> Part:
    own = tuple(row for row in rows if row.sample_id == sample.id)
    return Part(sample, own, checks, queries.counts_by_field(sample.register))


def _drawn(part: Part) -> Iterator[tuple[str, Message]]:
    if part.sample is None:
        count = text.number(len(part.rows))
        yield "drawn", msg("Kiểm tra thêm {count} hồ sơ do đoàn chọn.", count=count)
        return
    yield "drawn", describe(part.sample)
    late = sum(row.why is Why.LATE for row in part.rows)
    if late:
        count = text.number(late)
        yield "late", msg("Kiểm tra thêm {count} hồ sơ trễ hạn còn lại.", count=count)
    replaced = sum(row.why is Why.REPLACEMENT for row in part.rows)
    if replaced:
        yield (
            "replaced",
            msg(
                "{count} hồ sơ rút được không tìm thấy, đã thay bằng hồ sơ kế tiếp theo số bốc "
                "thăm.",
                count=text.number(replaced),
            ),
        )


def _unfinished(part: Part) -> Iterator[tuple[str, Message]]:
    done = sum(part.checks[row.id].done for row in part.rows)
    if done < len(part.rows):
        yield (
            "unfinished",
            msg(
                "Mới kiểm tra xong {done}/{all} hồ sơ; các tỷ lệ sau tính trên hồ sơ đã kiểm tra.",
                done=text.number(done),
                all=text.number(len(part.rows)),
            ),
        )


def _found(part: Part) -> Iterator[tuple[str, Message]]:
    for key, found in part.tallies.items():
        if found.n and (found.k or key in SAID):
            yield key, found.sentence(SAID[Defect(key)] if key in SAID else of_item(key))


def of_item(code: str) -> Message:
    """What completes "3/30 hồ sơ (10,0%) …" of a faulty item."""
    return msg("{verdict} ở nội dung {code}", verdict=NOT_UP_TO, code=code)


def questions(visit: Visit) -> dict[str, tuple[str, str]]:
    """What each item asks, in Vietnamese and English; only those of the visit's checklist."""
    items = checklist_of(visit).items
    return {c: (items[c].question_vi, items[c].question_en) for c in ITEMS if c in items}


@source
def proposed(visit: Visit) -> list[Drafted]:
    """The sample's sentences as results of the heading of HS-01; `source` is sample:<draw>:<what>.

    The draw is the hex of its id, or "added".
    """
    checklist, phrases = checklist_of(visit), library.current()
    item = checklist.items.get(SAMPLE_ITEM)
    heading = item.heading if item else checklist.headings[0].code
    return [
        Drafted(heading, LineKind.RESULT, text.sentence(said), f"sample:{part.key}:{what}")
        for part in summary_of(visit).parts
        for what, message in part.sentences.items()
        for said in [phrases.fill(phrase_of(part, what, message), message.values)]
    ]


def phrase_of(part: Part, what: str, said: Message) -> str:
    """The key of the phrase that a sentence of `Part.sentences` is worded by."""
    if what == "drawn":
        return "sample.drawn" if part.sample else "sample.added"
    if what in ("late", "replaced", "unfinished"):
        return f"sample.{what}"
    if "low" not in said.values:
        return "sample.fault_of_all"
    return "sample.fault" if "population" in said.values else "sample.fault_of_unknown"
