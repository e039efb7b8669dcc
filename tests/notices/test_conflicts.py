"""Two people who note different things of a notice: both are kept, one is chosen."""

from __future__ import annotations

from tests.cast import Cast
from tests.notices.board import hex_of, tapped
from tests.strict_browser import Browser


def test_two_people_who_differ_are_both_shown_and_one_is_chosen(
    board: Browser, other: Browser, cast: Cast
) -> None:
    board.tap("/notices/fees/posted", value="yes")
    other.tap("/notices/fees/posted", value="no")
    state = f"state-{hex_of(cast, 'fees')}-posted"
    assert "Hai người ghi khác nhau" in other.words(state)
    other.choose(state, 0)
    assert other.one(state).get("data-state") == "saved"
    assert tapped(other, cast, "fees", "posted")["yes"]


def test_differing_numbers_and_decisions_are_chosen_whole(
    board: Browser, other: Browser, cast: Cast
) -> None:
    board.tap("/notices/parts/counts", posted="1.100", announced="1.200")
    other.tap("/notices/parts/counts", posted="900", announced="1.200")
    other.choose(f"state-{hex_of(cast, 'parts')}-counts", 0)
    assert dict(other.form("/notices/parts/counts").fields)["posted"] == "1.100"
    board.tap("/notices/parts/decision", number="7/QĐ", date="5/3/2020")
    other.tap("/notices/parts/decision", number="", date="6/3/2020")
    assert "7/QĐ ngày 05/03/2020" in other.words(f"state-{hex_of(cast, 'parts')}-decision")
    other.choose(f"state-{hex_of(cast, 'parts')}-decision", 0)
    fields = dict(other.form("/notices/parts/decision").fields)
    assert (fields["number"], fields["date"]) == ("7/QĐ", "05/03/2020")


def test_a_card_with_a_difference_opens_by_itself(
    board: Browser, other: Browser, cast: Cast
) -> None:
    board.tap("/notices/duty/remark", value="một")
    other.tap("/notices/duty/remark", value="hai")
    other.get(other.address)
    opened = {d for d in other.page.iter("details") if "open" in d.attrib}
    assert [d for d in other.one("notice-duty").iter("details") if d in opened]
    assert not [d for d in other.one("notice-fees").iter("details") if d in opened]


def test_differences_about_notices_are_no_differences_of_the_checklist(
    board: Browser, other: Browser, cast: Cast
) -> None:
    board.tap("/notices/fees/posted", value="yes")
    other.tap("/notices/fees/posted", value="no")
    said = other.get(f"/visits/{cast.visit}").words
    assert "chỗ khác nhau" not in said and "0/70" in said
