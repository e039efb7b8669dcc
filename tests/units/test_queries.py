"""Finding units by name, by place and by day."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from inspect_app.errors import NotFound
from inspect_app.units.actions import load_reference_units
from inspect_app.units.queries import get_by_key, get_unit, search_units, subordinates
from tests import cast as people

pytestmark = pytest.mark.usefixtures("inside")


def keys(typed: str, **wanted: object) -> list[str]:
    return [u.key for u in search_units(typed, viewer=people.viewer("head"), **wanted)]  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["An Tân", "an tan", "XÃ AN TÂN"])
def test_search_ignores_case_and_marks(typed: str) -> None:
    assert {people.AN_TAN, "xa-an-tan-thai-thuy"} <= set(keys(typed))


@pytest.mark.parametrize("typed", ["an tan an lao", "an lao an tan", "xã An Tân, huyện An Lão"])
def test_a_superior_tells_units_of_one_name_apart(typed: str) -> None:
    assert keys(typed.replace(",", " ")) == [people.AN_TAN]


def test_units_whose_own_name_fits_come_first_and_those_of_today_before_former_ones() -> None:
    assert keys("an lao")[:2] == ["xa-an-lao-gia-lai-2025", "huyen-an-lao"]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "%%%", "khong co don vi nay"])
def test_nothing_and_wildcards_find_nothing(typed: str) -> None:
    assert keys(typed) == []


def test_a_very_long_search_is_answered() -> None:
    assert keys("an " * 3000) != []


@pytest.mark.parametrize(
    ("key", "day", "there"),
    [
        (people.AN_TAN, dt.date(2025, 6, 30), True),
        (people.AN_TAN, dt.date(2025, 7, 1), False),
        ("xa-an-lao-gia-lai-2025", dt.date(2025, 6, 30), False),
        ("xa-an-lao-gia-lai-2025", dt.date(2025, 7, 1), True),
    ],
)
def test_a_unit_exists_from_its_first_to_its_last_day(key: str, day: dt.date, there: bool) -> None:
    assert get_by_key(key).existed_on(day) is there


def test_search_gives_no_more_than_asked_for() -> None:
    assert len(keys("dong thap", limit=5)) == 5


def test_units_directly_below_are_listed_by_name() -> None:
    district = get_by_key("huyen-thanh-binh")
    found = subordinates(district, viewer=people.viewer("head"))
    assert [u.parent_id for u in found] == [district.id] * len(found)
    assert {people.TAN_BINH, people.TAN_LONG} <= {u.key for u in found}


def test_an_old_unit_leads_to_its_successor_and_back() -> None:
    old, new = get_by_key(people.TAN_BINH), get_by_key("xa-tan-long-dong-thap-2025")
    assert old.successors == [new]
    assert old in new.predecessors


def test_a_path_holds_every_superior() -> None:
    commune, province = get_by_key(people.AN_TAN), get_by_key("binh-dinh")
    assert commune.path.startswith(province.path)
    assert commune.full_label == "xã An Tân, huyện An Lão, tỉnh Bình Định"


def test_the_chairman_answers_where_nobody_else_is_named(inside: Flask) -> None:
    assert get_by_key(people.AN_TAN).chairman == "Chủ tịch UBND xã An Tân"


def test_loading_again_adds_nothing(inside: Flask) -> None:
    assert load_reference_units() == 0


def test_an_unknown_unit_is_not_found() -> None:
    with pytest.raises(NotFound):
        get_by_key("khong-co")
    with pytest.raises(NotFound):
        get_unit(people.viewer("head").user_id, viewer=people.viewer("head"))
