"""A heading given to somebody else: closed on the tablet until its user says otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.person import Person

People = Callable[..., Person]
pytestmark = pytest.mark.browser
OTHERS, OWN, ALL = "#h-CD", "#h-TC", "#h-TT"


def open_visit(person: Person, username: str) -> Page:
    person.sign_in(username)
    person.page.goto("/visits")
    person.follow("huyện Hồng Ngự")
    return person.page


@pytest.fixture
def given(people: People) -> None:
    """The secretary takes CD and gives TC to the member."""
    page = open_visit(people(), "thuky.hongngu")
    page.locator("#sections > summary").click()
    page.locator("#section-CD").select_option(label="Nguyễn Thị Thu")
    page.locator("#section-TC").select_option(label="Phan Văn Lộc")
    page.get_by_role("button", name="Lưu phân công").click()
    expect(page.locator("#sections > summary")).to_contain_text("đã giao 2/7")


@pytest.mark.usefixtures("given")
def test_anothers_part_is_closed_until_one_says_otherwise(people: People) -> None:
    page = open_visit(people(), "thanhvien.hongngu")
    result = page.locator(f"{OTHERS} .result").first
    expect(result).to_be_disabled()
    expect(page.locator(f"{OWN} .result").first).to_be_enabled()
    expect(page.locator(f"{ALL} .result").first).to_be_enabled()
    page.locator(OTHERS).get_by_role("button", name="Vẫn ghi vào phần này").click()
    expect(result).to_be_enabled()
    expect(result).to_be_focused()
    page.reload()
    expect(page.locator(f"{OTHERS} .result").first).to_be_disabled()


@pytest.mark.usefixtures("given")
def test_what_is_closed_can_still_be_read(people: People) -> None:
    page = open_visit(people(), "thanhvien.hongngu")
    item = page.locator(f"{OTHERS} .item").first
    item.locator("summary").click()
    expect(item.locator(".basis")).to_be_visible()
    expect(item.locator("textarea").first).to_be_disabled()


@pytest.mark.usefixtures("given")
def test_the_own_parts_alone_are_shown(people: People) -> None:
    page = open_visit(people(), "thanhvien.hongngu")
    page.get_by_role("button", name="Phần của tôi").click()
    expect(page.locator("section.heading:visible")).to_have_count(1)
    expect(page.locator(OWN)).to_be_visible()


@pytest.mark.usefixtures("given")
def test_without_script_nothing_is_closed(people: People) -> None:
    page = open_visit(people(script=False), "thanhvien.hongngu")
    expect(page.locator(f"{OTHERS} .result").first).to_be_enabled()
    expect(page.locator("[data-open-section]").first).to_be_hidden()
