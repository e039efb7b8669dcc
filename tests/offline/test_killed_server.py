"""The office's server is killed while tablets send: what it confirmed it has, the rest comes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.offline import pictures
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
CODES = ("CD-03", "CD-04", "CD-05", "CD-06", "CD-07", "TC-01", "TC-03", "TC-05", "CK-04", "CK-09")


def test_a_server_killed_again_and_again_in_mid_replay_has_all_once(
    tablet: Tablet, house: House, tmp_path: Path
) -> None:
    work, chance, kills = Fieldwork(tablet), random.Random(7), 0
    tablet.lose_network()
    for code in CODES:
        work.write(code, f"Ghi chú của {code} trước khi máy chủ chết.")
        work.judge(code, "partial", "Đạt một phần")
    for number in range(3):
        work.photograph("CK-07", pictures.photo(tmp_path, number))
    work.expect_pending(2 * len(CODES) + 3)
    tablet.regain_network()
    while tablet.unsent() and kills < 5:
        tablet.page.wait_for_timeout(chance.uniform(50, 400))
        house.kill()
        kills += 1
        house.start()
        tablet.notice_network()
    assert kills >= 3
    tablet.wait_until_sent(seconds=90)


def test_typing_goes_on_while_the_server_is_restarted(tablet: Tablet, house: House) -> None:
    work = Fieldwork(tablet)
    work.write("MC-03", "Trước khi khởi động lại.")
    house.stop()
    work.write("MC-05", "Trong khi máy chủ dừng.")
    work.expect_kept("MC-05")
    house.start()
    work.write("MC-06", "Sau khi máy chủ chạy lại.")
    tablet.wait_until_sent()
