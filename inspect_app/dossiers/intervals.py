"""What a sample says about all dossiers: a share and the interval in which the whole lies."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import NormalDist

from .. import text
from ..text import Message, msg

# Below this, Wilson's interval covers too seldom near 0 and 1.
EXACT_BELOW = 40

Interval = tuple[float, float]


def wilson(k: int, n: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval without continuity correction, fractions; ValueError as interval.

    Source: Wilson 1927, JASA 22:209; method 3 of Newcombe 1998, Statistics in Medicine 17:857.
    """
    _check(k, n)
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    middle = (k + z2 / 2) / (n + z2)
    half = math.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
    # Rounding must not leave 1e-17 where the bound is 0 itself.
    return (0.0 if k == 0 else middle - half), (1.0 if k == n else middle + half)


def exact(k: int, n: int, confidence: float = 0.95) -> Interval:
    """The Clopper-Pearson interval, fractions; ValueError as interval.

    Source: Clopper, Pearson 1934, Biometrika 26:404; method 5 of Newcombe 1998.
    """
    _check(k, n)
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else _rising_to(tail, lambda p: _probability(n, p, range(k, n + 1)))
    high = 1.0 if k == n else 1 - _rising_to(tail, lambda q: _probability(n, 1 - q, range(k + 1)))
    return low, high


def interval(k: int, n: int, population: int | None = None) -> Interval:
    """The 95 % interval for the population, fractions: exact below n = 40, else Wilson's.

    When the sample is the population it is the share itself; never below the k already seen, nor
    above what the n - k others leave. Raises ValueError unless 0 ≤ k ≤ n, 1 ≤ n ≤ population.
    """
    low, high = exact(k, n) if n < EXACT_BELOW else wilson(k, n)
    if population is None:
        return low, high
    if population < n:
        raise ValueError(f"a sample of {n} out of {population}")
    return max(low, k / population), min(high, (population - n + k) / population)


def sentence(k: int, n: int, population: int | None, what: Message | str) -> Message:
    """The finding in one plain sentence; `what` completes "3/30 hồ sơ (10,0%)", as "có trễ hạn".

    `population` None: not known. Raises ValueError as interval, but not for n = 0.
    """
    if n == 0:
        return msg("Chưa kiểm tra hồ sơ nào.")
    low, high = interval(k, n, population)
    slots = {"k": text.number(k), "n": text.number(n), "share": percent(Fraction(k, n))}
    if n == population:
        return msg("{k}/{n} hồ sơ ({share}) {what}; đã kiểm tra toàn bộ.", what=what, **slots)
    slots |= {"low": percent(Fraction(low)), "high": percent(Fraction(high))}
    if population is None:
        return msg(
            "{k}/{n} hồ sơ ({share}) {what}; ước tính cho toàn bộ hồ sơ: từ {low} đến {high} "
            "(độ tin cậy 95%).",
            what=what,
            **slots,
        )
    return msg(
        "{k}/{n} hồ sơ ({share}) {what}; ước tính cho toàn bộ {population} hồ sơ: từ {low} đến "
        "{high} (độ tin cậy 95%).",
        what=what,
        population=text.number(population),
        **slots,
    )


def percent(share: Fraction) -> str:
    """1/3 as "33,3%", half up."""
    tenths = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return text.number(tenths.quantize(Decimal("0.1"), ROUND_HALF_UP), 1) + "%"


def _check(k: int, n: int) -> None:
    if not (0 <= k <= n and n >= 1):
        raise ValueError(f"{k} of {n}")


def _probability(n: int, p: float, counts: range) -> float:
    """That one of `counts` successes turns up in n trials; through logarithms, for a large n."""
    if p in (0.0, 1.0):
        return float((n if p else 0) in counts)
    logs = math.log(p), math.log1p(-p)
    return math.fsum(math.exp(_log_choose(n, i) + i * logs[0] + (n - i) * logs[1]) for i in counts)


def _log_choose(n: int, i: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)


def _rising_to(target: float, of: Callable[[float], float]) -> float:
    """Where a function that rises over [0, 1] reaches the target; halved to the last bits."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if of(middle) < target else (low, middle)
    return (low + high) / 2
