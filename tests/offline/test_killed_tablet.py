"""The tablet dies: what its screen had called safe is there when it is opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.offline import pictures
from tests.offline.faults import Fault
from tests.offline.fieldwork import Fieldwork
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
CODES = ("CD-04", "CD-05", "CD-06", "CD-07")


@pytest.mark.parametrize("network", ["refuse", "swallow", "late"])
def test_what_the_screen_called_safe_survives_a_kill_after_the_last_key(
    network: str, tablet: Tablet
) -> None:
    """At each of some moments after the last key; nothing but the tablet's own storage helps."""
    tablet.ledger.unsure = True
    for number, pause in enumerate((0, 150, 1000)):
        tablet.network.set(Fault(network, seconds=8, changes_only=network == "late"))
        work = Fieldwork(tablet)
        work.write(CODES[number], f"Phím cuối, rồi {pause} ms, {network}.", pause=12)
        tablet.page.wait_for_timeout(pause)
        tablet.kill()
        promised = tablet.ledger.promised(tablet.ledger.written[-1])
        assert promised or pause < 1000
        tablet.reopen()
        if promised:
            work.expect_value(CODES[number], f"Phím cuối, rồi {pause} ms, {network}.")
    tablet.regain_network()
    tablet.wait_until_sent()


@pytest.mark.parametrize("end", ["reload", "close the tab"])
def test_what_was_typed_survives_leaving_the_page_at_once(end: str, tablet: Tablet) -> None:
    """Or the browser has asked before: what is being stored at that moment is nowhere yet."""
    work, asked = Fieldwork(tablet), list[str]()
    tablet.ledger.unsure = True
    tablet.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tablet.lose_network()
    work.write("TC-01", f"Gõ xong rồi {end}.", pause=10)
    if end == "reload":
        tablet.page.reload()
    else:
        other = tablet.new_tab()
        tablet.page.close(run_before_unload=True)
        tablet.page = other
        other.reload()
    if not asked:
        work.expect_value("TC-01", f"Gõ xong rồi {end}.")
    work.expect_kept("TC-01")
    tablet.regain_network()
    tablet.wait_until_sent()


def test_photos_shown_as_kept_survive_a_kill(tablet: Tablet, tmp_path: Path) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    for number in range(3):
        work.photograph("CK-05", pictures.photo(tmp_path, number, "large"))
    tablet.kill()
    tablet.reopen()
    expect(work.photos("CK-05")).to_have_count(3)
    work.expect_pending(3)
    tablet.regain_network()
    tablet.wait_until_sent()


def test_a_kill_in_mid_replay_sends_nothing_twice(tablet: Tablet, tmp_path: Path) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    for code in CODES:
        work.write(code, f"{code} đang gửi thì máy tắt.")
        work.expect_kept(code)
    work.photograph("CK-08", pictures.photo(tmp_path, 8, "large"))
    tablet.regain_network()
    tablet.network.set(Fault("late", changes_only=True, seconds=1.5))
    for _ in range(2):
        tablet.notice_network()
        tablet.page.wait_for_timeout(1000)
        tablet.kill()
        tablet.reopen()
    tablet.network.heal()
    tablet.wait_until_sent()


def test_a_tablet_that_forgot_its_session_keeps_the_work_and_sends_it_after_signing_in(
    tablet: Tablet,
) -> None:
    """A browser writes cookies down late: a kill may cost the session, never the answers."""
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("TC-05", "Phiên làm việc mất cùng với pin.")
    work.expect_kept("TC-05")
    tablet.lose_session()
    tablet.kill()
    tablet.reopen()
    work.expect_value("TC-05", "Phiên làm việc mất cùng với pin.")
    tablet.regain_network()
    work.expect_line("login", 1)
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()
