"""Every page, on tablet and phone, light, dark and in the sun: WCAG 2.2 AA and our own rules."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import axe
from tests.journeys.conftest import People
from tests.journeys.person import PHONE, TABLET, Person

pytestmark = pytest.mark.browser
LOOKS = ("light", "dark", "outdoor")
HEAD, OFFICER = "truongdoan.hongngu", "canbo.antan"
# Who opens what: links followed one after the other from their first page.
PAGES = {
    "visits": (HEAD,),
    "checklist": (HEAD, "huyện Hồng Ngự"),
    "findings": (HEAD, "huyện Hồng Ngự", "Phát hiện"),
    "conclusions": (HEAD, "huyện Hồng Ngự", "Kết luận"),
    "notices": (HEAD, "huyện Hồng Ngự", "Niêm yết"),
    "minutes not ready": (HEAD, "huyện Hồng Ngự", "Biên bản"),
    "minutes signed": ("truongdoan.antan", "xã An Tân", "Biên bản"),
    "checklist signed": ("truongdoan.antan", "xã An Tân"),
    "visit not begun": ("thuky.dongthap", "phường Cao Lãnh"),
    "campaigns": ("thuky.dongthap", "Kế hoạch"),
    "new campaign": ("thuky.dongthap", "Kế hoạch", "Lập kế hoạch mới"),
    "plan": ("thuky.dongthap", "Kế hoạch", "128/QĐ-SNV"),
    "result": (OFFICER, "xã An Tân"),
    "result not signed": ("canbo.tanbinh", "huyện Thanh Bình"),
    "accounts": ("quantri",),
}


def looks_of(person: Person) -> dict[str, list[str]]:
    """The breaches of the open page in each look and size, with everything unfolded."""
    found = {}
    for look in LOOKS:
        person.wear(look)
        for viewport in (TABLET, PHONE):
            person.page.set_viewport_size(viewport)
            found[f"{look} {viewport['width']}"] = axe.breaches(person.page)
    return {where: said for where, said in found.items() if said}


def unfold(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible(people: People, name: str) -> None:
    username, *links = PAGES[name]
    person = people().sign_in(username)
    for link in links:
        person.page.get_by_role("link", name=link).first.click()
    expect(person.page.locator("h1")).to_be_visible()
    unfold(person.page)
    assert looks_of(person) == {}


def test_pages_without_signing_in_are_accessible(people: People) -> None:
    person = people()
    person.page.goto("/sign-in")
    person.press("Đăng nhập")
    expect(person.page.get_by_label("Tên đăng nhập")).to_have_attribute("aria-invalid", "true")
    assert looks_of(person) == {}


def test_the_open_menu_is_accessible(people: People) -> None:
    person = people().sign_in(HEAD)
    person.page.locator(".menu > summary").click()
    assert looks_of(person) == {}


def test_a_refused_field_is_accessible(people: People) -> None:
    person = people().sign_in(HEAD)
    person.follow("huyện Thanh Bình")
    person.page.locator("#item-MC-07 .item-body > summary").click()
    person.page.locator("#i-MC-07-value-received").fill("1,791")
    expect(person.page.locator("#state-MC-07-value .error")).to_be_visible()
    assert looks_of(person) == {}


def test_results_are_given_by_keyboard(people: People) -> None:
    person = people().sign_in("thanhvien.hongngu")
    person.follow("huyện Thanh Bình")
    page = person.page
    page.locator("#find").focus()
    results = page.locator("#result-CD-01 .result")
    tab_to(page, "#result-CD-01 .result-pass")
    page.keyboard.press("Enter")
    expect(results.nth(0)).to_have_attribute("aria-pressed", "true")
    tab_to(page, "#result-CD-01 .result-fail")
    page.keyboard.press("Space")
    expect(results.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(results.nth(0)).to_have_attribute("aria-pressed", "false")


def tab_to(page: Page, wanted: str) -> None:
    """Go forward with Tab until the element has the focus; fails after fifty steps."""
    for _ in range(50):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_escape_closes_the_menu_and_gives_the_focus_back(people: People) -> None:
    page = people().sign_in(HEAD).page
    tab_to(page, ".menu > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".menu-body")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-body")).to_be_hidden()
    expect(page.locator(".menu > summary")).to_be_focused()
