"""Two people, two tabs: nobody's words are overwritten unseen, and nothing is sent twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.offline.conftest import FIRST, SECOND, Tablets
from tests.offline.faults import Fault
from tests.offline.fieldwork import Fieldwork
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser


@pytest.fixture
def pair(tablets: Tablets) -> tuple[Fieldwork, Fieldwork]:
    """Two members on the same visit, the first of them without network."""
    first, second = tablets(FIRST), tablets(SECOND)
    first.lose_network()
    return Fieldwork(first), Fieldwork(second)


def come_back(*workers: Fieldwork) -> None:
    for work in workers:
        work.tablet.regain_network()
    for work in workers:
        work.tablet.wait_until_sent()


def test_both_versions_are_kept_and_shown_until_one_is_chosen(
    pair: tuple[Fieldwork, Fieldwork],
) -> None:
    ours, theirs = pair
    ours.tablet.ledger.contested.add("CD-04.note")
    ours.write("CD-04", "Tường có vết nứt.")
    ours.expect_kept("CD-04")
    theirs.write("CD-04", "Tường khô ráo.")
    theirs.expect_there("CD-04")
    come_back(ours, theirs)
    for work in (ours, theirs):
        work.page.locator("#find").focus()
        conflict = work.sheet.item("CD-04").locator(".conflict")
        expect(conflict).to_contain_text("Tường có vết nứt.")
        expect(conflict).to_contain_text("Tường khô ráo.")
    theirs.choose("CD-04", "Tường có vết nứt.")
    expect(theirs.sheet.item("CD-04").locator(".conflict")).to_have_count(0)
    theirs.expect_value("CD-04", "Tường có vết nứt.")


def test_the_same_words_of_two_people_are_no_conflict(pair: tuple[Fieldwork, Fieldwork]) -> None:
    ours, theirs = pair
    ours.tablet.ledger.contested.add("CD-05.note")
    for work in pair:
        work.write("CD-05", "Cùng một câu.")
    theirs.expect_there("CD-05")
    come_back(ours, theirs)
    ours.page.reload()
    ours.expect_there("CD-05")
    expect(ours.sheet.item("CD-05").locator(".conflict")).to_have_count(0)


def test_work_on_different_items_does_not_meet(pair: tuple[Fieldwork, Fieldwork]) -> None:
    ours, theirs = pair
    ours.write("CD-06", "Chỉ người thứ nhất ghi.")
    ours.expect_kept("CD-06")
    theirs.write("CD-07", "Chỉ người thứ hai ghi.")
    come_back(ours, theirs)
    ours.page.locator("#find").focus()
    ours.expect_value("CD-07", "Chỉ người thứ hai ghi.")
    theirs.page.locator("#find").focus()
    theirs.expect_value("CD-06", "Chỉ người thứ nhất ghi.")


def test_two_tabs_of_one_tablet_send_all_once(tablet: Tablet) -> None:
    here = Fieldwork(tablet)
    there = Fieldwork(tablet, tablet.new_tab())
    tablet.lose_network()
    here.write("TC-01", "Viết ở thẻ thứ nhất.")
    there.write("TC-03", "Viết ở thẻ thứ hai.")
    here.expect_kept("TC-01")
    there.expect_kept("TC-03")
    there.expect_pending(2)
    tablet.regain_network()
    tablet.wait_until_sent()
    there.expect_line("saved", 0)
    here.expect_there("TC-01")
    there.expect_there("TC-03")


def test_a_tab_that_is_closed_while_sending_leaves_the_rest_to_the_other(tablet: Tablet) -> None:
    here = Fieldwork(tablet)
    tablet.lose_network()
    for code in ("MC-03", "MC-05", "MC-06", "MC-08", "MC-09", "MC-10"):
        here.write(code, f"{code} do thẻ kia gửi tiếp.")
        here.expect_kept(code)
    other = tablet.new_tab()
    tablet.regain_network()
    tablet.page.close()
    tablet.page = other
    tablet.wait_until_sent()


@pytest.mark.parametrize("stranger", ["portal", "bad_gateway"])
def test_what_answers_in_the_offices_place_shows_nothing(tablets: Tablets, stranger: str) -> None:
    ours, theirs = Fieldwork(tablets(FIRST)), Fieldwork(tablets(SECOND))
    ours.tablet.network.set(Fault(stranger, path="/changes"))
    ours.page.locator("#find").focus()
    while not ours.tablet.network.met(stranger):
        ours.page.wait_for_timeout(100)
    ours.tablet.network.heal()
    theirs.write("CD-06", f"Đến sau {stranger}.")
    theirs.expect_there("CD-06")
    ours.expect_value("CD-06", f"Đến sau {stranger}.")
    expect(ours.page.locator("#notice")).to_be_empty()
