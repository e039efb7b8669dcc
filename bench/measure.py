"""Timing two ways of doing the same work in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Cost:
    """Medians of one kind of work: wall-clock seconds; where known CPU seconds, and peak memory
    in bytes."""

    wall: float
    cpu: float | None = None
    memory: float | None = None


@dataclass(frozen=True)
class Comparison:
    """One benchmark: the product's cost, the floor's, the ratios by field of Cost that the
    product may reach, and what else was found, in finished sentences.
    """

    title: str
    floor_title: str
    product: Cost
    floor: Cost
    limits: dict[str, float]
    notes: tuple[str, ...] = ()

    def ratio(self, field: str) -> float:
        """How many times the floor the product costs."""
        return float(getattr(self.product, field) / getattr(self.floor, field))


def in_turns(product: Work, floor: Work, *, rounds: int, warm_up: int) -> tuple[Cost, Cost]:
    """Run both A B A B ... in this process and give the medians of each after the warm-up."""
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for number in range(warm_up + rounds):
        for work, kept in zip((product, floor), costs, strict=True):
            cost = _timed(work)
            if number >= warm_up:
                kept.append(cost)
    return median(costs[0]), median(costs[1])


def median(costs: list[Cost]) -> Cost:
    """The median of each field."""
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        cpu=_middle([cost.cpu for cost in costs]),
        memory=_middle([cost.memory for cost in costs]),
    )


def _middle(figures: list[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return statistics.median(known) if known else None


def _timed(work: Work) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)
