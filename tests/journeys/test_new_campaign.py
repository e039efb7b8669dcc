"""An inspector plans a campaign of their own and opens the visit they added to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from inspect_app import clock, text
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser
TITLE = "Kiểm tra đột xuất công tác CCHC quý IV"


def test_an_inspector_plans_a_campaign_and_opens_its_visit(people: People) -> None:
    inspector = people().sign_in("thuky.dongthap")
    page = inspector.page
    inspector.follow("Kế hoạch")
    inspector.follow("Lập kế hoạch mới")
    refuse_empty(page)
    fill_in(page)
    inspector.press("Lưu kế hoạch")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator(".facts")).to_contain_text("Huỳnh Thị Mai (Trưởng đoàn)")
    add_visit(page)
    page.locator("section:has(#visits) a").filter(has_text="xã Tháp Mười").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("xã Tháp Mười")
    inspector.press("Bắt đầu kiểm tra")
    expect(page.locator(".item")).to_have_count(70)
    page.goto("/visits")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


def refuse_empty(page: Page) -> None:
    page.get_by_label("Tên kế hoạch").fill(TITLE)
    page.get_by_role("button", name="Lưu kế hoạch").click()
    expect(page.locator("#decision_number-error")).to_be_visible()
    expect(page.get_by_label("Tên kế hoạch")).to_have_value(TITLE)


def fill_in(page: Page) -> None:
    for label, typed in {
        "Số quyết định": "215/QĐ-SNV",
        "Ngày quyết định": "1/10/2026",
        "Người hoặc cơ quan ký": "Giám đốc Sở Nội vụ tỉnh Đồng Tháp",
        "Ký hiệu biên bản": "BB-ĐKT",
        "Từ ngày": "1/7/2026",
        "Đến ngày": "30/9/2026",
        "Cơ quan chủ quản": "Ủy ban nhân dân tỉnh Đồng Tháp",
        "Đoàn hoặc cơ quan lập biên bản": "Đoàn kiểm tra đột xuất",
    }.items():
        page.get_by_label(label).fill(typed)
    page.get_by_label("Huỳnh Thị Mai").select_option(label="Trưởng đoàn")
    page.get_by_label("Trương Văn Phúc").select_option(label="Thư ký")


def add_visit(page: Page) -> None:
    """The unit is found by its name without marks."""
    page.get_by_label("Tìm theo tên").press_sequentially("thap muoi", delay=30)
    choice = page.locator("#unit-choices").get_by_role("radio", name="xã Tháp Mười tỉnh Đồng Tháp")
    choice.check()
    page.get_by_label("Ngày kiểm tra").fill(text.date(clock.today()))
    page.get_by_role("button", name="Thêm cuộc kiểm tra").click()
