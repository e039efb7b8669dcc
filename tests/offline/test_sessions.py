"""Sessions end and tablets change hands: what is unsent waits for its author, unseen by others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.offline.conftest import FIRST, SECOND
from tests.offline.fieldwork import Fieldwork
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser


def test_work_goes_on_after_the_session_ended_and_is_sent_after_signing_in(
    tablet: Tablet,
) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CD-04", "Viết trước khi phiên hết.")
    work.expect_kept("CD-04")
    tablet.lose_session()
    tablet.regain_network()
    work.expect_line("login", 1)
    work.write("CD-05", "Viết sau khi phiên hết.")
    work.expect_pending(2)
    work.expect_value("CD-04", "Viết trước khi phiên hết.")
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_a_reload_after_the_session_ended_offline_still_shows_the_work(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CD-06", "Phiên hết khi không có mạng.")
    work.expect_kept("CD-06")
    tablet.lose_session()
    tablet.page.reload()
    work.expect_value("CD-06", "Phiên hết khi không có mạng.")
    tablet.regain_network()
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def test_another_person_neither_sees_nor_sends_what_the_owner_left(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("TC-01", "Chỉ của thành viên một.")
    work.expect_kept("TC-01")
    tablet.lose_session()
    tablet.regain_network()
    tablet.sign_in(SECOND)
    tablet.page.goto(tablet.path)
    work.expect_value("TC-01", "")
    expect(tablet.page.locator("body")).not_to_contain_text("Chỉ của thành viên một.")
    work.write("TC-03", "Của thành viên hai.")
    work.expect_there("TC-03")
    tablet.wait_until_left(1)
    assert [op["user"] for op in tablet.unsent()] == [user_id(tablet, FIRST)]
    tablet.lose_session()
    tablet.sign_in(FIRST)
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()
    work.expect_value("TC-01", "Chỉ của thành viên một.")


def test_the_kept_page_of_one_person_is_not_shown_to_another(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    work.write("TC-05", "Trang của thành viên một.")
    tablet.wait_until_sent()
    tablet.page.reload()
    work.expect_value("TC-05", "Trang của thành viên một.")
    tablet.lose_session()
    tablet.sign_in(SECOND)
    tablet.lose_network()
    tablet.page.goto(tablet.path, wait_until="commit")
    expect(tablet.page.locator("body")).not_to_contain_text("Trương Văn Phúc")
    tablet.regain_network()
    tablet.sign_in(FIRST)
    tablet.page.goto(tablet.path)


def test_signing_out_with_unsent_work_loses_nothing(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CK-04", "Đăng xuất khi chưa gửi.")
    work.expect_kept("CK-04")
    tablet.page.locator("details.menu > summary").click()
    tablet.page.get_by_role("button", name="Đăng xuất").click()
    tablet.page.wait_for_timeout(500)
    tablet.regain_network()
    tablet.page.goto("/sign-in")
    assert len(tablet.unsent()) <= 1
    tablet.sign_in()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()


def user_id(tablet: Tablet, username: str) -> str:
    """The person's id as the tablet writes it."""
    query = "SELECT id FROM user WHERE username = ?"
    ((key,),) = tablet.ledger.house.rows(query, username)
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
