"""An office behind bad networks: its server can be killed, its tablets too."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.journeys.conftest import played as played  # the demonstration, played once
from tests.offline.books import Books, Report
from tests.offline.house import House
from tests.offline.ledger import Ledger
from tests.offline.proxy import Proxy
from tests.offline.tablet import Tablet

VISIT = "phường Cao Lãnh"
FIRST, SECOND = "thanhvien1.dongthap", "thanhvien2.dongthap"
Tablets = Callable[..., Tablet]


@pytest.fixture(scope="module")
def house(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, copied for this module; its server runs."""
    folder = tmp_path_factory.mktemp("house") / "instance"
    shutil.copytree(played, folder)
    made = House(folder)
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        expect.set_options(timeout=20_000)
        yield started


class Prepared:
    """A network of its own for each person, and a profile made ready on it, to be copied."""

    def __init__(self, playwright: Playwright, house: House, folder: Path) -> None:
        self.playwright = playwright
        self.house = house
        self.folder = folder
        self.networks: dict[str, Proxy] = {}
        self.paths: dict[str, str] = {}

    def tablet(self, username: str, ledger: Ledger, profile: Path, unit: str = VISIT) -> Tablet:
        """A tablet whose person is signed in and whose pages are kept, not yet open."""
        key = f"{username} {unit}"
        ready = self.folder / key
        if key not in self.networks:
            self.networks[key] = Proxy(self.house.port)
            self._make_ready(key, username, ready, unit)
        shutil.copytree(ready, profile, symlinks=True)
        tablet = Tablet(self.playwright, self.networks[key], ledger, profile, username)
        tablet.path = self.paths[key]
        return tablet

    def _make_ready(self, key: str, username: str, ready: Path, unit: str) -> None:
        network = self.networks[key]
        first = Tablet(self.playwright, network, Ledger(self.house), ready, username).open()
        first.sign_in()
        first.open_visit(unit)
        first.keep_pages()
        self.paths[key] = first.path
        first.close()  # what a browser has not written down yet, a kill would lose

    def close(self) -> None:
        for network in self.networks.values():
            network.close()


@pytest.fixture(scope="module")
def prepared(
    playwright: Playwright, house: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prepared]:
    made = Prepared(playwright, house, tmp_path_factory.mktemp("ready"))
    yield made
    made.close()


@pytest.fixture
def ledger(house: House) -> Ledger:
    return Ledger(house)


@pytest.fixture
def tablets(prepared: Prepared, ledger: Ledger, tmp_path: Path) -> Iterator[Tablets]:
    """Gives tablets that stand open on the checklist, each with a network of its own.

    In the end all that was entered must be at the office exactly once, and no state have lied.
    """
    made: list[Tablet] = []

    def take(username: str = FIRST, unit: str = VISIT) -> Tablet:
        profile = tmp_path / f"tablet-{len(made) + 1}"
        tablet = prepared.tablet(username, ledger, profile, unit)
        made.append(tablet.open())
        tablet.network.heal()
        tablet.page.goto(tablet.path)
        if "/sign-in" in tablet.page.url:
            tablet.sign_in()
            tablet.page.goto(tablet.path)
        expect(tablet.page.locator(".item").first).to_be_visible()
        return tablet

    yield take
    for tablet in made:
        tablet.close()
        tablet.network.heal()
    assert Books(ledger).report() == Report()
    assert [fault for tablet in made for fault in tablet.script_faults] == []


@pytest.fixture
def tablet(tablets: Tablets) -> Tablet:
    """One tablet, in the hands of the first member."""
    return tablets()
