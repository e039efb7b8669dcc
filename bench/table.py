"""The results as Markdown: a table with ratios, and what was found besides."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence

from bench.measure import Comparison, Cost
from inspect_app import clock

HEAD = "| work | what | product | floor | ratio | at most | |"
FIELDS = {"wall": "wall", "cpu": "CPU", "memory": "peak memory"}
MEBIBYTE = 1024 * 1024


def markdown(comparisons: Sequence[Comparison]) -> str:
    """The whole report."""
    lines = [f"# Benchmarks of {clock.local(clock.now()):%Y-%m-%d %H:%M}", "", _machine(), ""]
    lines += [HEAD, "|" + " --- |" * (HEAD.count("|") - 1)]
    lines += [row for comparison in comparisons for row in _rows(comparison)]
    lines += ["", "Product and floor run in turns; the figures are medians.", ""]
    lines += [f"- Floor of “{one.title}”: {one.floor_title}." for one in comparisons]
    lines += [f"- {note}" for one in comparisons for note in one.notes]
    return "\n".join(lines) + "\n"


def _rows(one: Comparison) -> Iterator[str]:
    for field, name in FIELDS.items():
        if getattr(one.product, field) is None:
            continue
        ratio, limit = one.ratio(field), one.limits.get(field)
        verdict = "" if limit is None else ("met" if ratio <= limit else "**missed**")
        cells = (
            one.title,
            name,
            _shown(one.product, field),
            _shown(one.floor, field),
            f"{ratio:.2f}",
            "" if limit is None else f"{limit:g}",
            verdict,
        )
        yield f"| {' | '.join(cells)} |"


def _shown(cost: Cost, field: str) -> str:
    value = float(getattr(cost, field))
    if field == "memory":
        return f"{value / MEBIBYTE:.0f} MiB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.2f} ms"


def _machine() -> str:
    load, cores = os.getloadavg()[0], os.cpu_count()
    return f"Python {platform.python_version()}, {cores} cores, load {load:.1f} at the end."
