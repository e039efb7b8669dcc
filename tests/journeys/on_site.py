"""What the members of the team do on site, each step with what they then see."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.office import Office
from tests.journeys.person import Person
from tests.journeys.sheet import Sheet

FAILED = ("CD-04", "CD-05", "TC-02", "SO-07")
STRENGTH = "Xã niêm yết đầy đủ, kịp thời thủ tục hành chính tại Bộ phận Một cửa"
CHAIRMAN = "Trần Văn Sơn"
ONLINE = "Tiếp nhận 10 hồ sơ trực tuyến lĩnh vực hộ tịch"
NOTE = "Đối chiếu với phần mềm một cửa điện tử."
OFFLINE = "Viết khi mất mạng, tự gửi khi có mạng lại."


def start(member: Person) -> None:
    today = member.page.locator("section", has_text="Hôm nay")
    expect(today.get_by_role("link", name="xã Tháp Mười")).to_be_visible()
    member.follow("xã Tháp Mười")
    member.press("Bắt đầu kiểm tra")
    expect(member.page.locator(".item")).to_have_count(70)


def watch(second: Person) -> None:
    second.follow("xã Tháp Mười")
    expect(second.page.locator(".visit-head .badge")).to_have_text("Đang kiểm tra")


def fill_in_figures(member: Person) -> None:
    """The figures of xã An Tân, typed as a person types them."""
    sheet = Sheet(member.page)
    sheet.type_figures("TC-01", issued="6")
    sheet.type_figures("MC-07", received="1791", resolved="1.791", late="4")
    sheet.type_figures("SO-01", numerator="10")
    sheet.type_figures("CK-09", received="0")
    for code in ("TC-01", "MC-07", "SO-01", "CK-09"):
        sheet.expect_saved(code, "value")
    expect(sheet.state("MC-07", "value")).to_contain_text("4 / 1.791 = 0,22%")


def refuse_impossible_figures(member: Person, office: Office) -> None:
    """Both stay in the field as typed, neither is stored, and the right ones mend it."""
    sheet = Sheet(member.page)
    sheet.type_figures("MC-07", received="1,791")
    sheet.expect_refused("MC-07", "có thể hiểu theo hai cách")
    expect(member.page.locator("#i-MC-07-value-received")).to_have_value("1,791")
    sheet.type_figures("MC-07", received="1791", late="1800")
    sheet.expect_refused("MC-07", "1.800) lớn hơn số đã giải quyết (1.791)")
    expect(member.page.locator("#i-MC-07-value-late")).to_have_value("1800")
    assert not office.rows("SELECT 1 FROM operation WHERE value LIKE '%1800%'")
    sheet.type_figures("MC-07", late="4")
    sheet.expect_saved("MC-07", "value")
    expect(sheet.state("MC-07", "value")).to_contain_text("0,22%")


def answer(member: Person, photo: Path) -> None:
    sheet = Sheet(member.page)
    for code in ("TC-01", "MC-07", "SO-01", "CK-09", "CK-01"):
        sheet.tap(code, "Đạt")
    for code in FAILED:
        sheet.tap(code, "Chưa đạt")
    expect(member.page.locator(".progress-sum")).to_contain_text("9/70")
    expect(member.page.locator(".progress-sum")).to_contain_text("1 thiếu ảnh")
    sheet.photograph("CK-01", photo)
    expect(member.page.locator(".progress-sum")).not_to_contain_text("thiếu ảnh")
    sheet.type_text("MC-07", "note", NOTE)
    sheet.expect_saved("MC-07", "note")
    sheet.type_text("SO-01", "wording", ONLINE)
    sheet.expect_saved("SO-01", "wording")
    for code in FAILED:
        sheet.record(code)


def see_without_reload(second: Person) -> None:
    sheet = Sheet(second.page)
    expect(sheet.head("MC-07")).to_have_attribute("data-result", "pass")
    expect(sheet.head("TC-02").locator(".finding-mark")).to_be_visible()
    expect(sheet.item("MC-07").locator("summary")).to_contain_text("1.791")
    expect(second.page.locator("#i-MC-07-value-late")).to_have_value("4")
    expect(sheet.item("CK-01").locator(".thumbs img")).to_have_count(1)


def differ_and_choose(member: Person, second: Person) -> None:
    """Both write the same note from the same page: both are shown, and one is chosen."""
    ours, theirs = Sheet(member.page), Sheet(second.page)
    theirs.note("CD-05").focus()
    ours.type_text("CD-05", "note", "Xã chưa có kế hoạch tuyên truyền.")
    ours.expect_saved("CD-05", "note")
    theirs.type_text("CD-05", "note", "Xã có kế hoạch nhưng chưa thực hiện.")
    conflict = theirs.state("CD-05", "note").locator(".conflict")
    expect(conflict).to_contain_text("Xã chưa có kế hoạch tuyên truyền.")
    expect(conflict).to_contain_text("Xã có kế hoạch nhưng chưa thực hiện.")
    member.page.locator("#find").focus()
    expect(ours.state("CD-05", "note").locator(".conflict")).to_be_visible()
    mine = conflict.locator("form", has_text="chưa thực hiện")
    mine.get_by_role("button", name="Chọn bản này").tap()
    expect(conflict).to_have_count(0)
    expect(theirs.note("CD-05")).to_have_value("Xã có kế hoạch nhưng chưa thực hiện.")
    expect(ours.state("CD-05", "note").locator(".conflict")).to_have_count(0)
    expect(ours.note("CD-05")).to_have_value("Xã có kế hoạch nhưng chưa thực hiện.")


def lose_the_network(member: Person, office: Office) -> None:
    """What was typed meanwhile is shown as kept here, then sent by itself, exactly once."""
    sheet, line = Sheet(member.page), member.page.locator("#save-line")
    sheet.item("CD-04")
    member.lose_network()
    sheet.type_text("CD-04", "note", OFFLINE)
    expect(sheet.state("CD-04", "note")).to_contain_text("Đã lưu trên máy này")
    expect(line).to_contain_text("1 câu trả lời chỉ có trên máy này")
    member.regain_network()
    sheet.expect_saved("CD-04", "note")
    expect(line.get_by_role("link")).to_have_text("Mọi thứ đã ở trên máy chủ")
    stored = office.rows("SELECT value FROM operation WHERE field = 'CD-04.note'")
    assert [json.loads(value) for (value,) in stored] == [OFFLINE]


def find(member: Person) -> None:
    member.tab("Phát hiện")
    expect(member.page.locator(".finding-shortcoming")).to_have_count(len(FAILED))
    member.page.get_by_label("Ưu điểm").check()
    member.page.locator("#new-heading").select_option("TT")
    member.page.locator("#new-text").fill(STRENGTH)
    member.press("Ghi phát hiện")
    expect(member.page.locator(".finding-strength")).to_contain_text(STRENGTH)


def describe(member: Person) -> None:
    page = member.page
    member.tab("Biên bản")
    expect(page.locator(".todo")).to_contain_text("Chưa ghi người đại diện")
    page.get_by_label("Người của đơn vị").fill(f"{CHAIRMAN} - Chủ tịch UBND xã Tháp Mười")
    page.get_by_label("Ý kiến của đơn vị").fill("UBND xã thống nhất với nội dung biên bản.")
    page.get_by_label("Giờ bắt đầu").fill("00:00")
    page.get_by_label("Giờ kết thúc").fill("00:01")
    member.press("Lưu")
    expect(page.locator(".pages img").first).to_be_visible()


def submit(member: Person, returned: str = "") -> None:
    """Hand the work to the head; `returned` is the reason why it came back before."""
    member.tab("Biên bản")
    if returned:
        expect(member.page.locator(".history")).to_contain_text(f"Lý do: {returned}")
    member.press("Gửi trưởng đoàn")
    expect(member.page.locator(".visit-head .badge")).to_have_text("Chờ trưởng đoàn duyệt")
