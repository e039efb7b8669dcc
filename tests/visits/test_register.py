"""The register of a field: whatever the order and number of deliveries, the same is current."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

import pytest
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


def made(minutes_before: float | None, offset_minutes: float | None = None) -> Head:
    """A value received at 17:40 in Viet Nam, made so long before by the tablet's own clock."""
    received = dt.datetime(2026, 3, 5, 10, 40, tzinfo=dt.UTC)
    said = None if minutes_before is None else received - dt.timedelta(minutes=minutes_before)
    offset = None if offset_minutes is None else int(offset_minutes * 60_000)
    return Head(uuid.UUID(int=1), "pass", uuid.UUID(int=1), "Người", received, said, offset)


@pytest.mark.parametrize("minutes", [None, 0, 5, -5])
def test_what_came_within_five_minutes_has_one_time(minutes: float | None) -> None:
    assert made(minutes).made_at is None


def test_the_tablets_clock_is_corrected_by_its_offset() -> None:
    late = made(508).made_at
    assert late == dt.datetime(2026, 3, 5, 2, 12, tzinfo=dt.UTC)
    assert made(508, 508).made_at is None
    assert made(0, -30).made_at == dt.datetime(2026, 3, 5, 10, 10, tzinfo=dt.UTC)


def test_a_time_no_calendar_holds_is_left_out() -> None:
    head = dataclasses.replace(made(0, -10), client_time=dt.datetime(1, 1, 1, tzinfo=dt.UTC))
    assert head.made_at is None


def test_another_day_is_that_of_viet_nam() -> None:
    assert not made(60 * 17).came_another_day
    assert made(60 * 18).came_another_day
    assert not made(None).came_another_day


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "None"),
        (5, "None"),
        (-5, "None"),
        (7, "đồng hồ máy lệch 7 phút"),
        (-7.2, "đồng hồ máy lệch 7 phút"),
        (180, "đồng hồ máy lệch 3 giờ"),
        (60 * 24 * 365, "đồng hồ máy lệch 365 ngày"),
    ],
)
def test_a_wrong_clock_is_named_from_five_minutes_on(minutes: float | None, said: str) -> None:
    assert str(made(0, minutes).skew) == said
