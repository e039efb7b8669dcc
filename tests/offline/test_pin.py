"""The PIN: after the session the tablet is shut, and opens without network for who knows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.offline import pictures
from tests.offline.fieldwork import Fieldwork
from tests.offline.sync_page import Lock, SyncPage, end_session
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
PIN = "482913"
COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"
# What a locked tablet gives to who can run any script on it.
PRY = """async () => {
  const { then, read, opened } = Store;
  const ops = await read(({ ops }, give) => then(ops.getAll(), give));
  const names = await read(({ meta }, give) => then(meta.getAllKeys(), give));
  const readable = (await Promise.all(ops.map(opened))).filter((op) => !op.unreadable);
  let kept = "";
  const pages = await caches.open("pages");
  for (const request of await pages.keys()) {
    kept += new TextDecoder().decode(await (await pages.match(request)).arrayBuffer());
  }
  return { keys: names.filter((name) => name.startsWith("key:")), readable: readable.length, kept };
}"""
# The waiting after wrong ones is cut short, as if half a minute had gone by.
LATER = """async () => {
  const { then, write } = Store;
  await write(({ meta }) => {
    meta.openCursor(IDBKeyRange.bound("pin:", "pin:~")).onsuccess = ({ target: { result } }) =>
      result && result.update({ ...result.value, until: Date.now() + 1500 });
  });
}"""


@pytest.fixture
def guarded(tablet: Tablet) -> Tablet:
    """A tablet with a PIN, out of reach, open on the checklist."""
    SyncPage(tablet).open().set_pin(PIN)
    tablet.page.goto(tablet.path)
    Fieldwork(tablet).expect_line("saved")
    tablet.lose_network()
    return tablet


def send_all(tablet: Tablet) -> None:
    """Back at the office: sign in with the password, and see everything go."""
    tablet.regain_network()
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_after_the_session_the_pin_opens_the_work_without_network(
    guarded: Tablet, tmp_path: Path
) -> None:
    work, lock = Fieldwork(guarded), Lock(guarded)
    work.write("CD-04", "Viết trước khi khóa.")
    work.photograph("CK-01", pictures.photo(tmp_path, 1))
    work.expect_pending(2)
    end_session(guarded)
    guarded.page.reload()
    lock.expect_shut()
    expect(guarded.page.locator("#unlock-who")).to_contain_text("Trương Văn Phúc")
    expect(guarded.page.locator("#unlock-who")).to_contain_text("1 mục chưa gửi, 1 ảnh chưa gửi")
    lock.try_pin(PIN)
    work.expect_value("CD-04", "Viết trước khi khóa.")
    work.write("CD-05", "Viết sau khi mở khóa.")
    work.expect_pending(3)
    guarded.page.reload()
    work.expect_value("CD-05", "Viết sau khi mở khóa.")
    send_all(guarded)


def test_an_open_page_shuts_when_the_session_ends(guarded: Tablet) -> None:
    work, lock = Fieldwork(guarded), Lock(guarded)
    work.write("CD-06", "Đang mở khi hết phiên.")
    work.expect_pending(1)
    end_session(guarded)
    guarded.page.evaluate(COME_BACK)
    lock.expect_shut()
    expect(guarded.page).to_have_url(f"{guarded.network.address}/sync/lock")
    expect(guarded.page.locator("body")).not_to_contain_text("Đang mở khi hết phiên.")
    found = guarded.page.evaluate(PRY)
    assert found["keys"] == [] and found["readable"] == 0
    assert "Cao Lãnh" not in found["kept"]
    for path in (guarded.path, "/sync", "/visits"):
        guarded.page.goto(path)
        lock.expect_shut()
    lock.try_pin(PIN)
    expect(guarded.page.get_by_role("heading", level=1)).not_to_have_text("Máy đang khóa")
    send_all(guarded)


def test_wrong_pins_are_refused_and_then_waited_for_even_after_a_reload(guarded: Tablet) -> None:
    work, lock = Fieldwork(guarded), Lock(guarded)
    work.write("CD-07", "Sau năm lần sai.")
    work.expect_pending(1)
    end_session(guarded)
    guarded.page.reload()
    lock.expect_shut()
    for number in range(5):
        lock.refuse(f"11111{number + 2}")
    expect(lock.said).to_contain_text("Thử lại sau")
    guarded.page.reload()
    expect(lock.said).to_contain_text("Thử lại sau")
    expect(guarded.page.locator("#unlock-pin")).to_be_disabled()
    opened = guarded.page.evaluate("(pin) => Pin.open(document.forms.unlock.who.value, pin)", PIN)
    assert opened["wait"] > 0 and guarded.page.evaluate(PRY)["keys"] == []
    guarded.page.evaluate(LATER)
    guarded.page.reload()
    expect(guarded.page.locator("#unlock-pin")).to_be_enabled()
    lock.try_pin(PIN)
    work.expect_value("CD-07", "Sau năm lần sai.")
    send_all(guarded)


def test_who_signs_in_again_is_not_locked_out(guarded: Tablet) -> None:
    end_session(guarded)
    guarded.regain_network()
    guarded.sign_in()
    guarded.page.goto(guarded.path)
    expect(guarded.page.locator(".item").first).to_be_visible()
    guarded.page.evaluate(COME_BACK)
    guarded.page.wait_for_timeout(1000)
    expect(guarded.page.locator(".item").first).to_be_visible()


def test_without_a_pin_nothing_locks(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CD-08", "Không có mã PIN.")
    work.expect_pending(1)
    end_session(tablet)
    tablet.page.reload()
    work.expect_value("CD-08", "Không có mã PIN.")
    tablet.page.evaluate(COME_BACK)
    tablet.page.wait_for_timeout(500)
    work.expect_value("CD-08", "Không có mã PIN.")
    send_all(tablet)


def test_a_pin_is_set_changed_and_taken_away_on_the_sync_page(tablet: Tablet) -> None:
    sync, page = SyncPage(tablet).open(), tablet.page
    error = page.locator("#pin-error")
    wrong = [("12345", "12345", "6 đến 12 chữ số"), ("12a456", "12a456", "6 đến 12 chữ số")]
    wrong += [("123456", "123456", "dễ đoán"), ("777777", "777777", "dễ đoán")]
    for first, second, reason in [*wrong, (PIN, "482914", "không giống nhau")]:
        sync.type_pin(first, second)
        expect(error).to_contain_text(reason)
    assert not [name for name in tablet.outbox()["meta"] if name.startswith("pin:")]
    sync.set_pin(PIN)
    sync.set_pin("902714")
    assert PIN not in str(tablet.outbox()["meta"]) and "902714" not in str(tablet.outbox()["meta"])
    opened = page.evaluate("(pin) => Pin.open(Store.user.id, pin)", PIN)
    assert opened == {"left": 4}
    page.get_by_role("button", name="Bỏ mã PIN").click()
    page.locator("#drop-pin").get_by_role("button", name="Bỏ mã PIN").click()
    expect(page.locator("#pin-said")).to_contain_text("Chưa đặt")
    assert not [name for name in tablet.outbox()["meta"] if name.startswith("pin:")]
    page.goto(tablet.path)
