"""Counting faults: who counts for the whole register, and who only for the sample."""

from __future__ import annotations

from inspect_app.dossiers.intervals import interval
from inspect_app.dossiers.statistics import Counted, by_field, tally


def dossiers(*said: tuple[str, bool, bool | None]) -> list[Counted]:
    return [Counted(field, random, {"x": faulty}) for field, random, faulty in said]


def test_only_what_chance_chose_stands_for_the_whole() -> None:
    found = tally(dossiers(("A", True, True), ("A", True, False), ("A", False, True)), "x", 50)
    assert (found.k, found.n, found.all_k, found.all_n) == (1, 2, 2, 3)
    assert found.interval == interval(1, 2, 50)
    assert str(found.sentence("trễ hạn")).startswith("1/2 hồ sơ (50,0%) trễ hạn; ước tính")


def test_what_was_not_asked_counts_nowhere() -> None:
    found = tally([*dossiers(("A", True, True)), Counted("A", True, {})], "x", 50)
    assert (found.k, found.n, found.population) == (1, 1, 50)


def test_where_it_does_not_apply_to_some_nobody_knows_how_many_there_are() -> None:
    found = tally(dossiers(("A", True, True), ("A", True, None)), "x", 50)
    assert (found.k, found.n, found.population) == (1, 1, None)


def test_of_none_there_is_no_interval() -> None:
    found = tally(dossiers(("A", False, True)), "x", 50)
    assert found.interval is None and found.share == 0
    assert str(found.sentence("trễ hạn")) == "Chưa kiểm tra hồ sơ nào."


def test_a_whole_field_in_the_sample_is_no_estimate() -> None:
    said = dossiers(("A", True, True), ("B", True, False), ("B", True, True))
    found = by_field(said, "x", {"A": 1, "B": 20})
    assert found["A"].interval == (1.0, 1.0)
    assert (found["B"].k, found["B"].n, found["B"].population) == (1, 2, 20)
