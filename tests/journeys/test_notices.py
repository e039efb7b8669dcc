"""The round of the posted notices: looked at, without network too, and what was wrong put right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.person import Person

People = Callable[..., Person]
pytestmark = pytest.mark.browser


def card(page: Page, kind: str) -> Locator:
    return page.locator(f"#notice-{kind}")


def tap(page: Page, kind: str, aspect: str, name: str) -> None:
    choices = card(page, kind).locator(f'[data-aspect="{aspect}"]')
    choices.get_by_role("button", name=name, exact=True).click()


def mark(page: Page, kind: str) -> Locator:
    return card(page, kind).locator(".notice-mark")


def wrong(page: Page, kind: str, fault: str) -> Locator:
    return card(page, kind).locator(f'[data-fault="{fault}"]')


def count(page: Page, state: str) -> Locator:
    return page.locator(f'#notice-sums [data-count="{state}"]')


def test_a_round_goes_on_without_network_and_comes_home(people: People) -> None:
    person = people().sign_in("thanhvien.hongngu")
    page = person.page
    person.follow("huyện Hồng Ngự")
    person.tab("Niêm yết")
    expect(count(page, "unseen")).to_have_text("9")
    tap(page, "procedures", "posted", "Có")
    procedures = card(page, "procedures")
    procedures.get_by_label("Nơi niêm yết").fill("Bảng tại Bộ phận Một cửa")
    procedures.get_by_label("Số thủ tục niêm yết").fill("120")
    procedures.get_by_label("Số thủ tục đã công bố").fill("1,125")
    expect(procedures.get_by_text("có thể hiểu theo hai cách")).to_be_visible()
    procedures.get_by_label("Số thủ tục đã công bố").fill("125")
    expect(procedures.get_by_text("120/125 = 96%").last).to_be_visible()
    expect(mark(page, "procedures")).to_have_text("Chưa đạt")

    person.lose_network()
    tap(page, "procedures", "readable", "Không")
    expect(wrong(page, "procedures", "unreadable")).to_be_visible()
    tap(page, "fees", "posted", "Không")
    expect(mark(page, "fees")).to_have_text("Chưa niêm yết")
    expect(count(page, "posted")).to_have_text("1/9")
    missing = wrong(page, "fees", "missing")
    missing.get_by_role("button", name="Ghi thành tồn tại").click()
    expect(missing.get_by_role("button", name="Bỏ tồn tại")).to_be_visible()
    expect(missing.get_by_text("Đã lưu trên máy này")).to_be_visible()
    tap(page, "fees", "corrected", "Đã khắc phục tại chỗ")
    expect(mark(page, "fees")).to_have_text("Đã khắc phục tại chỗ")
    page.locator("#notice-announced").get_by_label("Ngày quyết định").fill("20/2/2026")
    procedures.get_by_label("Ngày quyết định").fill("5/1/2026")
    expect(mark(page, "procedures")).to_have_text("Nội dung cũ")
    expect(count(page, "corrected")).to_have_text("1")

    person.regain_network()
    expect(page.locator("#save-line")).to_have_attribute("data-pending", "0")
    page.reload()
    expect(mark(page, "procedures")).to_have_text("Nội dung cũ")
    expect(mark(page, "fees")).to_have_text("Đã khắc phục tại chỗ")
    expect(count(page, "unseen")).to_have_text("7")
    expect(missing).to_contain_text("đã khắc phục tại chỗ trong buổi kiểm tra")
    expect(card(page, "fees")).to_contain_text("Còn thiếu ảnh trước và ảnh sau")
    missing.get_by_role("link", name="Đã ghi thành tồn tại").click()
    finding = page.locator(".finding-text", has_text="Chưa niêm yết mức thu phí, lệ phí")
    expect(finding).to_be_visible()
