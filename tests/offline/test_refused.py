"""A value that the office refuses is set aside with its reason; the rest goes on."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from tests import cast as people
from tests.conftest import close, make_app
from tests.dossiers import shelf
from tests.offline.conftest import FIRST
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser


def test_a_refused_value_stays_visible_and_holds_up_nothing(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.sheet.item("MC-07")
    tablet.page.locator("#i-MC-07-value-received").fill("1,791")
    work.expect_kept("MC-07", "value")
    work.write("CD-04", "Ghi sau số liệu sai.")
    work.expect_kept("CD-04")
    tablet.regain_network()
    work.expect_there("CD-04")
    expect(work.state("MC-07", "value")).to_have_attribute("data-live", "stuck")
    expect(work.state("MC-07", "value")).to_contain_text("có thể hiểu theo hai cách")
    tablet.page.reload()
    expect(tablet.page.locator("#i-MC-07-value-received")).to_have_value("1,791")
    expect(work.state("MC-07", "value")).to_have_attribute("data-live", "stuck")
    work.count("MC-07", received="1791")
    tablet.wait_until_sent()
    work.expect_there("MC-07", "value")


def test_the_sync_page_lists_what_is_unsent(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.page.goto("/sync")
    expect(tablet.page.locator("[data-op-id]")).to_have_count(0)
    tablet.page.goto(tablet.path)
    tablet.lose_network()
    work.write("TC-01", "Chưa gửi, thứ nhất.")
    work.expect_kept("TC-01")
    work.write("TC-03", "Chưa gửi, thứ hai.")
    work.expect_kept("TC-03")
    tablet.page.goto("/sync")
    rows = tablet.page.locator("[data-op-id]")
    expect(rows).to_have_count(2)
    shown = {row.get_attribute("data-op-id") for row in rows.all()}
    assert shown == {op["id"] for op in tablet.unsent()}
    tablet.regain_network()
    expect(rows).to_have_count(0)
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_a_draw_that_was_refused_gives_way_to_the_one_that_is_right(
    house: House, tablet: Tablet
) -> None:
    with make_app(house.folder).app_context():
        shelf.fill(people.load(uuid.UUID(tablet.path.rpartition("/")[2])), by=FIRST)
        close()
    page = tablet.page
    page.goto(f"{tablet.path}/sample")
    page.get_by_role("button", name="Rút mẫu", exact=True).click()
    expect(page.locator("#draw-seed-error")).to_be_visible()
    page.goto("/sync")
    row = page.locator("[data-op-id]")
    expect(row).to_contain_text("Số hồ sơ cần rút: 30")
    row.get_by_role("link", name="Mở trong phiếu").click()
    page.wait_for_url(f"**{tablet.path}/sample")
    expect(page.locator("#state-draw")).to_contain_text("Máy chủ chưa nhận")
    page.get_by_label("Số hồ sơ cần rút").fill("6")
    for face in "314152":
        page.locator("[data-dice]").get_by_role("button", name=face).click()
    page.get_by_label("Người của đơn vị chứng kiến").fill("Trần Thị Mai, công chức")
    page.get_by_role("button", name="Rút mẫu", exact=True).click()
    tablet.wait_until_sent()
    assert tablet.unsent() == []
    expect(page.locator("#tallied")).to_contain_text("hồ sơ đã kiểm tra xong")
