"""Sending what a day without network left: on loopback, and over a line of 1 Mbit/s."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from bench import device, unsent
from bench.measure import Comparison, Cost
from bench.office import Office
from bench.unsent import Load, Request
from tests.offline.faults import Fault
from tests.offline.house import House
from tests.offline.proxy import Proxy

ANSWERS, PHOTOS, SLOW_PHOTOS = 200, 20, 2
ROUNDS = 3
KBIT = 1000.0
ONLINE = "dispatchEvent(new Event('online'))"
ARRIVED = (
    "SELECT (julianday(max(received_at)) - 2440587.5) * 86400 FROM operation "
    "WHERE sequence > ? AND field {} 'photo.%'"
)


def compare(place: Office, data: Path, folder: Path, *, full: bool) -> Iterator[Comparison]:
    """`full`: all photos over the slow line too, which takes more than eight minutes."""
    photos = unsent.shoot(folder / "photos", PHOTOS)
    with sync_playwright() as playwright:
        yield Replay(playwright, place, data, folder).on_loopback(Load(ANSWERS, photos))
        some = Load(ANSWERS, photos if full else photos[:SLOW_PHOTOS])
        yield Replay(playwright, place, data, folder).on_slow_line(some)


class Replay:
    """Each time a new tablet and a new copy of the office; `folder` holds them meanwhile."""

    def __init__(self, playwright: Playwright, place: Office, data: Path, folder: Path) -> None:
        self.playwright = playwright
        self.place = place
        self.data = data
        self.folder = folder
        self.visit = f"/visits/{place.visit_id}"

    def on_loopback(self, load: Load) -> Comparison:
        """The tablet and the bare client in turns, each to an office in the same state."""
        rounds = [self._round(load) for _ in range(ROUNDS)]
        tablet, bare, answers = (statistics.median(column) for column in zip(*rounds, strict=True))
        return Comparison(
            title="replay on loopback",
            floor_title="the same requests from a bare HTTP client, one after the other over one "
            "kept connection, to the same server on a copy of the same data",
            product=Cost(tablet),
            floor=Cost(bare),
            limits={},
            notes=(
                f"Replay on loopback: {load}, {ROUNDS} times; from the network's return until the "
                "page's line says that nothing waits. The office then had each exactly once. "
                f"The last answer was there after {answers:.1f} s, the rest went into photos.",
            ),
        )

    def on_slow_line(self, load: Load) -> Comparison:
        """Once, through the proxy, against the time that the bodies alone need on that line."""
        slow = device.serving(self.data, self.folder / "slow")
        with slow as house, closing(Proxy(house.port)) as proxy:
            took, answers, made = self._over(proxy, house, load)
        sent = sum(len(request.body) for request in made)
        limit = sent * 8 / 1000 / KBIT
        return Comparison(
            title=f"replay at {KBIT / 1000:g} Mbit/s",
            floor_title=f"the line's own limit: {sent} bytes of bodies at {KBIT:g} kbit/s",
            product=Cost(took),
            floor=Cost(limit),
            limits={},
            notes=(
                f"Replay at {KBIT / 1000:g} Mbit/s: {load}, once; the line slows bodies on their "
                "way up, not heads and answers. The office then had each exactly once. "
                f"The last answer was there after {answers:.1f} s.",
            ),
        )

    def _round(self, load: Load) -> tuple[float, float, float]:
        """Seconds of the tablet, of the bare client, and until the tablet's last answer."""
        copy, profile = self.folder / "copy", self.folder / "profile"
        with device.serving(self.data, self.folder / "first") as house:
            at = device.address(house)
            with device.opened(self.playwright, at, profile, self.visit) as page:
                page.context.set_offline(True)
                made = self._made(page, load)
                shutil.copytree(house.folder, copy)  # nothing is written there without network
                cookie = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
                took, answers = _replay(page, house, made, load, 300)
        with device.serving(copy, self.folder / "second") as other:
            before = unsent.last_sequence(other)
            bare = unsent.send(other, cookie, made)
            unsent.count(other, made, load, before)
        for used in ("first", "copy", "second", "profile"):
            shutil.rmtree(self.folder / used)
        return took, bare, answers

    def _over(self, proxy: Proxy, house: House, load: Load) -> tuple[float, float, list[Request]]:
        profile = self.folder / "slow-profile"
        with device.opened(self.playwright, proxy.address, profile, self.visit) as page:
            page.context.set_offline(True)
            proxy.set(Fault("refuse"))
            made = self._made(page, load)
            proxy.heal()
            proxy.uplink_kbit = KBIT
            longest = 120 + 3 * sum(len(request.body) for request in made) * 8 / 1000 / KBIT
            took, answers = _replay(page, house, made, load, longest)
        return took, answers, made

    def _made(self, page: Page, load: Load) -> list[Request]:
        unsent.make(page, self.place.codes, load)
        return unsent.requests(page, load)


def _replay(
    page: Page, house: House, made: list[Request], load: Load, longest: float
) -> tuple[float, float]:
    """The network is back: seconds until the page says that nothing waits, and until the office
    had the last answer."""
    before, began = unsent.last_sequence(house), time.time()
    page.context.set_offline(False)
    page.evaluate(ONLINE)
    device.wait_until_pending(page, 0, longest)
    took = time.time() - began
    unsent.count(house, made, load, before)
    return took, float(house.rows(ARRIVED.format("NOT LIKE"), before)[0][0]) - began
