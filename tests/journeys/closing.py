"""What the head and the commune do: settle, return, approve, sign, receive."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from inspect_app import clock, text
from inspect_app.demo.people import PASSWORD
from tests.journeys.person import Person
from tests.journeys.sheet import Sheet

EDITED = "Xã chưa thường xuyên tuyên truyền về cải cách hành chính trên loa truyền thanh"
REASON = "Bổ sung ý kiến của đơn vị về báo cáo định kỳ"
CHANGED = "Tiếp nhận 12 hồ sơ trực tuyến lĩnh vực hộ tịch"
DEADLINE = text.date(clock.today() + dt.timedelta(days=30))


def settle(head: Person) -> None:
    """Edit and reorder what the server drafted; give one request its deadline."""
    head.follow("xã Tháp Mười")
    head.tab("Kết luận")
    shortcomings = head.page.locator("#h-CD .concluded h5", has_text="Tồn tại").locator("+ ul > li")
    expect(shortcomings).to_have_count(2)
    edit(shortcomings.nth(1), EDITED)
    expect(shortcomings.nth(1)).to_contain_text("đã sửa")
    shortcomings.nth(1).get_by_role("button", name="Đưa lên").press("Enter")
    expect(shortcomings.nth(0).locator("textarea")).to_have_value(EDITED)
    expect(shortcomings.nth(0).get_by_role("button", name="Đưa lên")).to_be_focused()
    set_deadline(head)


def edit(place: Locator, words: str) -> None:
    place.locator("textarea").fill(words)
    place.locator("textarea").press("Tab")


def set_deadline(head: Person) -> None:
    """A day before the visit is refused and stays in the field; a later one is taken."""
    requests = head.page.locator("#requests li")
    expect(requests).to_have_count(4)
    field = requests.nth(0).get_by_label("Thời hạn")
    field.fill("01/02/2020")
    field.press("Tab")
    expect(requests.nth(0)).to_contain_text("Thời hạn 01/02/2020 trước ngày kiểm tra")
    expect(field).to_have_value("01/02/2020")
    field.fill(DEADLINE)
    field.press("Tab")
    expect(head.page.locator("#requests .problem")).to_have_count(0)
    expect(field).to_have_value(DEADLINE)


def give_back(head: Person) -> None:
    """Without a reason it is refused; with one the work is the team's again."""
    head.tab("Biên bản")
    head.page.locator("summary", has_text="Trả lại đoàn").tap()
    head.press("Trả lại đoàn")
    expect(head.page.locator("#reason-error")).to_contain_text("Ghi lý do trả lại")
    head.page.get_by_label("Lý do trả lại").fill(REASON)
    head.press("Trả lại đoàn")
    expect(head.page.locator(".visit-head .badge")).to_have_text("Đang kiểm tra")


def approve(head: Person) -> None:
    head.tab("Biên bản")
    expect(head.page.locator(".pages img").first).to_be_visible()
    confirm(head)
    head.press("Phê duyệt bản này")
    expect(head.page.locator("#signing")).to_contain_text("Đã phê duyệt đúng bản đang hiện")


def confirm(head: Person) -> None:
    """Type the password where it is asked for: not again within five minutes."""
    field = head.page.get_by_label("Mật khẩu của bạn")
    if field.count():
        field.fill(PASSWORD)


def change_after_approval(member: Person, head: Person) -> None:
    """Any change voids the approval, visibly, and nothing can be signed."""
    member.tab("Phiếu kiểm tra")
    sheet = Sheet(member.page)
    sheet.type_text("SO-01", "wording", CHANGED)
    sheet.expect_saved("SO-01", "wording")
    head.page.get_by_label("Tôi đã xem đủ").check()
    confirm(head)
    head.press("Ký biên bản")
    expect(head.page.locator("main")).to_contain_text("Nội dung đã thay đổi sau khi phê duyệt")
    head.page.go_back()
    head.tab("Biên bản")
    expect(head.page.get_by_role("alert").filter(has_text="không còn hiệu lực")).to_be_visible()
    expect(head.page.get_by_role("button", name="Ký biên bản")).to_have_count(0)


def draft_again(head: Person) -> None:
    """The draft follows the changed answer; what the head has edited stays."""
    head.tab("Kết luận")
    head.press("Dự thảo từ phiếu và phát hiện")
    lines = head.page.locator(".line textarea")
    expect(lines.filter(has_text=CHANGED)).to_have_count(1)
    expect(lines.filter(has_text=EDITED)).to_have_count(1)


def sign(head: Person) -> None:
    """Nothing is signed until the head says that all pages were looked at."""
    head.press("Ký biên bản")
    expect(head.page.locator("main")).to_contain_text("Đánh dấu là đã xem đủ các trang")
    head.page.get_by_label("Tôi đã xem đủ").check()
    confirm(head)
    head.press("Ký biên bản")
    expect(head.page.locator(".visit-head .badge")).to_have_text("Đã ký biên bản", timeout=60_000)
    expect(head.page.get_by_role("heading", level=2)).to_contain_text("số 01/BB-ĐKT")


def receive(officer: Person, folder: Path) -> Path:
    """The officer reads the result and downloads the minutes."""
    officer.follow("xã Tháp Mười")
    page = officer.page
    expect(page.locator("section", has_text="Kết luận").last).to_contain_text(EDITED)
    expect(page.locator(".requests li")).to_have_count(4)
    expect(page.locator(".requests li").first).to_contain_text(f"chậm nhất ngày {DEADLINE}")
    with page.expect_download() as taken:
        officer.press("Tải biên bản PDF")
    assert re.fullmatch(r"bien-ban-01-\d{4}-[0-9a-f]{8}\.pdf", taken.value.suggested_filename)
    document = folder / "minutes.pdf"
    taken.value.save_as(document)
    return document


def expect_delivered(head: Person, officer: Person) -> None:
    """The download is on record; the team's own pages are not for the commune."""
    head.page.reload()
    expect(head.page.locator(".done-card li")).to_have_count(1)
    expect(head.page.locator(".done-card li")).to_contain_text("Võ Văn Khánh")
    foreign = officer.context.request.get(head.page.url)
    assert foreign.status in (403, 404)
