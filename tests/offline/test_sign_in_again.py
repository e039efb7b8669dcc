"""A session that ends under unsent work: signing in happens in the same page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from inspect_app.demo.people import PASSWORD
from tests.offline.box import authors_of, meta
from tests.offline.conftest import FIRST, SECOND, Tablets
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
CODE = "TC-01"
MARK = "self.thisPage = true"
STAYED = "self.thisPage === true"


def dialog(tablet: Tablet) -> Locator:
    return tablet.page.locator("#again")


def write_after_the_session(tablet: Tablet, words: str) -> None:
    """Something is written while nobody is signed in; the page asks for it."""
    tablet.page.evaluate(MARK)
    tablet.lose_session()
    Fieldwork(tablet).write(CODE, words)
    expect(tablet.page.locator("#save-line")).to_have_attribute("data-live", "login")
    tablet.page.locator("#sign-in-here").click()
    expect(dialog(tablet)).to_be_visible()


def sign_in(tablet: Tablet, password: str = PASSWORD) -> None:
    dialog(tablet).get_by_label("Mật khẩu").fill(password)
    dialog(tablet).get_by_role("button", name="Đăng nhập", exact=True).click()


def become(tablet: Tablet, username: str) -> None:
    """Another tab of this tablet has signed somebody in."""
    assert tablet.context is not None
    fields = {"username": username, "password": PASSWORD}
    site = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    answer = tablet.context.request.post("/sign-in", form=fields, headers=site)
    assert answer.status == 204


def test_signing_in_within_the_page_sends_what_waited(tablets: Tablets, house: House) -> None:
    tablet = tablets()
    before = meta(tablet)["user"]["until"]
    write_after_the_session(tablet, "Ghi khi phiên đã hết.")
    sign_in(tablet)
    expect(dialog(tablet)).to_be_hidden()
    tablet.wait_until_sent()
    expect(tablet.page.locator("#sign-in-here")).to_be_hidden()
    assert tablet.page.evaluate(STAYED)
    assert meta(tablet)["user"]["until"] > before
    assert authors_of(house, "Ghi khi phiên đã hết.") == [FIRST]


def test_a_wrong_password_is_said_and_typed_again_there(tablets: Tablets) -> None:
    tablet = tablets()
    write_after_the_session(tablet, "Chờ đúng mật khẩu.")
    sign_in(tablet, "không phải mật khẩu")
    expect(dialog(tablet).get_by_role("alert")).to_have_text(
        "Tên đăng nhập hoặc mật khẩu không đúng."
    )
    expect(dialog(tablet).get_by_label("Mật khẩu")).to_be_focused()
    sign_in(tablet)
    tablet.wait_until_sent()


def test_without_network_it_says_so_and_loses_nothing(tablets: Tablets) -> None:
    tablet = tablets()
    write_after_the_session(tablet, "Chờ cả mạng lẫn mật khẩu.")
    tablet.lose_network()
    sign_in(tablet)
    expect(dialog(tablet).get_by_role("alert")).to_contain_text("Không có mạng.")
    assert len(tablet.unsent()) == 1
    tablet.regain_network()
    sign_in(tablet)
    tablet.wait_until_sent()
    assert tablet.page.evaluate(STAYED)


def test_when_another_has_signed_in_the_owner_can_take_over(tablets: Tablets, house: House) -> None:
    tablet = tablets()
    become(tablet, SECOND)
    Fieldwork(tablet).write(CODE, "Của người đầu.")
    tablet.page.locator("#sign-in-here").click()
    said = dialog(tablet).locator('[data-part="other-said"]')
    expect(said).to_have_text(re.compile("^Máy này đang đăng nhập với tên .*1 câu trả lời của"))
    sign_in(tablet)
    tablet.wait_until_sent()
    assert authors_of(house, "Của người đầu.") == [FIRST]


def test_or_the_other_goes_on_and_the_owner_sends_later(tablets: Tablets, house: House) -> None:
    tablet = tablets()
    become(tablet, SECOND)
    Fieldwork(tablet).write(CODE, "Gửi ngày hôm sau.")
    tablet.page.locator("#sign-in-here").click()
    tablet.username = SECOND
    dialog(tablet).get_by_role("button", name="Làm việc với tên người đó").click()
    expect(dialog(tablet)).to_have_count(0)
    Fieldwork(tablet).expect_line("saved", 0)
    assert authors_of(house, "Gửi ngày hôm sau.") == []
    tablet.lose_session()
    tablet.sign_in(FIRST)
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()
    assert authors_of(house, "Gửi ngày hôm sau.") == [FIRST]
