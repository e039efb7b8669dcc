"""Signing out says what stays on the tablet, and leaves nothing of a person open to the next."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.offline.box import authors_of, kept_pages, meta
from tests.offline.conftest import FIRST, SECOND, Tablets
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
CODE = "TC-02"
SESSIONS = """SELECT count(*) FROM sign_in s JOIN user u ON u.id = s.user_id
    WHERE u.username = ? AND s.ended_at IS NULL"""
FULL = """() => {
  self.realAdd = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
}"""
# Everything that lies in the local database and in the caches, as text.
DUMP = """async () => {
  const open = await new Promise((done) => {
    indexedDB.open("outbox").onsuccess = (event) => done(event.target.result);
  });
  const text = (bytes) => new TextDecoder().decode(bytes);
  const flat = (value) => JSON.stringify(value, (_, one) => {
    if (one instanceof ArrayBuffer) return text(one);
    return ArrayBuffer.isView(one) ? text(one.buffer) : one;
  });
  let all = "";
  for (const name of ["ops", "blobs", "meta"]) {
    all += await new Promise((done) => {
      const asked = open.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(flat(asked.result));
    });
  }
  open.close();
  const pages = await caches.open("pages");
  for (const kept of await pages.keys()) all += await (await pages.match(kept)).text();
  return all;
}"""


@pytest.fixture
def tablet(tablets: Tablets) -> Tablet:
    """A tablet with a session of its own, so that ending it ends no other's."""
    taken = tablets()
    taken.lose_session()
    taken.sign_in()
    taken.page.goto(taken.path)
    return taken


def leave(tablet: Tablet) -> None:
    tablet.page.locator("details.menu summary").click()
    tablet.page.get_by_role("button", name="Đăng xuất", exact=True).click()


def dialog(tablet: Tablet) -> Locator:
    return tablet.page.locator("#leave")


def lock(tablet: Tablet) -> None:
    dialog(tablet).get_by_role("button", name="Khóa và đăng xuất").click()


def write_unsent(tablet: Tablet, words: str) -> None:
    tablet.lose_network()
    work = Fieldwork(tablet)
    work.write(CODE, words)
    work.expect_kept(CODE)


def expect_signed_out(tablet: Tablet) -> None:
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_with_nothing_unsent_nothing_of_the_person_stays(tablet: Tablet, house: House) -> None:
    work = Fieldwork(tablet)
    work.write(CODE, "Đã gửi hết.")
    work.expect_there(CODE)
    tablet.wait_until_sent()
    assert kept_pages(tablet)
    [(before,)] = house.rows(SESSIONS, FIRST)
    leave(tablet)
    expect_signed_out(tablet)
    held = tablet.outbox()
    assert (held["ops"], held["blobs"]) == ([], [])
    assert not [n for n in held["meta"] if n.startswith(("key:", "pin:", "ready:", "user", "sign"))]
    assert kept_pages(tablet) == []
    assert house.rows(SESSIONS, FIRST) == [(before - 1,)]


def test_unsent_work_is_counted_and_staying_sends_it(tablet: Tablet) -> None:
    write_unsent(tablet, "Ở lại để gửi.")
    leave(tablet)
    expect(dialog(tablet)).to_contain_text("Còn 1 câu trả lời chỉ có trên máy này.")
    stay = dialog(tablet).get_by_role("button", name="Ở lại để gửi")
    expect(stay).to_be_focused()
    tablet.regain_network()
    stay.click()
    tablet.wait_until_sent()


def test_locked_work_stays_sealed_until_its_owner_is_back(tablet: Tablet) -> None:
    write_unsent(tablet, "Khóa lại mang về.")
    leave(tablet)
    tablet.network.heal()
    assert tablet.context is not None
    tablet.context.set_offline(False)
    lock(tablet)
    expect_signed_out(tablet)
    assert not [name for name in meta(tablet) if name.startswith(("key:", "signOut"))]
    assert len(tablet.unsent()) <= 1
    assert "Khóa lại" not in tablet.page.evaluate(DUMP)
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_without_network_the_tablet_locks_and_the_server_hears_later(
    tablet: Tablet, house: House
) -> None:
    write_unsent(tablet, "Khóa khi mất mạng.")
    leave(tablet)
    lock(tablet)
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Máy đang khóa")
    expect(tablet.page.locator("main")).to_contain_text(
        "Máy đã khóa; sẽ đăng xuất ở máy chủ khi có mạng."
    )
    tablet.page.goto(tablet.path)
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Máy đang khóa")
    [(open_sessions,)] = house.rows(SESSIONS, FIRST)
    tablet.regain_network()
    tablet.page.goto(tablet.path)
    expect_signed_out(tablet)
    assert house.rows(SESSIONS, FIRST) == [(open_sessions - 1,)]
    assert "signOut" not in meta(tablet)
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_a_locked_tablet_shows_nothing_to_who_reopens_it(tablet: Tablet) -> None:
    write_unsent(tablet, "Máy tắt giữa chừng.")
    leave(tablet)
    lock(tablet)
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Máy đang khóa")
    tablet.kill()
    tablet.reopen()
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Máy đang khóa")
    assert "Máy tắt" not in tablet.page.evaluate(DUMP)
    tablet.network.heal()
    tablet.page.goto(tablet.path)
    expect_signed_out(tablet)
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_staying_after_all_unlocks_what_was_never_locked(tablet: Tablet) -> None:
    tablet.lose_network()
    leave(tablet)
    expect(dialog(tablet)).to_contain_text("Không liên lạc được với máy chủ.")
    dialog(tablet).get_by_role("button", name="Ở lại", exact=True).click()
    tablet.page.reload()
    work = Fieldwork(tablet)
    work.write(CODE, "Ở lại làm tiếp.")
    work.expect_kept(CODE)
    tablet.regain_network()
    tablet.wait_until_sent()


def test_what_is_not_stored_holds_its_person_back(tablet: Tablet) -> None:
    tablet.page.evaluate(FULL)
    work = Fieldwork(tablet)
    work.write(CODE, "Máy đầy.")
    work.expect_not_kept(CODE)
    leave(tablet)
    expect(dialog(tablet)).to_contain_text("CHƯA LƯU")
    expect(dialog(tablet).get_by_role("button")).to_have_count(1)
    dialog(tablet).get_by_role("button", name="Ở lại", exact=True).click()
    tablet.page.evaluate("() => { IDBObjectStore.prototype.add = self.realAdd }")
    tablet.wait_until_sent()


def test_a_day_of_another_person_neither_shows_nor_harms_what_waits(
    tablet: Tablet, house: House
) -> None:
    secret = "Điều chỉ người đầu biết."
    write_unsent(tablet, secret)
    tablet.lose_session()
    tablet.network.heal()
    tablet.page.goto("about:blank")
    assert tablet.context is not None
    tablet.context.set_offline(False)
    tablet.sign_in(SECOND)
    tablet.page.goto(tablet.path)
    work = Fieldwork(tablet)
    work.write("TC-03", "Của người thứ hai.")
    work.expect_there("TC-03")
    Fieldwork(tablet).expect_line("saved", 0)
    for address in (tablet.path, "/visits", "/sync"):
        tablet.page.goto(address)
        expect(tablet.page.locator("#save-line")).not_to_have_attribute("data-live", "opening")
        assert secret not in tablet.page.content()
    assert secret not in tablet.page.evaluate(DUMP)
    assert [name for name in meta(tablet) if name.startswith("key:")] == [
        f"key:{meta(tablet)['user']['id']}"
    ]
    leave(tablet)
    expect_signed_out(tablet)
    tablet.sign_in(FIRST)
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()
    assert authors_of(house, secret) == [FIRST]
