"""The tablet's own storage fails: then nothing is called saved, and what was typed stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.offline import pictures
from tests.offline.fieldwork import NOT_KEPT, Fieldwork
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
HOLD = """() => new Promise((held) => {
  indexedDB.open("outbox").onsuccess = (opened) => {
    const database = opened.target.result;
    const t = database.transaction([...database.objectStoreNames], "readwrite");
    const spin = () => {
      if (window.letGo) return database.close();
      t.objectStore("meta").get("x").onsuccess = spin;
    };
    spin();
    held(true);
  };
})"""
UPGRADE = """() => new Promise((done, failed) => {
  const now = indexedDB.open("outbox");
  now.onsuccess = () => {
    const version = now.result.version;
    now.result.close();
    const request = indexedDB.open("outbox", version + 1);
    request.onupgradeneeded = () => request.result.createObjectStore("later");
    request.onblocked = () => failed(new Error("the open page does not let go"));
    request.onerror = () => failed(request.error);
    request.onsuccess = () => { request.result.close(); done(true); };
  };
})"""
QUIET = "/sync/offline"  # of the same origin, kept by the worker, without the outbox


# Chromium without a screen heeds no quota, so the two ways in which it speaks of one are set.
FULL = """() => {
  window.put = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function () {
    this.transaction.abort();
    throw new DOMException("full", "QuotaExceededError");
  };
}"""
ROOM_AGAIN = "() => { IDBObjectStore.prototype.add = window.put; }"
LITTLE = """(left) => {
  navigator.storage.estimate = async () => ({ quota: 1e9, usage: 1e9 - left });
}"""


def test_a_photo_without_room_is_refused_and_the_rest_kept(tablet: Tablet, tmp_path: Path) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.photograph("CK-01", pictures.photo(tmp_path, 1))
    tablet.page.evaluate(LITTLE, 51_000_000)
    work.shoot("CK-01", pictures.photo(tmp_path, 2, "large"))
    place = tablet.page.locator("#photos-CK-01")
    expect(place).to_contain_text(NOT_KEPT)
    expect(place.locator("li[data-live=local]")).to_have_count(1)
    work.write("CD-04", "Vẫn còn chỗ cho chữ.")
    work.expect_kept("CD-04")
    tablet.regain_network()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_a_value_without_room_is_called_not_saved_and_stays_in_its_field(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    tablet.page.evaluate(FULL)
    work.write("CD-05", "Không còn chỗ nào.")
    work.expect_not_kept("CD-05")
    work.expect_line("failed")
    work.expect_value("CD-05", "Không còn chỗ nào.")
    tablet.page.evaluate(ROOM_AGAIN)
    tablet.regain_network()
    work.write("CD-05", "Lại còn chỗ.")
    tablet.wait_until_sent()


def test_a_storage_that_hangs_never_says_saved(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CD-06", "Trước khi treo.")
    work.expect_kept("CD-06")
    other = tablet.new_tab(QUIET)
    other.evaluate(HOLD)
    work.write("CD-07", "Trong khi treo.")
    work.expect_not_kept("CD-07")
    work.expect_value("CD-07", "Trong khi treo.")
    other.evaluate("() => { window.letGo = true; }")
    other.close()
    work.write("CD-07", "Sau khi hết treo.")
    work.expect_kept("CD-07")
    tablet.regain_network()
    tablet.wait_until_sent()


def test_a_database_of_a_newer_version_goes_on_being_used(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("TC-01", "Trước khi cơ sở dữ liệu lên phiên bản mới.")
    work.expect_kept("TC-01")
    other = tablet.new_tab(QUIET)
    assert other.evaluate(UPGRADE)
    other.close()
    work.write("TC-03", "Trang cũ trên cơ sở dữ liệu mới.")
    work.expect_kept("TC-03")
    tablet.page.reload()
    work.expect_value("TC-01", "Trước khi cơ sở dữ liệu lên phiên bản mới.")
    tablet.regain_network()
    tablet.wait_until_sent()
