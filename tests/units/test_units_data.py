"""The reference data of units, as shipped: its shape, its links and the units it must hold."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path

Row = dict[str, str]

FILE = Path(__file__).parents[2] / "inspect_app" / "units" / "data" / "units.csv"
COLUMNS = "key,code,name,kind,label,parent,valid_from,valid_to,successors,source"
TWO_TIERS = dt.date(2025, 7, 1)
TIER = {
    "province": 1,
    "city": 1,
    "district": 2,
    "town": 2,
    "commune": 3,
    "ward": 3,
    "township": 3,
    "special_zone": 3,
}
CODE_LENGTH = {1: 2, 2: 3, 3: 5}
WORDS = {
    "province": ("tỉnh",),
    "city": ("thành phố",),
    "district": ("huyện", "quận"),
    "town": ("thị xã", "thành phố"),
    "commune": ("xã",),
    "ward": ("phường",),
    "township": ("thị trấn",),
    "special_zone": ("đặc khu",),
}
ROWS = list(csv.DictReader(FILE.read_text("utf-8").splitlines()))
UNITS = {row["key"]: row for row in ROWS}


def _period(row: Row) -> tuple[dt.date, dt.date]:
    first, last = row["valid_from"], row["valid_to"]
    return (
        dt.date.fromisoformat(first) if first else dt.date.min,
        dt.date.fromisoformat(last) if last else dt.date.max,
    )


def _tier(row: Row) -> int:
    return TIER[row["kind"]]


def _exists_on(row: Row, day: dt.date) -> bool:
    first, last = _period(row)
    return first <= day <= last


def _below(parent: str) -> list[str]:
    return [row["label"] for row in ROWS if row["parent"] == parent]


def test_the_file_is_plain_utf8_nfc_with_lf_and_the_agreed_columns() -> None:
    raw = FILE.read_bytes()
    content = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert unicodedata.is_normalized("NFC", content)
    assert content.splitlines()[0] == COLUMNS
    assert all(value == " ".join(value.split()) for row in ROWS for value in row.values())


def test_keys_are_short_ascii_slugs_used_once() -> None:
    assert len(UNITS) == len(ROWS)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and len(key) <= 40 for key in UNITS)


def test_every_parent_exists_is_of_a_higher_tier_and_lives_as_long() -> None:
    for row in ROWS:
        assert bool(row["parent"]) == (_tier(row) > 1), row
        if row["parent"]:
            above = UNITS[row["parent"]]
            assert _tier(above) < _tier(row), row
            assert _period(above)[0] <= _period(row)[0] <= _period(row)[1] <= _period(above)[1], row


def test_nothing_is_below_a_district_after_districts_ended() -> None:
    assert not [row for row in ROWS if _tier(row) == 2 and _exists_on(row, TWO_TIERS)]
    today = [row for row in ROWS if _tier(row) == 3 and _exists_on(row, TWO_TIERS)]
    assert today
    assert {_tier(UNITS[row["parent"]]) for row in today} == {1}


def test_successors_are_of_the_same_tier_and_begin_the_day_after() -> None:
    for row in ROWS:
        for key in filter(None, row["successors"].split(";")):
            assert _tier(UNITS[key]) == _tier(row), row
            assert _period(UNITS[key])[0] == _period(row)[1] + dt.timedelta(days=1), row


def test_exactly_the_ended_provinces_and_communes_have_successors() -> None:
    """Districts ended with their tier, so none has one (Luật 72/2025/QH15)."""
    for row in ROWS:
        assert bool(row["successors"]) == (bool(row["valid_to"]) and _tier(row) != 2), row


def test_every_unit_begins_before_it_ends() -> None:
    assert all(_period(row)[0] < _period(row)[1] for row in ROWS)


def test_a_beginning_is_given_only_for_what_began_after_the_horizon() -> None:
    """An empty valid_from means: existed on 1/1/2019, before the first inspection recorded."""
    given = [row["valid_from"] for row in ROWS if row["valid_from"]]
    assert {"2020-03-01", "2025-01-01", "2025-07-01"} == set(given)


def test_labels_are_the_word_of_the_kind_and_the_name() -> None:
    for row in ROWS:
        full = {f"{word} {row['name']}".casefold() for word in WORDS[row["kind"]]}
        assert row["label"].casefold() in full, row


def test_only_numbered_names_and_ho_chi_minh_city_print_the_word_with_a_capital() -> None:
    """NĐ 30/2020/NĐ-CP, Phụ lục II."""
    capital = {row["key"] for row in ROWS if row["label"][0].isupper()}
    numbered = {row["key"] for row in ROWS if row["name"].isdigit()}
    assert capital == numbered | {"ho-chi-minh-2025"}


def test_codes_have_the_length_of_their_tier() -> None:
    """phường Mỹ Ngãi lived for six months in 2025; its code is not known."""
    assert [row["key"] for row in ROWS if not row["code"]] == ["phuong-my-ngai-cao-lanh"]
    for row in ROWS:
        if row["code"]:
            assert re.fullmatch(rf"\d{{{CODE_LENGTH[_tier(row)]}}}", row["code"]), row


def test_a_code_belongs_to_one_unit_at_a_time() -> None:
    for one, other in combinations([row for row in ROWS if row["code"]], 2):
        if one["code"] == other["code"]:
            later, earlier = max(_period(one), _period(other)), min(_period(one), _period(other))
            assert earlier[1] < later[0], (one, other)


def test_a_code_is_reused_by_another_unit() -> None:
    assert UNITS["xa-tan-binh-thanh-binh"]["code"] == UNITS["xa-tan-long-dong-thap-2025"]["code"]


def test_every_fact_names_its_source() -> None:
    assert all(row["source"] for row in ROWS)


def test_today_has_28_provinces_and_6_cities_with_codes_of_their_own() -> None:
    """NQ 202/2025/QH15: 23 formed on 1/7/2025; the other 11 did not change that day."""
    today = [row for row in ROWS if _tier(row) == 1 and not row["valid_to"]]
    assert Counter(row["kind"] for row in today) == {"province": 28, "city": 6}
    assert len({row["code"] for row in today}) == 34
    assert Counter(row["valid_from"] for row in today) == {
        "2025-07-01": 23,
        "": 10,
        "2025-01-01": 1,
    }


def test_dong_thap_of_today_has_82_communes_and_20_wards() -> None:
    """NQ 1663/NQ-UBTVQH15."""
    rows = [row for row in ROWS if row["parent"] == "dong-thap-2025"]
    assert Counter(row["kind"] for row in rows) == {"commune": 82, "ward": 20}
    assert len({row["code"] for row in rows}) == len({row["label"] for row in rows}) == 102
    assert {row["valid_from"] for row in rows} == {"2025-07-01"}
    assert not any(row["valid_to"] for row in rows)


def test_old_provinces_go_into_those_of_today() -> None:
    """NQ 202/2025/QH15."""
    into = {
        "binh-dinh": "gia-lai-2025",
        "thai-binh": "hung-yen-2025",
        "dong-thap": "dong-thap-2025",
        "soc-trang": "can-tho-2025",
    }
    ended = [row for row in ROWS if _tier(row) == 1 and row["valid_to"]]
    assert {row["key"]: row["successors"] for row in ended} == into
    assert {row["valid_to"] for row in ended} == {"2025-06-30"}


def test_there_are_two_communes_an_tan() -> None:
    found = {row["parent"]: row for row in ROWS if row["label"] == "xã An Tân"}
    assert {key: UNITS[key]["parent"] for key in found} == {
        "huyen-an-lao": "binh-dinh",
        "huyen-thai-thuy": "thai-binh",
    }
    assert found["huyen-thai-thuy"]["valid_from"] == "2020-03-01"
    assert all(_exists_on(row, dt.date(2020, 10, 16)) for row in found.values())


def test_the_places_of_the_other_articles_are_there() -> None:
    assert {"xã Tân Bình", "xã Tân Long"} <= set(_below("huyen-thanh-binh"))
    assert {"xã Long Khánh A", "xã Long Khánh B"} <= set(_below("huyen-hong-ngu"))
    assert {"xã Tân Thuận Đông", "xã Mỹ Ngãi", "phường Mỹ Phú"} <= set(_below("tp-cao-lanh"))
    assert Counter(label.rsplit(" ", 1)[0] for label in _below("tx-nga-nam"))["Phường"] == 3
    assert len(_below("tx-nga-nam")) == 8
    assert "thị trấn Sa Rài" in _below("huyen-tan-hong")
    assert len(_below("huyen-tan-hong")) == 9


def test_xa_my_ngai_was_a_commune_until_the_end_of_2024() -> None:
    """NQ 1284/NQ-UBTVQH15, in force 1/1/2025."""
    ward = UNITS[UNITS["xa-my-ngai-cao-lanh"]["successors"]]
    assert (ward["label"], ward["valid_from"]) == ("phường Mỹ Ngãi", "2025-01-01")
    assert UNITS[ward["successors"]]["parent"] == "dong-thap-2025"
