"""The visit went on without the tablet: what comes late waits for the head, and is never lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.offline.conftest import SECOND, Tablets
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.seen import visit_of
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
MEMBER = """UPDATE team_member SET left_at = ? WHERE user_id =
    (SELECT id FROM user WHERE username = ?)"""


@pytest.fixture
def waiting(tablet: Tablet) -> Tablet:
    """A tablet without network on which an answer waits."""
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CD-04", "Viết trên đường về, đoàn đã gửi biên bản.")
    work.expect_kept("CD-04")
    tablet.ledger.parked.add("CD-04.note")
    return tablet


@pytest.fixture
def submitted(waiting: Tablet, house: House) -> Iterator[Tablet]:
    """Meanwhile the others hand the visit in; in the end it is open again."""
    move = "UPDATE visit SET state = ? WHERE id = ?"
    visit = visit_of(waiting.path)
    house.change(move, "submitted", visit)
    yield waiting
    house.change(move, "working", visit)


def test_an_answer_after_the_visit_was_handed_in_waits_for_the_head(submitted: Tablet) -> None:
    work = Fieldwork(submitted)
    submitted.regain_network()
    expect(work.state("CD-04")).to_have_attribute("data-live", "parked")
    expect(work.state("CD-04")).to_contain_text("chờ trưởng đoàn")
    submitted.wait_until_left(0)
    assert submitted.unsent() == []


def test_an_answer_of_somebody_who_left_the_team_waits_for_the_head(
    tablets: Tablets, house: House
) -> None:
    tablet = tablets(SECOND)
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CD-05", "Viết trước khi rời đoàn.")
    work.expect_kept("CD-05")
    tablet.ledger.parked.add("CD-05.note")
    house.change(MEMBER, "2026-01-01 00:00:00.000000", SECOND)
    tablet.regain_network()
    expect(work.state("CD-05")).to_have_attribute("data-live", "parked")
    tablet.wait_until_left(0)
    assert tablet.unsent() == []
    house.change(MEMBER, None, SECOND)
