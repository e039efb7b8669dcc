"""Ids that every device works out alike, decisions that replace each other, addresses."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from inspect_app import text
from inspect_app.notices import rules
from inspect_app.notices.rules import CHOICES, FAULTS, LABELS, STATES, Decision, Fault, State

VISIT = uuid.UUID("01900000-0000-7000-8000-000000000001")
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


def test_a_notice_and_its_findings_have_the_same_ids_on_every_device() -> None:
    key = rules.notice_id(VISIT, "fees")
    assert key == uuid.uuid5(VISIT, "notice:fees")
    assert rules.field_of(key, "counts") == f"{key.hex}.counts"
    assert rules.finding_id(key, Fault.MISSING) == uuid.uuid5(key, "missing")


def test_the_names_of_all_aspects_fit_into_the_field_of_an_operation() -> None:
    assert all(len(rules.field_of(VISIT, aspect)) <= 60 for aspect in LABELS)


def test_nothing_is_without_words_and_no_fault_is_called_as_an_aspect() -> None:
    assert set(FAULTS) == set(Fault) and set(STATES) == set(State)
    assert set(CHOICES) <= set(LABELS)
    assert not set(LABELS) & set(Fault)


@pytest.mark.parametrize(
    ("shown", "newest", "before"),
    [
        (Decision("1/QĐ", MARCH), Decision("2/QĐ", APRIL), True),
        (Decision("2/QĐ", APRIL), Decision("2/QĐ", APRIL), False),
        (Decision("3/QĐ", APRIL), Decision("2/QĐ", MARCH), False),
        (Decision("1/QĐ"), Decision("2/QĐ", APRIL), True),
        (Decision("2/qđ"), Decision("2/QĐ", APRIL), False),
        (Decision(), Decision("2/QĐ", APRIL), False),
        (Decision("1/QĐ", MARCH), Decision(), False),
        (Decision("", MARCH), Decision("2/QĐ"), False),
    ],
)
def test_a_decision_is_old_when_a_later_or_another_one_is_known(
    shown: Decision, newest: Decision, before: bool
) -> None:
    assert shown.is_before(newest) is before


def test_a_decision_in_words_says_what_is_known_of_it() -> None:
    assert Decision("12/QĐ-UBND", MARCH).words == "quyết định số 12/QĐ-UBND ngày 01/03/2026"
    assert Decision("", MARCH).words == "quyết định ngày 01/03/2026"
    assert Decision("12/QĐ-UBND").words == "quyết định số 12/QĐ-UBND"


@pytest.mark.parametrize(
    ("target", "host", "official"),
    [
        ("https://dichvucong.gov.vn/p/home", "dichvucong.gov.vn", True),
        ("http://gov.vn", "gov.vn", True),
        ("https://gov.vn.example.com", "gov.vn.example.com", False),
        ("https://example.com/?x=.gov.vn", "example.com", False),
        ("javascript:alert(1)", "", False),
        ("https://[", "", False),
        ("Zalo OA UBND xã", "", False),
    ],
)
def test_where_a_qr_code_leads(target: str, host: str, official: bool) -> None:
    assert (text.link_host(target) or "", rules.is_official(target)) == (host, official)
