"""Photos go in pieces over bad lines: each arrives whole, once, and never holds up an answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.offline import pictures
from tests.offline.faults import Fault
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
PIECE = "^/photos/"


def bytes_sent(tablet: Tablet) -> int:
    """How many bytes of photos the office has in pieces, by the furthest offset of each."""
    offsets: dict[str, int] = {}
    for operation in tablet.network.sent:
        photo, plus, offset = operation.partition("+")
        if plus:
            offsets[photo] = max(offsets.get(photo, 0), int(offset or 0))
    return sum(offsets.values())


def test_an_answer_goes_before_the_next_piece_of_a_photo(tablet: Tablet, tmp_path: Path) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.photograph("CK-01", pictures.photo(tmp_path, 1, "large"))
    tablet.regain_network()
    tablet.network.uplink_kbit = 1500
    tablet.notice_network()
    tablet.page.wait_for_timeout(1500)
    work.write("CD-04", "Viết trong lúc ảnh đang gửi.")
    work.expect_there("CD-04")
    work.expect_pending(1)
    tablet.network.uplink_kbit = None
    tablet.wait_until_sent(seconds=60)
    expect(work.photos("CK-01").locator("img")).to_have_count(1)


def test_a_photo_goes_on_where_the_line_broke(tablet: Tablet, house: House, tmp_path: Path) -> None:
    work, photo = Fieldwork(tablet), pictures.photo(tmp_path, 2, "large")
    tablet.lose_network()
    work.photograph("CK-05", photo)
    tablet.regain_network()
    tablet.network.set(Fault("late", path=PIECE, seconds=0.4))
    tablet.notice_network()
    tablet.page.wait_for_timeout(1500)
    house.kill()
    house.start()
    tablet.network.set(Fault("cut_request", path=PIECE, at=9000, times=2))
    tablet.wait_until_sent(seconds=60)
    offsets = [op for op in tablet.network.sent if re.search(r"\+\d+$", op)]
    assert len(offsets) > 1, "the photo went in one piece: nothing was tried"


@pytest.mark.parametrize("kind", ["drop", "repeat", "corrupt"])
def test_a_piece_maimed_on_its_way_does_no_harm(kind: str, tablet: Tablet, tmp_path: Path) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    number = ("drop", "repeat", "corrupt").index(kind)
    work.photograph("CK-06", pictures.photo(tmp_path, 10 + number, "large"))
    tablet.regain_network()
    tablet.network.set(Fault(kind, path=PIECE, times=3, at=100, copies=3))
    tablet.notice_network()
    tablet.wait_until_sent(seconds=60)
    assert tablet.network.met(kind) >= 1


def test_the_same_photo_taken_twice_is_there_twice(tablet: Tablet, tmp_path: Path) -> None:
    work, photo = Fieldwork(tablet), pictures.photo(tmp_path, 3)
    tablet.lose_network()
    work.photograph("CK-07", photo)
    work.photograph("CK-07", photo)
    work.expect_pending(2)
    tablet.regain_network()
    tablet.wait_until_sent()
    expect(work.photos("CK-07").locator("img")).to_have_count(2)


def test_the_tablet_lets_go_of_a_photo_only_when_the_office_has_it(
    tablet: Tablet, tmp_path: Path
) -> None:
    work = Fieldwork(tablet)
    tablet.network.set(Fault("drop", path=PIECE))
    work.photograph("CK-08", pictures.photo(tmp_path, 4))
    while not tablet.network.met("drop"):
        tablet.page.wait_for_timeout(100)
    assert sum(size for _, size in tablet.outbox()["blobs"]) == (
        pictures.photo(tmp_path, 4).stat().st_size
    )
    tablet.network.heal()
    tablet.wait_until_sent()
