"""A tablet new from its box, on a network of its own, and what its person finds on it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, expect

from tests.offline.house import House
from tests.offline.ledger import Ledger
from tests.offline.proxy import Proxy
from tests.offline.tablet import Tablet

PLANNED = "xã Tháp Mười"
CONTROLLED = "navigator.serviceWorker.controller != null"
KEPT = """async () => {
  const kept = await (await caches.open("pages")).keys();
  return kept.map(({ url }) => new URL(url).pathname);
}"""
VERSION = "async () => await Outbox.worker({ what: 'version' })"


@contextmanager
def unpacked(
    playwright: Playwright,
    house: House,
    folder: Path,
    username: str,
    clock_off_by: int = 0,
    switches: Sequence[str] = (),
) -> Iterator[Tablet]:
    """Somebody has signed in on it; the worker is in charge."""
    network = Proxy(house.port)
    tablet = Tablet(playwright, network, Ledger(house), folder / "tablet", username)
    tablet.clock_off_by = clock_off_by
    tablet.switches += switches
    try:
        tablet.open().sign_in()
        wait_until(tablet.page, CONTROLLED)
        yield tablet
        assert tablet.script_faults == []
    finally:
        tablet.close()
        network.close()


def wait_until(page: Page, script: str, given: object = None, seconds: float = 20) -> None:
    """Wait until the script says yes; Playwright's own way needs what our pages forbid."""
    until = time.monotonic() + seconds
    while not page.evaluate(script, given):
        assert time.monotonic() < until, script
        page.wait_for_timeout(100)


def open_planned(tablet: Tablet, unit: str = PLANNED) -> None:
    """Open a visit that nobody has begun."""
    tablet.page.goto("/visits")
    tablet.page.get_by_role("link", name=unit).click()
    expect(tablet.page.get_by_role("button", name="Chuẩn bị đi thực địa")).to_be_visible()
    tablet.path = tablet.page.url.removeprefix(tablet.network.address)


def kept_pages(tablet: Tablet) -> list[str]:
    """The places of all kept pages and pictures, of whomever."""
    found: list[str] = tablet.page.evaluate(KEPT)
    return found


def version(tablet: Tablet) -> str:
    """The version of the worker in charge."""
    found: str = tablet.page.evaluate(VERSION)
    return found


def authors_of(house: House, words: str) -> list[str]:
    """Who has written that at the office, once for each time."""
    query = "SELECT u.username, o.value FROM operation o JOIN user u ON u.id = o.user_id"
    return [who for who, value in house.rows(query) if json.loads(value) == words]


def meta(tablet: Tablet) -> dict[str, Any]:
    found: dict[str, Any] = tablet.outbox()["meta"]
    return found
