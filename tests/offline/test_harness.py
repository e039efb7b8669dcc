"""The instruments themselves: what they would miss, no scenario could find."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.offline import pictures
from tests.offline.books import Books, Report
from tests.offline.conftest import FIRST, VISIT
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.ledger import Ledger
from tests.offline.proxy import Proxy
from tests.offline.tablet import Tablet, browser_processes

pytestmark = pytest.mark.browser
STORE = """(value) => new Promise((done, failed) => {
  const request = indexedDB.open("trial");
  request.onupgradeneeded = () => request.result.createObjectStore("kept");
  request.onsuccess = () => {
    const t = request.result.transaction("kept", "readwrite", { durability: "strict" });
    t.objectStore("kept").put(value, "key");
    t.oncomplete = () => done(true);
    t.onabort = () => failed(t.error);
  };
})"""
FETCH = """() => new Promise((done) => {
  indexedDB.open("trial").onsuccess = (opened) => {
    const asked = opened.target.result.transaction("kept").objectStore("kept").get("key");
    asked.onsuccess = () => done(asked.result);
  };
})"""


@pytest.fixture
def network(house: House) -> Iterator[Proxy]:
    made = Proxy(house.port)
    yield made
    made.close()


@pytest.fixture
def bare(
    playwright: Playwright, network: Proxy, ledger: Ledger, tmp_path: Path
) -> Iterator[Tablet]:
    """A tablet new from its box."""
    tablet = Tablet(playwright, network, ledger, tmp_path / "tablet", FIRST).open()
    yield tablet
    tablet.close()


def test_a_killed_server_is_gone_and_comes_back_at_the_same_address(
    house: House, network: Proxy
) -> None:
    house.kill()
    with pytest.raises((HTTPException, ConnectionError)):
        status_of_sign_in(network)
    house.start()
    assert status_of_sign_in(network) == 200


def status_of_sign_in(network: Proxy) -> int:
    door = HTTPConnection("127.0.0.1", network.port, timeout=20)
    try:
        door.request("GET", "/sign-in")
        return door.getresponse().status
    finally:
        door.close()


def test_a_killed_tablet_keeps_what_was_committed(bare: Tablet) -> None:
    bare.page.goto("/sign-in")
    assert bare.outbox() == {"ops": [], "blobs": [], "meta": {}}
    bare.page.evaluate(STORE, "chín hồ sơ")
    assert len(browser_processes(bare.profile)) > 2
    bare.kill()
    assert browser_processes(bare.profile) == []
    assert bare.reopen("/sign-in").evaluate(FETCH) == "chín hồ sơ"


def test_a_wrong_clock_is_that_of_the_tablet_only(bare: Tablet) -> None:
    bare.close()
    bare.clock_off_by = -365 * 24 * 3600 * 1000
    bare.open().page.goto("/sign-in")
    behind = time.time() - bare.page.evaluate("Date.now()") / 1000
    assert behind == pytest.approx(365 * 24 * 3600, abs=5)
    assert bare.page.evaluate("new Date(0).getFullYear()") == 1970


def test_the_books_find_what_is_lost_doubled_or_not_true(
    bare: Tablet, ledger: Ledger, tmp_path: Path
) -> None:
    bare.sign_in()
    bare.open_visit(VISIT)
    work = Fieldwork(bare)
    work.write("TC-01", "Sáu văn bản.", pause=5)
    work.count("MC-07", received="1791", resolved="1791", late="4", in_progress="0")
    work.judge("CD-01", "pass", "Đạt")
    work.photograph("CK-01", pictures.photo(tmp_path, 1))
    expect(bare.page.locator("#save-line")).to_have_attribute("data-live", "saved")
    expect(work.photos("CK-01").locator("img")).to_have_count(1)
    for field in ("TC-01-note", "MC-07-value", "CD-01-result"):
        expect(bare.page.locator(f"#state-{field}")).to_have_attribute("data-state", "saved")
    assert Books(ledger).report() == Report()
    assert all(ledger.promised(entry) for entry in ledger.written)
    _expect_found(ledger)


def _expect_found(ledger: Ledger) -> None:
    """Each falsified ledger is told from the true one."""

    def books(**changed: object) -> Report:
        other = copy.copy(ledger)
        for name, value in changed.items():
            setattr(other, name, value)
        return Books(other).report()

    first = ledger.written[0]
    unwritten = [*ledger.written, replace(first, field="TC-02.note", value="Chưa hề tới.")]
    assert len(books(written=unwritten).lost) == 1
    assert len(books(written=[replace(first, value="Khác.")]).lost) == 1
    assert len(books(written=[replace(first, author="ai.khac")]).lost) == 1
    assert "by thanhvien1.dongthap: 1 times, written 0" in books(written=[]).doubled[0]
    assert len(books(shots=ledger.shots * 2).lost) == 1
    assert len(books(shots=[]).doubled) == 1
    early = [replace(one, time=one.time - 60) for one in ledger.seen]
    assert any("shown as on the server" in said for said in books(seen=early).lied)
    assert any("photos of CK-01 shown" in said for said in books(seen=early).lied)
    late = [replace(one, time=first.done + 0.001) for one in ledger.seen if one.kind == "line"]
    assert any("but TC-01.note" in said for said in books(seen=late).lied)
