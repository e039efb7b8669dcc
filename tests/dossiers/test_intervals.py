"""Intervals against published values, and the sentence that states them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.dossiers.intervals import exact, interval, sentence, wilson
from inspect_app.text import msg

SAMPLES = st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))

# Newcombe, Statistics in Medicine 17:857 (1998), table I: methods 3 (score) and 5 (exact).
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("k", "n", "score", "clopper_pearson"), NEWCOMBE)
def test_the_intervals_are_the_published_ones(
    k: int, n: int, score: tuple[float, float], clopper_pearson: tuple[float, float]
) -> None:
    assert wilson(k, n) == pytest.approx(score, abs=5e-5)
    assert exact(k, n) == pytest.approx(clopper_pearson, abs=5e-5)


@settings(deadline=None)
@given(SAMPLES)
def test_wilsons_bounds_solve_the_equation_they_come_from(sample: tuple[int, int]) -> None:
    k, n = sample
    for bound in wilson(k, n):
        distance = (k / n - bound) ** 2
        assert distance == pytest.approx(1.959964**2 * bound * (1 - bound) / n, abs=1e-6)


@settings(deadline=None)
@given(SAMPLES)
def test_exact_bounds_leave_a_fortieth_in_each_tail(sample: tuple[int, int]) -> None:
    k, n = sample
    low, high = exact(k, n)
    above = sum(math.comb(n, i) * low**i * (1 - low) ** (n - i) for i in range(k, n + 1))
    below = sum(math.comb(n, i) * high**i * (1 - high) ** (n - i) for i in range(k + 1))
    assert above == pytest.approx(1.0 if k == 0 else 0.025, abs=1e-9)
    assert below == pytest.approx(1.0 if k == n else 0.025, abs=1e-9)


@settings(deadline=None)
@given(SAMPLES, st.integers(0, 500))
def test_the_interval_holds_the_share_and_what_was_already_seen(
    sample: tuple[int, int], others: int
) -> None:
    k, n = sample
    low, high = interval(k, n, n + others)
    assert 0 <= low <= k / n <= high <= 1
    assert low >= k / (n + others) and high <= (k + others) / (n + others)


def test_a_small_sample_gets_the_exact_interval_and_a_larger_one_wilsons() -> None:
    assert interval(3, 39) == exact(3, 39)
    assert interval(3, 40) == wilson(3, 40)


def test_when_all_were_checked_the_interval_is_the_share_itself() -> None:
    assert interval(3, 30, 30) == (0.1, 0.1)


@pytest.mark.parametrize(("k", "n", "population"), [(-1, 5, 9), (6, 5, 9), (0, 0, 9), (1, 5, 4)])
def test_a_sample_that_cannot_be_is_refused(k: int, n: int, population: int) -> None:
    with pytest.raises(ValueError, match="of"):
        interval(k, n, population)


def test_a_large_sample_overflows_nothing() -> None:
    low, high = exact(25_000, 50_000)
    assert low == pytest.approx(0.4956, abs=1e-4) and high == pytest.approx(0.5044, abs=1e-4)


def test_the_sentence_says_what_the_sample_means_for_the_whole() -> None:
    assert str(sentence(3, 30, 1791, msg("có trễ hạn"))) == (
        "3/30 hồ sơ (10,0%) có trễ hạn; ước tính cho toàn bộ 1.791 hồ sơ: từ 2,1% đến 26,5% "
        "(độ tin cậy 95%)."
    )
    assert "ước tính cho toàn bộ hồ sơ: từ 2,1%" in str(sentence(3, 30, None, "có trễ hạn"))


def test_the_sentence_estimates_nothing_when_all_or_none_were_checked() -> None:
    assert str(sentence(1, 16, 16, "thiếu phiếu")) == (
        "1/16 hồ sơ (6,3%) thiếu phiếu; đã kiểm tra toàn bộ."
    )
    assert str(sentence(0, 0, 1791, "có trễ hạn")) == "Chưa kiểm tra hồ sơ nào."
