"""What follows from what was seen of a notice: faults, state, warnings, words."""

from __future__ import annotations

from typing import Any

import pytest

from inspect_app.notices.rules import Decision, Fault, State
from tests.notices.board import KINDS, NEWEST, OLD, notice

FEW = {"posted": 1120, "announced": 1125}


@pytest.mark.parametrize(
    ("said", "state", "faults"),
    [
        ({}, State.UNSEEN, ()),
        ({"posted": "yes"}, State.POSTED, ()),
        ({"posted": "no", "readable": "no"}, State.MISSING, (Fault.MISSING,)),
        ({"posted": "not_applicable", "qr": "dead"}, State.NOT_APPLICABLE, ()),
        ({"posted": "yes", "obsolete": "yes"}, State.OUTDATED, (Fault.OUTDATED,)),
        ({"posted": "yes", "complete": "no"}, State.FAULTY, (Fault.INCOMPLETE,)),
        ({"posted": "yes", "counts": FEW}, State.FAULTY, (Fault.INCOMPLETE,)),
        ({"posted": "yes", "qr": "dead"}, State.FAULTY, (Fault.QR,)),
        ({"readable": "no"}, State.FAULTY, (Fault.UNREADABLE,)),
        ({"posted": "yes", "decision": OLD}, State.OUTDATED, (Fault.OUTDATED,)),
        ({"posted": "no", "corrected": "yes"}, State.CORRECTED, (Fault.MISSING,)),
        ({"posted": "no", "corrected": "no"}, State.MISSING, (Fault.MISSING,)),
        ({"posted": "yes", "qr": "none", "readable": "not_applicable"}, State.POSTED, ()),
    ],
)
def test_what_is_wrong_with_a_notice(
    said: dict[str, Any], state: State, faults: tuple[Fault, ...]
) -> None:
    found = notice(newest=NEWEST, **said)
    assert (found.state, found.faults) == (state, faults)


def test_what_a_kind_is_not_asked_is_no_fault_of_it() -> None:
    box = notice(
        "suggestions", newest=NEWEST, posted="yes", counts=FEW, decision=OLD, complete="no"
    )
    assert box.state is State.POSTED
    assert box.possible == (Fault.MISSING, Fault.UNREADABLE, Fault.QR)
    assert notice().possible == tuple(Fault)


def test_the_share_is_shown_the_vietnamese_way() -> None:
    assert notice(counts=FEW).share == "1.120/1.125 = 99,56%"
    assert notice(counts={"posted": 3}).share is None
    assert notice(counts={"posted": 0, "announced": 0}).share is None


def test_too_few_and_too_many_are_pointed_out() -> None:
    (few,) = notice(counts=FEW).warnings("counts")
    (many,) = notice(counts={"posted": 130, "announced": 125}).warnings("counts")
    assert "Còn thiếu 5 thủ tục" in str(few) and "nhiều hơn số đã công bố 5" in str(many)
    assert notice(counts={"posted": 5, "announced": 5}).warnings("counts") == []
    assert notice(counts={"posted": 130, "announced": 125}).faults == ()


def test_an_older_decision_is_pointed_out_and_so_is_a_later_one() -> None:
    (old,) = notice(newest=NEWEST, decision=OLD).warnings("decision")
    assert "quyết định số 40/QĐ-UBND ngày 20/02/2026" in str(old)
    later = {"number": "50/QĐ-UBND", "date": "2026-03-01"}
    (strange,) = notice(newest=NEWEST, decision=later).warnings("decision")
    assert "xem lại" in str(strange)
    assert notice(newest=Decision(), decision=OLD).warnings("decision") == []


def test_a_code_that_leads_outside_is_pointed_out() -> None:
    (said,) = notice(qr_target="https://bit.ly/abc").warnings("qr_target")
    assert ".gov.vn" in str(said)
    assert notice(qr_target="https://dichvucong.gov.vn").warnings("qr_target") == []


def test_findings_name_what_is_known() -> None:
    found = notice(newest=NEWEST, decision=OLD, counts=FEW, qr="dead", qr_target="https://a.vn/b")
    assert "1.120/1.125 thủ tục (99,56%)" in found.finding(Fault.INCOMPLETE)
    outdated = found.finding(Fault.OUTDATED)
    assert "12/QĐ-UBND ngày 05/01/2026" in outdated and "40/QĐ-UBND" in outdated
    assert "https://a.vn/b" in found.finding(Fault.QR)
    assert "hết hiệu lực" in notice(obsolete="yes").finding(Fault.OUTDATED)
    complete = notice(complete="no", counts={"posted": 125, "announced": 125})
    assert "%" not in complete.finding(Fault.INCOMPLETE)


def test_a_correction_is_complete_with_a_photo_before_and_after() -> None:
    done: dict[str, Any] = {"posted": "no", "corrected": "yes"}
    assert notice(**done).lacks_photos == ("before", "after")
    assert notice(photos=frozenset({"wide", "before"}), **done).lacks_photos == ("after",)
    assert notice(photos=frozenset({"before", "after"}), **done).lacks_photos == ()
    assert notice(posted="no").lacks_photos == ()


def test_a_heading_begins_with_a_capital() -> None:
    assert KINDS["fees"].title("vi") == "Mức thu phí, lệ phí"
    assert KINDS["fees"].title("en") == "Fees"
