"""The camera inside the page takes many pictures at once, and none waits for the network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
DIGESTS = """async () => {
  const opened = await Promise.all((await Outbox.all()).map(Store.opened));
  return opened.filter((op) => op.kind === "photo" && op.state === "new").map((op) => op.sha256);
}"""
TAKEN = "SELECT size, about FROM photo WHERE item_code = 'CK-06' AND removed_at IS NULL"


def test_a_burst_is_kept_picture_by_picture_and_comes_home(tablet: Tablet, house: House) -> None:
    page, work = tablet.page, Fieldwork(tablet)
    before = len(house.rows(TAKEN))
    tablet.lose_network()
    page.locator("#item-CK-06 details > summary").click()
    page.locator("#photos-CK-06").get_by_role("button", name="Chụp liên tiếp").click()
    camera = page.get_by_role("dialog", name="Chụp liên tiếp CK-06")
    for _ in range(3):
        camera.get_by_role("button", name="Chụp").click()
        page.wait_for_timeout(150)
    expect(camera.get_by_role("status")).to_have_text("Đã lưu 3 ảnh trên máy này")
    page.keyboard.press("Escape")
    expect(page.locator("#photos-CK-06 li[data-pending]")).to_have_count(3)
    assert page.evaluate("document.querySelector('#burst video').srcObject") is None
    page.reload()
    expect(page.locator("#photos-CK-06 li[data-pending]")).to_have_count(3)
    for digest in page.evaluate(DIGESTS):
        work.enter_digest("CK-06", digest)
    tablet.regain_network()
    tablet.wait_until_sent()
    assert len(house.rows(TAKEN)) == before + 3


def test_what_was_typed_is_kept_before_the_camera_opens(tablet: Tablet) -> None:
    page, work = tablet.page, Fieldwork(tablet)
    tablet.lose_network()
    work.write("CK-08", "Gõ xong bấm chụp ngay.")
    with page.expect_file_chooser():
        page.locator("#photos-CK-08 input[capture]").click()
    work.expect_kept("CK-08")
    page.reload()
    work.expect_value("CK-08", "Gõ xong bấm chụp ngay.")
    tablet.regain_network()
    tablet.wait_until_sent()
