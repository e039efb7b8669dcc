"""Every value typed reaches the server once, whatever the network and the colleagues do."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from inspect_app.demo.people import PASSWORD
from tests.journeys import camera
from tests.journeys.conftest import People
from tests.journeys.person import Person
from tests.journeys.sheet import Sheet

pytestmark = pytest.mark.browser
HEADS = """SELECT o.value FROM operation o JOIN operation_head h ON h.operation_id = o.id
    WHERE o.field = ? AND o.visit_id = ? ORDER BY o.sequence"""


@pytest.fixture
def member(people: People) -> Iterator[Person]:
    """A member with the checklist of a visit that has begun."""
    person = people().sign_in("thanhvien1.dongthap")
    open_checklist(person)
    yield person


def open_checklist(person: Person) -> Sheet:
    person.follow("phường Cao Lãnh")
    begin = person.page.get_by_role("button", name="Bắt đầu kiểm tra")
    expect(begin.or_(person.page.locator("#find")).first).to_be_visible()
    if begin.is_visible():
        begin.click()
    expect(person.page.locator("#find")).to_be_visible()
    return Sheet(person.page)


def slow_down(person: Person, latency: int) -> None:
    """Every answer of the server takes that many ms, as by a far mast."""
    network = person.context.new_cdp_session(person.page)
    unlimited = {"downloadThroughput": -1, "uploadThroughput": -1}
    far = {"offline": False, "latency": latency, **unlimited}
    network.send("Network.emulateNetworkConditions", far)


def current(person: Person, field: str) -> list[object]:
    """The current values of a field of the open visit: more than one where two people differ."""
    visit = uuid.UUID(urlsplit(person.page.url).path.split("/")[2]).hex
    return [json.loads(value) for (value,) in person.office.rows(HEADS, field, visit)]


def test_typing_on_while_the_server_answers_is_no_conflict(member: Person) -> None:
    slow_down(member, 400)
    sheet = Sheet(member.page)
    # Slower than the answers, so that they come between the keys.
    figures = {"received": "1791", "resolved": "1791", "late": "4", "in_progress": "0"}
    sheet.type_figures("MC-07", 250, **figures)
    sheet.expect_saved("MC-07", "value")
    wanted = {"received": 1791, "resolved": 1791, "late": 4, "in_progress": 0}
    assert current(member, "MC-07.value") == [wanted]


def test_the_last_of_two_quick_taps_counts(member: Person) -> None:
    slow_down(member, 1500)
    results = Sheet(member.page).head("CD-01")
    results.get_by_role("button", name="Đạt", exact=True).click()
    results.get_by_role("button", name="Chưa đạt").click()
    expect(member.page.locator("#save-line")).to_have_attribute("data-live", "saved")
    expect(results).to_have_attribute("data-result", "fail")
    assert current(member, "CD-01.result") == ["fail"]


def test_an_own_value_typed_again_after_a_colleagues_is_saved(
    member: Person, people: People
) -> None:
    ours = Sheet(member.page)
    theirs = open_checklist(people().sign_in("thanhvien2.dongthap"))
    ours.type_text("TC-01", "note", "Sáu văn bản.")
    ours.expect_saved("TC-01", "note")
    expect(theirs.note("TC-01")).to_have_value("Sáu văn bản.")
    theirs.type_text("TC-01", "note", "Bảy văn bản.")
    theirs.expect_saved("TC-01", "note")
    member.page.locator("#find").focus()
    expect(ours.note("TC-01")).to_have_value("Bảy văn bản.")
    ours.type_text("TC-01", "note", "Sáu văn bản.")
    ours.expect_saved("TC-01", "note")
    theirs.page.locator("#find").focus()
    expect(theirs.note("TC-01")).to_have_value("Sáu văn bản.")
    assert current(member, "TC-01.note") == ["Sáu văn bản."]


def test_a_colleagues_choice_replaces_the_own_one_on_the_page(
    member: Person, people: People
) -> None:
    ours = Sheet(member.page)
    theirs = open_checklist(people().sign_in("thanhvien2.dongthap"))
    for choice in ("Sai", "Đúng"):
        ours.item("TC-02").get_by_label(choice, exact=True).check()
    ours.expect_saved("TC-02", "value")
    choices = theirs.item("TC-02")
    expect(choices.get_by_label("Đúng", exact=True)).to_be_checked()
    choices.get_by_label("Sai", exact=True).check()
    theirs.expect_saved("TC-02", "value")
    member.page.locator("#find").focus()
    expect(ours.item("TC-02").get_by_label("Sai", exact=True)).to_be_checked()
    assert current(member, "TC-02.value") == ["wrong"]


def test_a_photo_taken_without_network_is_sent_by_itself(member: Person, tmp_path: Path) -> None:
    sheet = Sheet(member.page)
    place = sheet.item("CK-01").locator(".photos")
    member.lose_network()
    place.get_by_label("Chụp ảnh CK-01").set_input_files(camera.photo(tmp_path))
    expect(place).to_contain_text("Đã lưu trên máy này")
    expect(member.page.locator("#save-line")).to_contain_text("1 ảnh")
    member.regain_network()
    expect(place.locator(".thumbs li:not([data-pending]) img")).to_have_count(1)
    expect(member.page.locator("#save-line")).to_have_attribute("data-live", "saved")


def test_a_file_that_is_no_picture_is_refused_by_its_name(member: Person, tmp_path: Path) -> None:
    sheet, false = Sheet(member.page), tmp_path / "bảng niêm yết.jpg"
    false.write_text("Không phải ảnh.", "utf-8")
    place = sheet.item("CK-05").locator(".photos")
    place.get_by_label("Chọn ảnh CK-05").set_input_files(false)
    expect(place.get_by_role("alert")).to_contain_text("bảng niêm yết.jpg")
    expect(member.page.locator("#save-line")).to_contain_text("1 mục máy chủ chưa nhận")
    member.page.once("dialog", lambda asked: asked.accept())
    place.get_by_role("button", name="Bỏ ảnh").click()
    expect(place.locator(".thumbs li")).to_have_count(0)
    sheet.photograph("CK-05", camera.photo(tmp_path))
    expect(place.get_by_role("alert")).to_have_count(0)
    expect(member.page.locator("#save-line")).to_have_attribute("data-live", "saved")


def test_what_was_typed_after_the_session_ended_is_saved_after_signing_in(
    member: Person,
) -> None:
    sheet = Sheet(member.page)
    member.signed_out = True
    member.context.clear_cookies()
    sheet.type_text("TC-03", "note", "Viết sau khi phiên hết.")
    expect(sheet.state("TC-03", "note")).to_contain_text("Đã lưu trên máy này")
    expect(member.page.locator("#save-line")).to_contain_text("đăng nhập để gửi")
    member.press("Đăng nhập")
    member.page.get_by_role("dialog").get_by_label("Mật khẩu").fill(PASSWORD)
    member.page.get_by_role("dialog").get_by_role("button", name="Đăng nhập").click()
    sheet.expect_saved("TC-03", "note")
    assert current(member, "TC-03.note") == ["Viết sau khi phiên hết."]
