"""The size of a sample and a drawing that anybody can repeat."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.dossiers import sampling
from inspect_app.errors import RuleBroken

CODES = [f"H15.50.05.13-2603{day:02}-{number:04}" for day in range(1, 29) for number in range(1, 8)]
FIELDS = {code: ("Đất đai", "Hộ tịch", "Chứng thực")[i % 7 % 3] for i, code in enumerate(CODES)}
SEED = "4 1 6 6 2 3"
COUNTS = st.dictionaries(st.text("aăâđ", min_size=1, max_size=3), st.integers(0, 400), max_size=9)


# Krejcie and Morgan 1970, table 1, for 1.000 and 10.000; without end it is Cochran's 384,15 rounded
# up, since 384 would fall short of the margin.
@pytest.mark.parametrize(("population", "n"), [(1000, 278), (10000, 370), (None, 385)])
def test_the_size_is_the_published_one_at_95_and_5_percent(population: int | None, n: int) -> None:
    assert sampling.size(population, 0.95, 0.05) == n


@pytest.mark.parametrize("population", [0, 1, 2, 30])
def test_the_size_is_never_above_the_population(population: int) -> None:
    assert sampling.size(population, 0.99, 0.01) == population


@pytest.mark.parametrize("wrong", [(1.0, 0.05, 0.5), (0.95, 0.0, 0.5), (95, 0.05, 0.5)])
def test_a_size_for_what_is_no_fraction_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(RuleBroken):
        sampling.size(1000, *wrong)


def test_a_published_drawing_is_repeated_by_the_few_lines_of_the_guide() -> None:
    keyed = []
    for code in CODES:
        digest = hashlib.sha256()
        digest.update(SEED.encode("utf-8"))
        digest.update(b"\x0a")
        digest.update(code.encode("utf-8"))
        keyed.append((digest.hexdigest(), code))
    assert sampling.draw(SEED, CODES, 30) == [code for _, code in sorted(keyed)[:30]]


def test_a_drawing_stays_what_it_was() -> None:
    # As the shell sorts it: printf '1\nA' | sha256sum, and so on for B, C and D.
    assert sampling.order("1", ["A", "B", "C", "D"]) == ["D", "B", "C", "A"]


@settings(deadline=None)
@given(st.permutations(CODES[:20]))
def test_the_order_of_the_list_and_doubles_do_not_matter(codes: list[str]) -> None:
    assert sampling.order(SEED, [*codes, *codes[:3]]) == sampling.order(SEED, CODES[:20])


def test_letters_put_together_otherwise_are_the_same_seed_and_code() -> None:
    apart = unicodedata.normalize("NFD", "Số 7 – chị Hạnh")
    assert apart != "Số 7 – chị Hạnh"
    assert sampling.order(f" {apart}\n", CODES) == sampling.order("Số 7 – chị Hạnh", CODES)
    assert sampling.order(SEED, [unicodedata.normalize("NFD", "ĐỨC-1")]) == ["ĐỨC-1"]


@pytest.mark.parametrize("seed", ["", "  \n", "\u200b"])
def test_an_empty_seed_is_refused(seed: str) -> None:
    with pytest.raises(RuleBroken):
        sampling.order(seed, CODES)


@pytest.mark.parametrize("n", [-1, len(CODES) + 1])
def test_more_than_there_are_cannot_be_drawn(n: int) -> None:
    with pytest.raises(RuleBroken):
        sampling.draw(SEED, CODES, n)


def test_fields_get_their_share_by_the_largest_remainder() -> None:
    # 30·100/179 = 16,76; 30·60/179 = 10,06; 30·19/179 = 3,18.
    counts = {"Đất đai": 100, "Hộ tịch": 60, "Chứng thực": 19}
    assert sampling.stratify(counts, 30) == {"Đất đai": 17, "Hộ tịch": 10, "Chứng thực": 3}


def test_a_small_field_is_drawn_from_where_the_number_allows() -> None:
    counts = {"Đất đai": 500, "Hộ tịch": 480, "Người có công": 1, "Trống": 0}
    assert sampling.stratify(counts, 10) == {
        "Đất đai": 4,
        "Hộ tịch": 5,
        "Người có công": 1,
        "Trống": 0,
    }
    assert sampling.stratify(counts, 2) == {
        "Đất đai": 1,
        "Hộ tịch": 1,
        "Người có công": 0,
        "Trống": 0,
    }


def test_as_many_as_there_are_fields_is_one_of_each() -> None:
    assert sampling.stratify({"Đất đai": 500, "Hộ tịch": 2, "Bảo trợ": 1}, 3) == {
        "Đất đai": 1,
        "Hộ tịch": 1,
        "Bảo trợ": 1,
    }


@settings(deadline=None)
@given(COUNTS, st.floats(0, 1))
def test_shares_add_up_and_never_exceed_their_field(counts: dict[str, int], part: float) -> None:
    n = round(sum(counts.values()) * part)
    shares = sampling.stratify(counts, n)
    filled = [field for field, count in counts.items() if count]
    assert sum(shares.values()) == n
    assert all(0 <= shares[field] <= count for field, count in counts.items())
    assert n < len(filled) or all(shares[field] >= 1 for field in filled)
    assert shares == sampling.stratify(dict(reversed(counts.items())), n)


def test_each_field_is_drawn_in_its_own_order() -> None:
    drawn = sampling.draw_stratified(SEED, FIELDS, 30)
    assert len(set(drawn)) == 30
    for field in set(FIELDS.values()):
        mine = [code for code in drawn if FIELDS[code] == field]
        own = [code for code, its_field in FIELDS.items() if its_field == field]
        assert mine == sampling.order(SEED, own)[: len(mine)]


def test_the_next_in_order_replaces_what_is_missing() -> None:
    ordered = sampling.order(SEED, CODES)
    drawn = ordered[:5]
    first = sampling.replacement(SEED, CODES, drawn, ordered[2])
    assert first == ordered[5]
    assert sampling.replacement(SEED, CODES, [*drawn, first], first) == ordered[6]
    # The late ones are in the sample already.
    assert sampling.replacement(SEED, CODES, [*drawn, ordered[5]], ordered[0]) == ordered[6]


def test_nothing_replaces_the_last_one_and_no_stranger_is_replaced() -> None:
    assert sampling.replacement(SEED, CODES[:2], CODES[:2], CODES[0]) is None
    with pytest.raises(RuleBroken):
        sampling.replacement(SEED, CODES[:2], [], "H15-260302-9999")
