"""Making a visit ready: nothing is claimed that is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Playwright, expect

from tests.offline.box import PLANNED, kept_pages, meta, open_planned, unpacked
from tests.offline.conftest import FIRST
from tests.offline.faults import Fault
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
READY = re.compile(r"Sẵn sàng lúc \d\d:\d\d ngày \d\d/\d\d/20\d\d")
NOT_HERE = "Trang này chưa có trên máy"
DRESSED = """() => getComputedStyle(document.body).fontFamily.includes("Be Vietnam")
  && [...document.images].every((image) => image.complete)
  && Boolean(self.Outbox)"""
# The browser tells of ten free gigabytes whatever quota its tools set.
LITTLE_ROOM = "navigator.storage.estimate = async () => ({ quota: 200e6, usage: 120e6 })"
LOSE_ONE = """async (end) => {
  const pages = await caches.open("pages");
  for (const kept of await pages.keys()) if (kept.url.endsWith(end)) await pages.delete(kept);
}"""


@pytest.fixture
def tablet(playwright: Playwright, house: House, tmp_path: Path) -> Iterator[Tablet]:
    with unpacked(playwright, house, tmp_path, FIRST) as tablet:
        open_planned(tablet)
        yield tablet


def prepare(tablet: Tablet) -> None:
    tablet.page.get_by_role("button", name="Chuẩn bị đi thực địa").click()
    expect(tablet.page.locator("#prepare-said")).to_have_text(re.compile("^(Sẵn|Chưa|Cần)"))


def said(tablet: Tablet) -> Locator:
    return tablet.page.locator("#prepare-said")


def line(tablet: Tablet, check: str) -> Locator:
    return tablet.page.locator(f'#prepare-checks [data-check="{check}"]')


def badge(tablet: Tablet) -> Locator:
    """The mark of the visit on the list."""
    card = tablet.page.get_by_role("link", name=PLANNED)
    return card.locator("[data-ready]")


def marks(tablet: Tablet) -> list[str]:
    return [name for name in meta(tablet) if name.startswith("ready:")]


def test_every_page_of_a_prepared_visit_opens_without_network(tablet: Tablet) -> None:
    prepare(tablet)
    expect(said(tablet)).to_have_text(READY)
    for check in ("worker", "pages", "version", "room", "clock"):
        expect(line(tablet, check)).to_have_attribute("data-state", "good")
    expect(line(tablet, "pin")).to_have_attribute("data-state", "warn")
    addresses = meta(tablet)[marks(tablet)[0]]["kept"]
    assert len(addresses) >= 6
    tablet.lose_network()
    for address in addresses:
        tablet.page.goto(address)
        expect(tablet.page.get_by_role("heading", level=1)).not_to_have_text(NOT_HERE)
        assert tablet.page.evaluate(DRESSED), address


def test_the_home_screen_opens_without_network_and_says_what_is_ready(tablet: Tablet) -> None:
    prepare(tablet)
    when = re.search(r"\d\d:\d\d", said(tablet).inner_text())
    assert when is not None
    manifest = tablet.page.locator('link[rel="manifest"]').get_attribute("href")
    start: str = tablet.page.evaluate(
        "async (a) => (await (await fetch(a)).json()).start_url", manifest
    )
    tablet.lose_network()
    page = tablet.reopen(start)
    expect(badge(tablet)).to_have_text(f"Sẵn sàng {when[0]}")
    page.get_by_role("link", name=PLANNED).click()
    expect(said(tablet)).to_have_text(READY)


def test_a_page_that_is_gone_is_told(tablet: Tablet) -> None:
    prepare(tablet)
    expect(said(tablet)).to_have_text(READY)
    tablet.page.evaluate(LOSE_ONE, "/findings")
    tablet.page.reload()
    expect(said(tablet)).to_have_text("Cần chuẩn bị lại: trang đã giữ không còn đủ trên máy")
    tablet.page.goto("/visits")
    expect(badge(tablet)).to_have_text("Cần chuẩn bị lại")


def test_one_page_that_did_not_come_means_not_ready(tablet: Tablet) -> None:
    tablet.network.set(Fault("bad_gateway", path="/minutes$"))
    prepare(tablet)
    expect(line(tablet, "pages")).to_have_text(re.compile("^Còn 1 trang"))
    expect(said(tablet)).to_have_text(re.compile("^Chưa sẵn sàng: Còn 1 trang"))
    assert marks(tablet) == []
    tablet.network.heal()
    prepare(tablet)
    expect(said(tablet)).to_have_text(READY)


@pytest.mark.parametrize("kind", ["refuse", "portal", "bad_gateway"])
def test_without_the_server_nothing_is_claimed(tablet: Tablet, kind: str) -> None:
    tablet.network.set(Fault(kind))
    prepare(tablet)
    expect(line(tablet, "network")).to_have_attribute("data-state", "bad")
    expect(said(tablet)).to_have_text(re.compile("^Chưa sẵn sàng: Không lấy được"))
    assert marks(tablet) == []


def test_an_ended_session_is_told_and_can_be_renewed_there(tablet: Tablet) -> None:
    tablet.lose_session()
    prepare(tablet)
    expect(line(tablet, "session")).to_have_attribute("data-state", "bad")
    tablet.page.locator("#sign-in-here").click()
    expect(tablet.page.locator("#again")).to_be_visible()
    assert marks(tablet) == []


def test_a_full_tablet_is_not_ready(tablet: Tablet) -> None:
    tablet.page.evaluate(LITTLE_ROOM)
    prepare(tablet)
    expect(line(tablet, "room")).to_have_attribute("data-state", "bad")
    expect(said(tablet)).to_have_text(
        re.compile(r"^Chưa sẵn sàng: Máy chỉ còn chỗ cho khoảng 1?\d ảnh")
    )


def test_a_wrong_clock_is_told_and_stops_nothing(
    playwright: Playwright, house: House, tmp_path: Path
) -> None:
    with unpacked(playwright, house, tmp_path, FIRST, clock_off_by=-3_600_000) as tablet:
        open_planned(tablet)
        prepare(tablet)
        expect(line(tablet, "clock")).to_have_text(re.compile("lệch 60 phút"))
        expect(said(tablet)).to_have_text(READY)


def test_pages_are_kept_for_their_person_alone(tablet: Tablet) -> None:
    prepare(tablet)
    user = meta(tablet)["user"]["id"]
    pages = kept_pages(tablet)
    assert pages and all(place.startswith(f"/kept/{user}/") for place in pages)
