"""What contradicts itself in a dossier is pointed out, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from inspect_app import clock
from inspect_app.dossiers.crosschecks import Source, code_date, code_warning, contradictions
from inspect_app.dossiers.lateness import Kind, Times, Verdict
from inspect_app.text import msg

CODE = "H15.50.05.13-260302-0975"
LATE = Verdict(Kind.LATE, 2, (), msg("trễ"))
ON_TIME = Verdict(Kind.ON_TIME, 0, (), msg("đúng hạn"))
SOFTWARE, RECEIPT, BOOK = Source.SOFTWARE, Source.RECEIPT, Source.BOOK


def times(**typed: str) -> Times:
    read = {k: clock.from_local(dt.datetime.fromisoformat(v)) for k, v in typed.items()}
    return Times(**read)


def found(
    by_source: dict[Source, Times],
    *,
    code: str = CODE,
    apology: bool | None = None,
    verdict: Verdict = ON_TIME,
) -> list[str]:
    return [str(message) for message in contradictions(code, by_source, apology, verdict)]


def test_a_dossier_that_fits_has_none() -> None:
    whole = times(
        received="2026-03-02 08:05",
        appointed="2026-03-12",
        finished="2026-03-11",
        returned="2026-03-11",
    )
    by_source = {SOFTWARE: whole, RECEIPT: times(received="2026-03-02", appointed="2026-03-12")}
    assert found(by_source, apology=False) == []
    assert found({}) == []


def test_returned_before_received() -> None:
    [message] = found({SOFTWARE: times(received="2026-03-02", returned="2026-02-27")})
    assert message == (
        "Thứ tự thời gian sai: ngày trả kết quả 27/02/2026 (phần mềm) lại trước ngày nhận "
        "02/03/2026 (phần mềm)."
    )


def test_returned_in_the_book_before_received_on_the_receipt() -> None:
    by_source = {RECEIPT: times(received="2026-03-02"), BOOK: times(returned="2026-02-27")}
    [message] = found(by_source)
    assert "27/02/2026 (sổ theo dõi)" in message and "02/03/2026 (giấy tiếp nhận)" in message


def test_finished_after_it_was_returned() -> None:
    [message] = found({SOFTWARE: times(finished="2026-03-12", returned="2026-03-11")})
    assert "trả kết quả 11/03/2026" in message and "giải quyết xong 12/03/2026" in message


@pytest.mark.parametrize(
    ("returned", "wrong"), [("2026-03-11 09:00", 1), ("2026-03-11", 0), ("2026-03-11 11:00", 0)]
)
def test_within_a_day_the_order_needs_both_clock_times(returned: str, wrong: int) -> None:
    assert len(found({SOFTWARE: times(finished="2026-03-11 10:00", returned=returned)})) == wrong


def test_the_code_carries_another_day_than_the_receipt() -> None:
    [message] = found({SOFTWARE: times(received="2026-03-04")})
    assert "02/03/2026" in message and "04/03/2026 (phần mềm)" in message
    assert found({SOFTWARE: times(received="2026-03-04")}, code="HS 17") == []


@pytest.mark.parametrize(
    ("verdict", "apology", "wrong"),
    [(LATE, False, 1), (LATE, True, 0), (LATE, None, 0), (ON_TIME, False, 0)],
)
def test_late_without_an_apology(verdict: Verdict, apology: bool | None, wrong: int) -> None:
    assert len(found({}, apology=apology, verdict=verdict)) == wrong


def test_sources_that_disagree_are_named_with_their_days() -> None:
    by_source = {
        RECEIPT: times(received="2026-03-02", appointed="2026-03-12"),
        BOOK: times(received="2026-03-03", appointed="2026-03-12"),
        SOFTWARE: times(received="2026-03-02 09:00", appointed="2026-03-13"),
    }
    assert found(by_source) == [
        "Các nguồn ghi khác nhau về ngày nhận: giấy tiếp nhận 02/03/2026; sổ theo dõi 03/03/2026; "
        "phần mềm 02/03/2026.",
        "Các nguồn ghi khác nhau về ngày hẹn trả: giấy tiếp nhận 12/03/2026; sổ theo dõi "
        "12/03/2026; phần mềm 13/03/2026.",
    ]


@pytest.mark.parametrize("code", [CODE, "000.00.19.H29-260302-0001", "H29-260302-1234567"])
def test_a_usual_code_passes_in_silence(code: str) -> None:
    assert code_warning(code) is None
    assert code_date(code) == dt.date(2026, 3, 2)


@pytest.mark.parametrize("code", ["", "h15-260302-0975", "H15-260302-097", f"{CODE}\n", "HS 17"])
def test_an_unusual_code_is_warned_of_and_kept_as_it_is(code: str) -> None:
    warning = code_warning(code)
    assert warning is not None and warning.values["code"] == code
    assert code_date(code) is None


def test_a_code_whose_digits_are_no_day_is_warned_of() -> None:
    assert "không phải là ngày" in str(code_warning("H15.50-260230-0975"))
