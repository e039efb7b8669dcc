"""Where scripts are switched off, an inspection still goes forward: by plain forms alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import camera
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser


def item(page: Page, code: str) -> Locator:
    found = page.locator(f"#item-{code}")
    body = found.locator("details.item-body")
    if body.get_attribute("open") is None:
        body.locator("summary").click()
    return found


def test_an_inspection_goes_forward_by_plain_forms(people: People, tmp_path: Path) -> None:
    member = people(script=False).sign_in("thanhvien1.dongthap")
    page = member.page
    member.follow("phường Cao Lãnh")
    member.press("Bắt đầu kiểm tra")
    answer(page)
    refuse(page)
    photograph(page, camera.photo(tmp_path))
    record(page)
    submit(page)


def answer(page: Page) -> None:
    item(page, "TC-02").get_by_role("button", name="Chưa đạt").click()
    expect(page.locator("#result-TC-02")).to_have_attribute("data-result", "fail")
    figures = item(page, "TC-01")
    figures.get_by_label("Số văn bản QPPL đã ban hành").fill("1.206")
    figures.locator(".entry-value").get_by_role("button", name="Lưu").click()
    expect(page.locator("#item-TC-01 summary")).to_contain_text("1.206")
    note = item(page, "TC-01").locator(".entry-note")
    note.get_by_label("Ghi chú nội bộ").fill("Đối chiếu sổ văn bản đi.")
    note.get_by_role("button", name="Lưu").click()
    expect(page.locator("#i-TC-01-note")).to_have_value("Đối chiếu sổ văn bản đi.")


def refuse(page: Page) -> None:
    """What is refused stays in its field, beside the reason."""
    figures = item(page, "MC-07")
    figures.get_by_label("Tiếp nhận trong kỳ").fill("1,791")
    figures.locator(".entry-value").get_by_role("button", name="Lưu").click()
    expect(page.locator("#i-MC-07-value-received")).to_have_value("1,791")
    expect(page.locator("#state-MC-07-value")).to_contain_text("hai cách")


def photograph(page: Page, photo: Path) -> None:
    place = item(page, "CK-01").locator(".photos")
    place.get_by_label("Chọn ảnh CK-01").set_input_files(photo)
    place.get_by_role("button", name="Lưu ảnh").click()
    expect(page.locator("#photos-CK-01 .thumbs img")).to_have_count(1)


def record(page: Page) -> None:
    item(page, "TC-02").get_by_role("button", name="Ghi thành tồn tại").click()
    expect(page.locator(".finding-shortcoming")).to_contain_text("trình tự, thủ tục")
    page.get_by_label("Ưu điểm").check()
    page.locator("#new-text").fill("Phường trả kết quả sớm hạn.")
    page.get_by_role("button", name="Ghi phát hiện", exact=True).click()
    expect(page.locator(".finding-strength")).to_contain_text("trả kết quả sớm hạn")


def submit(page: Page) -> None:
    page.locator("nav.tabs").get_by_role("link", name="Biên bản").click()
    page.get_by_label("Người của đơn vị").fill("Lê Văn Tám - Chủ tịch UBND phường Cao Lãnh")
    page.get_by_label("Giờ bắt đầu").fill("00:00")
    page.get_by_label("Giờ kết thúc").fill("00:01")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="Gửi trưởng đoàn").click()
    expect(page.locator(".visit-head .badge")).to_have_text("Chờ trưởng đoàn duyệt")
