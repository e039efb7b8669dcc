"""Answers lost, late, cut or foreign: a change is sent again until it is there, and only once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offline import pictures
from tests.offline.faults import Fault
from tests.offline.fieldwork import Fieldwork
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
FAULTS = {
    "the answer is lost after the work is done": Fault("drop", times=5),
    "the answer ends at its first byte": Fault("cut_answer", at=1, times=5),
    "the answer ends in its middle": Fault("cut_answer", at=400, times=5),
    "the answer lacks its last byte": Fault("cut_answer", at=-1, times=5),
    "an answer cut early looks whole": Fault("cut_answer", at=0, mended=True, times=5),
    "an answer cut before its mark looks whole": Fault("cut_answer", at=-60, mended=True, times=5),
    "an answer cut inside its mark looks whole": Fault("cut_answer", at=-3, mended=True, times=5),
    "the request ends at its first byte": Fault("cut_request", at=1, times=5),
    "the request ends in its middle": Fault("cut_request", at=150, times=5),
    "the request lacks its last byte": Fault("cut_request", at=-1, times=5),
    "each request is delivered thirty times at once": Fault("repeat", copies=30, times=5),
    "a portal answers 200": Fault("portal", times=5),
    "a machine on the way answers 502": Fault("bad_gateway", times=5),
    "the answer is late": Fault("late", seconds=2, times=4),
}


GROUPS = {
    "the answer": [name for name in FAULTS if "answer" in name],
    "the request": [name for name in FAULTS if "answer" not in name],
}


@pytest.mark.parametrize("group", GROUPS)
def test_what_was_entered_is_there_once(group: str, tablet: Tablet, tmp_path: Path) -> None:
    """One tablet meets one fault after the other; each meets every request of a round."""
    work = Fieldwork(tablet)
    for number, name in enumerate(GROUPS[group]):
        tablet.lose_network()
        enter_a_bit(work, name, number, tmp_path)
        fault = FAULTS[name]
        before = tablet.network.met(fault.kind)
        # The fault is there before the network: nothing slips through between the two.
        tablet.regain_network(Fault(**{**vars(fault), "changes_only": True}))
        tablet.wait_until_sent(seconds=90)
        assert tablet.network.met(fault.kind) - before >= 4, name


def enter_a_bit(work: Fieldwork, name: str, number: int, folder: Path) -> None:
    for code in ("CD-04", "CD-05", "CD-06"):
        work.write(code, f"{code}: {name}.")
        work.expect_kept(code)
    work.judge("CD-07", *(("pass", "Đạt") if number % 2 else ("fail", "Chưa đạt")))
    work.photograph("CK-06", pictures.photo(folder, list(FAULTS).index(name)))


def test_an_answer_later_than_patience_is_no_second_value(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.network.set(Fault("late", changes_only=True, times=1, seconds=22))
    work.write("TC-05", "Máy chủ trả lời sau hai mươi hai giây.")
    work.expect_kept("TC-05")
    tablet.page.wait_for_timeout(23_000)
    tablet.wait_until_sent()


def test_typing_on_while_an_answer_is_late_is_no_conflict(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.network.set(Fault("late", changes_only=True, times=3, seconds=1.5))
    for words in ("Một", "Một hai", "Một hai ba", "Một hai ba bốn."):
        work.write("TC-03", words)
        tablet.page.wait_for_timeout(900)
    tablet.wait_until_sent()
    work.expect_value("TC-03", "Một hai ba bốn.")
    work.expect_there("TC-03")


def test_fast_typing_over_a_bad_network_ends_with_the_last_value(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.network.set(
        Fault("drop", changes_only=True, times=2),
        Fault("late", changes_only=True, times=3, seconds=0.7),
    )
    words = "Bộ phận Một cửa có năm quầy, hai quầy không có cán bộ trực trong giờ làm việc."
    work.write("TC-02", words, pause=25)
    tablet.wait_until_sent()
    work.expect_value("TC-02", words)
