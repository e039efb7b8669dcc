"""What is only on the tablet is listed, corrected, taken along in a file, and closed to others."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.offline import pictures
from tests.offline.conftest import FIRST, SECOND, Tablets
from tests.offline.fieldwork import Fieldwork
from tests.offline.ledger import Written
from tests.offline.seen import visit_of
from tests.offline.sync_page import SyncPage
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
# Everything the present person can get out of the local database with all its keys.
PRY = """async () => {
  const { then, read, opened } = Store;
  const ops = await read(({ ops }, give) => then(ops.getAll(), give));
  const blobs = await read(({ blobs }, give) => then(blobs.getAll(), give));
  const names = await read(({ meta }, give) => then(meta.getAllKeys(), give));
  const keys = await read(({ meta }, give) =>
    then(meta.getAll(IDBKeyRange.bound("key:", "key:~")), give));
  const text = (bytes) => new TextDecoder("utf-8").decode(bytes);
  const tried = [];
  for (const op of ops) for (const key of keys) {
    tried.push(await Store.unseal(op.box, op.id, key).then(text, () => null));
  }
  for (const key of keys) {
    tried.push(await crypto.subtle.exportKey("raw", key).then(() => "the key itself", () => null));
  }
  const raw = [...ops.map((op) => text(op.box.data)), ...blobs.map((one) => text(one.data))];
  const shown = (await Promise.all(ops.map(opened))).filter((op) => !op.unreadable);
  return { names, raw: raw.join(" ") + JSON.stringify(ops), shown: shown.length,
           read: tried.filter(Boolean) };
}"""


def test_each_unsent_thing_is_told_with_its_place_its_reason_and_its_picture(
    tablet: Tablet, tmp_path: Path
) -> None:
    work, page = Fieldwork(tablet), tablet.page
    SyncPage(tablet).keep()
    tablet.lose_network()
    work.write("TC-01", "Chưa phân công rõ người phụ trách.")
    work.judge("CK-03", "fail", "Chưa đạt")
    work.photograph("CK-01", pictures.photo(tmp_path, 1))
    work.expect_pending(3)
    sync = SyncPage(tablet).open()
    expect(sync.rows).to_have_count(3)
    note = sync.row("TC-01 · Ghi chú nội bộ: Chưa phân công rõ người phụ trách.")
    expect(note).to_contain_text("phường Cao Lãnh · ghi lúc")
    expect(note).to_contain_text("Chờ mạng")
    expect(sync.row("CK-03 · Kết quả: Chưa đạt")).to_have_count(1)
    photo = sync.row("CK-01 · Ảnh anh-small-1.jpg")
    expect(photo).to_contain_text("MB")
    assert photo.locator("img").evaluate("(img) => img.naturalWidth") > 0
    link = note.get_by_role("link", name="Mở trong phiếu")
    assert link.get_attribute("href") == f"{tablet.path}#item-TC-01"
    expect(page.locator("#device-room")).to_contain_text("còn khoảng")
    tablet.regain_network()
    sync.expect_empty()
    page.goto(tablet.path)
    tablet.wait_until_sent()


def test_a_refused_value_is_corrected_in_its_row_and_accepted(tablet: Tablet) -> None:
    work, page = Fieldwork(tablet), tablet.page
    work.sheet.item("MC-07")
    page.locator("#i-MC-07-value-received").fill("1,791")
    expect(work.state("MC-07", "value")).to_have_attribute("data-live", "stuck")
    sync = SyncPage(tablet).open()
    row = sync.row("Tiếp nhận trong kỳ: 1,791")
    expect(row).to_contain_text("Máy chủ chưa nhận: Tiếp nhận trong kỳ: “1,791” có thể hiểu")
    with page.expect_response(lambda answer: answer.status == 422):
        row.get_by_role("button", name="Thử lại").click()
    expect(row).to_contain_text("có thể hiểu theo hai cách")
    refused = row.get_attribute("data-op-id")
    row.get_by_role("button", name="Sửa").click()
    begun = time.time()
    row.get_by_label("Tiếp nhận trong kỳ").fill("1792")
    row.get_by_role("button", name="Lưu").click()
    sync.expect_empty()
    assert refused not in {op["id"] for op in tablet.outbox()["ops"]}
    who = (tablet.name, tablet.username, visit_of(tablet.path))
    entry = Written(*who, "MC-07.value", {"received": 1792}, begun, time.time())
    tablet.ledger.written.append(entry)
    page.goto(tablet.path)
    tablet.wait_until_sent()
    expect(page.locator("#i-MC-07-value-received")).to_have_value("1.792")


def test_what_the_office_refused_can_be_dropped_after_a_question(tablet: Tablet) -> None:
    work, page = Fieldwork(tablet), tablet.page
    work.sheet.item("MC-07")
    before = page.locator("#i-MC-07-value-received").input_value()
    page.locator("#i-MC-07-value-received").fill("1,791")
    expect(work.state("MC-07", "value")).to_have_attribute("data-live", "stuck")
    sync = SyncPage(tablet).open()
    drop = sync.row("Tiếp nhận trong kỳ: 1,791").get_by_role("button", name="Bỏ mục này")
    drop.click()
    expect(page.get_by_role("dialog")).to_contain_text("Tiếp nhận trong kỳ: 1,791")
    page.get_by_role("button", name="Giữ lại").click()
    expect(sync.rows).to_have_count(1)
    drop.click()
    page.get_by_role("button", name="Bỏ mục", exact=True).click()
    sync.expect_empty()
    expect(page.locator("#save-line")).to_contain_text("Mọi thứ đã ở trên máy chủ")
    page.goto(tablet.path)
    expect(page.locator("#i-MC-07-value-received")).to_have_value(before)


def test_a_photo_that_is_not_there_yet_can_be_dropped_after_a_question(
    tablet: Tablet, tmp_path: Path
) -> None:
    work, page = Fieldwork(tablet), tablet.page
    SyncPage(tablet).keep()
    tablet.lose_network()
    work.shoot("CK-01", pictures.photo(tmp_path, 2, "large"))
    caption = page.locator("#photos-CK-01 .thumbs li[data-pending] [name=caption]")
    caption.fill("Chụp nhầm.")
    caption.press("Tab")
    work.expect_pending(2)
    sync = SyncPage(tablet).open()
    expect(sync.row("Chụp nhầm.")).to_contain_text("Chờ ảnh lên trước")
    drop = sync.row("anh-large-2.jpg").get_by_role("button", name="Bỏ ảnh này")
    drop.click()
    page.get_by_role("button", name="Giữ lại").click()
    expect(sync.rows).to_have_count(2)
    drop.click()
    page.get_by_role("button", name="Bỏ ảnh", exact=True).click()
    sync.expect_empty()
    assert tablet.unsent() == [] and tablet.outbox()["blobs"] == []
    tablet.regain_network()


def test_a_file_takes_the_unsent_to_the_office_and_counts_once(
    tablets: Tablets, tmp_path: Path
) -> None:
    tablet, office = tablets(FIRST), tablets(SECOND)
    work = Fieldwork(tablet)
    SyncPage(tablet).keep()
    tablet.lose_network()
    work.write("TC-03", "Mang về bằng tệp.")
    work.judge("CK-04", "partial", "Đạt một phần")
    for number, size in ((3, "large"), (4, "small")):
        work.photograph("CK-04", pictures.photo(tmp_path, number, size))
    work.expect_pending(4)
    file = SyncPage(tablet).open().export(tmp_path)
    assert file.name.startswith("du-lieu-chua-gui-") and file.suffix == ".cchc"
    said = tablet.page.locator("#export-said")
    expect(said).to_contain_text("Đã xuất 4 mục, trong đó 2 ảnh")
    assert len(tablet.unsent()) == 4
    assert b"Mang v" not in file.read_bytes()
    nothing = {"Chờ trưởng đoàn quyết định": 0, "Không nhận": 0}
    brought = SyncPage(office)
    assert brought.bring(file) == {"Mới nhận": 4, "Đã có từ trước": 0, **nothing}
    assert brought.bring(file) == {"Mới nhận": 0, "Đã có từ trước": 4, **nothing}
    tablet.regain_network()
    SyncPage(tablet).expect_empty()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()
    work.expect_value("TC-03", "Mang về bằng tệp.")


def test_what_another_left_is_counted_but_cannot_be_read(tablets: Tablets, tmp_path: Path) -> None:
    tablet, office = tablets(FIRST), tablets(SECOND)
    work = Fieldwork(tablet)
    SyncPage(tablet).keep()
    tablet.lose_network()
    work.write("TC-05", "Riêng của thành viên một.")
    work.photograph("CK-05", pictures.photo(tmp_path, 5))
    work.expect_pending(2)
    left = len(tablet.unsent())
    tablet.lose_session()
    tablet.regain_network()
    tablet.sign_in(SECOND)
    sync = SyncPage(tablet).open()
    sync.expect_empty()
    others = tablet.page.locator("#others")
    expect(others).to_contain_text(f"{left} mục của người khác đang khóa trên máy")
    for secret in ("Riêng của", "TC-05", "CK-05", "anh-small-5"):
        expect(tablet.page.locator("main")).not_to_contain_text(secret)
    found: dict[str, Any] = tablet.page.evaluate(PRY)
    assert found["shown"] == 0 and found["read"] == []
    assert len([name for name in found["names"] if name.startswith("key:")]) == 1
    assert "Riêng" not in found["raw"] and "JFIF" not in found["raw"]
    file = sync.export(tmp_path, "#others")
    assert SyncPage(office).bring(file)["Mới nhận"] == left
    tablet.lose_session()
    tablet.sign_in(FIRST)
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()
