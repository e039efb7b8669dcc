"""What the minutes say of a sample: how it was drawn, its dossiers, what they come to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class SampleDraw:
    """How a sample was drawn; `strata` gives (field, how many), () when drawn from all together.

    The register is named by its file and that file's SHA-256; `codes_sha256` is over its sorted
    codes, each followed by a line feed.
    """

    unit: str
    register: str
    register_sha256: str
    population: int
    size: int
    computed: str
    method: str
    with_late: bool
    strata: tuple[tuple[str, int], ...]
    seed: str
    seed_source: str
    witness: str
    reason: str
    drawn_at: dt.datetime
    codes_sha256: str


@dataclass(frozen=True)
class SampleRow:
    """One checked dossier; `results` are keys of RESULT_MARKS, the rest finished texts."""

    code: str
    field: str
    why: str
    results: tuple[str, ...]
    lateness: str
    note: str


@dataclass(frozen=True)
class MissingDossier:
    """One that was drawn and could not be found; `replaced_by` is "" where nothing replaced it."""

    code: str
    replaced_by: str


@dataclass(frozen=True)
class SampleCount:
    """How often one matter is faulty: finished texts, and share, low and high end in thousandths.

    `count` is of those that chance chose, `of_all` also of those chosen for a reason; `bar` is
    None where chance chose none.
    """

    matter: str
    count: str
    of_all: str
    share: str
    interval: str
    bar: tuple[int, int, int] | None


@dataclass(frozen=True)
class SamplePart:
    """One draw (None: dossiers that the team added) with its dossiers and what they come to.

    `items` are the codes of the items to which each row's results belong, in order.
    """

    draw: SampleDraw | None
    items: tuple[str, ...]
    rows: tuple[SampleRow, ...]
    missing: tuple[MissingDossier, ...]
    counts: tuple[SampleCount, ...]
    late_by_field: tuple[SampleCount, ...]
