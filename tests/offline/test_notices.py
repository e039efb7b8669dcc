"""The notices of a visit that was made ready: opened, noted and opened again without network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Playwright, expect

from tests.offline.box import open_planned, unpacked
from tests.offline.conftest import FIRST
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser


def seen(tablet: Tablet) -> Locator:
    """The card of fees, which says what was found there."""
    card = tablet.page.locator("#notice-fees")
    expect(card.locator(".notice-mark")).to_have_text("Đã khắc phục tại chỗ")
    expect(card.locator('[data-fault="missing"]')).to_be_visible()
    expect(card.get_by_role("button", name="Bỏ tồn tại")).to_be_visible()
    expect(tablet.page.locator('#notice-sums [data-count="unseen"]')).to_have_text("8")
    return card


def test_a_round_without_network_comes_home(
    playwright: Playwright, house: House, tmp_path: Path
) -> None:
    with unpacked(playwright, house, tmp_path, FIRST) as tablet:
        open_planned(tablet)
        page = tablet.page
        page.get_by_role("button", name="Chuẩn bị đi thực địa").click()
        expect(page.locator("#prepare-said")).to_contain_text("Sẵn sàng")
        tablet.lose_network()
        page.goto(tablet.path)
        page.get_by_role("button", name="Bắt đầu kiểm tra").click()
        page.goto(f"{tablet.path}/notices")
        card = page.locator("#notice-fees")
        card.get_by_role("button", name="Không", exact=True).first.click()
        card.get_by_role("button", name=re.compile("^Ghi thành tồn tại")).click()
        card.get_by_role("button", name="Đã khắc phục tại chỗ").click()
        seen(tablet)
        page.reload()
        seen(tablet)
        tablet.regain_network()
        tablet.wait_until_sent()
        page.goto(f"{tablet.path}/notices")
        expect(seen(tablet)).to_contain_text("đã khắc phục tại chỗ trong buổi kiểm tra")
        found = house.rows("SELECT text FROM finding WHERE text LIKE 'Chưa niêm yết mức thu phí%'")
        assert len(found) == 1
