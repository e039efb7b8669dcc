"""The register of a field: whatever the order and number of deliveries, the same is current."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from inspect_app.visits.register import Answer, Cell, Head, merge

Write = tuple[uuid.UUID, frozenset[uuid.UUID]]
Heads = frozenset[uuid.UUID]


def deliver(writes: Sequence[Write]) -> Heads:
    heads: Heads = frozenset()
    superseded: Heads = frozenset()
    for operation, base in writes:
        heads, superseded = merge(heads, superseded, operation, base)
    return heads


@st.composite
def histories(draw: st.DrawFn) -> list[Write]:
    """Writes of several tablets, each naming some of the earlier ones as seen."""
    made: list[Write] = []
    for number in range(draw(st.integers(1, 8))):
        earlier = [key for key, _ in made]
        base = draw(st.sets(st.sampled_from(earlier))) if earlier else set()
        made.append((uuid.UUID(int=number + 1), frozenset(base)))
    return made


@given(histories(), st.data())
def test_order_and_repetition_of_deliveries_change_nothing(
    history: list[Write], data: st.DataObject
) -> None:
    repeated = history + data.draw(st.lists(st.sampled_from(history), max_size=8))
    assert deliver(data.draw(st.permutations(repeated))) == deliver(history)


@given(histories())
def test_current_is_exactly_what_nobody_has_seen_and_replaced(history: list[Write]) -> None:
    seen = {key for _, base in history for key in base}
    assert deliver(history) == {key for key, _ in history} - seen


@given(histories())
def test_something_is_always_current(history: list[Write]) -> None:
    assert deliver(history)


@given(histories())
def test_choosing_among_all_current_values_leaves_one(history: list[Write]) -> None:
    chosen = uuid.UUID(int=99)
    assert deliver([*history, (chosen, deliver(history))]) == {chosen}


def head(number: int, value: object) -> Head:
    key = uuid.UUID(int=number)
    return Head(key, value, key, f"Người {number}", dt.datetime(2026, 3, 5, tzinfo=dt.UTC))


def test_the_same_value_twice_is_no_conflict() -> None:
    cell = Cell((head(1, "pass"), head(2, "pass")))
    assert not cell.in_conflict
    assert cell.base == f"{uuid.UUID(int=1)} {uuid.UUID(int=2)}"


def test_differing_values_are_a_conflict_and_the_newest_is_shown() -> None:
    cell = Cell((head(1, "pass"), head(2, "fail")))
    assert cell.in_conflict and cell.value == "fail"
    assert cell.base == str(uuid.UUID(int=2))
    assert cell.all_heads == f"{uuid.UUID(int=1)} {uuid.UUID(int=2)}"


def test_an_empty_answer_is_unchecked() -> None:
    empty = Answer()
    assert (empty.result, empty.value, empty.in_conflict) == ("unchecked", None, False)
    assert (Cell().head, Cell().base) == (None, "")
