"""A new version takes over only where it disturbs nobody; old databases are taken along."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.journeys.office import ROOT
from tests.offline.box import PLANNED, authors_of, open_planned, unpacked, version, wait_until
from tests.offline.conftest import FIRST, VISIT, Tablets
from tests.offline.faults import Fault
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
CODE = "TC-04"
PARTS = ("inspect_app", "static", "templates", "wsgi.py")
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)"
OLD = (Path(__file__).parent / "old_database.js").read_text("utf-8")
SHAPE = """async () => {
  const open = await new Promise((done) => {
    indexedDB.open("outbox").onsuccess = (event) => done(event.target.result);
  });
  const indexes = [...open.transaction("ops").objectStore("ops").indexNames];
  const shape = { version: open.version, stores: [...open.objectStoreNames], indexes };
  open.close();
  return shape;
}"""


@pytest.fixture(scope="module")
def house(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office that serves a copy of the app, of which new versions can be made."""
    base = tmp_path_factory.mktemp("house")
    release = base / "release"
    release.mkdir()
    for part in PARTS:
        whole = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        whole(ROOT / part, release / part)
    shutil.copytree(played, base / "instance")
    made = House(base / "instance", release)
    made.start()
    yield made
    made.close()


@pytest.fixture
def tablet(playwright: Playwright, house: House, tmp_path: Path) -> Iterator[Tablet]:
    with unpacked(playwright, house, tmp_path, FIRST) as tablet:
        yield tablet


def release_anew(house: House) -> None:
    """The office installs a version that differs by one style."""
    house.stop()
    with (house.release / "static" / "app.css").open("a") as styles:
        styles.write("\n/* newer */")
    house.start()


def expect_waiting(tablet: Tablet) -> None:
    wait_until(tablet.page, WAITS)


def expect_taken_over(tablet: Tablet, old: str) -> None:
    """In Chromium a page that loads at that moment keeps the old one: then the next does it."""
    for _ in range(6):
        tablet.page.goto("/visits")
        tablet.page.wait_for_timeout(3000)
        if version(tablet) != old:
            return
    raise AssertionError("the old version stays in charge")


def test_a_new_version_waits_while_a_visit_is_open(tablet: Tablet, house: House) -> None:
    open_planned(tablet)
    old = version(tablet)
    release_anew(house)
    tablet.page.reload()
    expect_waiting(tablet)
    tablet.page.reload()
    assert version(tablet) == old
    other = tablet.new_tab("/visits")
    wait_until(other, WAITS)
    expect(other.locator("#save-line")).to_have_attribute("data-live", "saved")
    assert version(tablet) == old
    other.close()
    expect_taken_over(tablet, old)


def test_a_new_version_waits_until_everything_is_sent(tablets: Tablets, house: House) -> None:
    tablet = tablets()
    old = version(tablet)
    release_anew(house)
    tablet.network.set(Fault("refuse", changes_only=True))
    Fieldwork(tablet).write(CODE, "Trước bản mới.")
    Fieldwork(tablet).expect_kept(CODE)
    for _ in range(2):
        tablet.page.goto("/visits")
        expect_waiting(tablet)
    assert version(tablet) == old
    tablet.network.heal()
    tablet.wait_until_sent()
    expect_taken_over(tablet, old)


def test_what_was_ready_for_the_old_version_is_made_ready_anew(
    tablet: Tablet, house: House
) -> None:
    open_planned(tablet)
    tablet.page.get_by_role("button", name="Chuẩn bị đi thực địa").click()
    expect(tablet.page.locator("#prepare-said")).to_have_text(re.compile("^Sẵn sàng"))
    old = version(tablet)
    release_anew(house)
    expect_taken_over(tablet, old)
    tablet.page.reload()
    expect(tablet.page.get_by_role("link", name=PLANNED).locator("[data-ready]")).to_have_text(
        "Cần chuẩn bị lại"
    )
    open_planned(tablet)
    tablet.page.get_by_role("button", name="Chuẩn bị đi thực địa").click()
    expect(tablet.page.locator("#prepare-said")).to_have_text(re.compile("^Sẵn sàng"))


def test_making_ready_fetches_a_version_that_has_just_come(tablet: Tablet, house: House) -> None:
    open_planned(tablet)
    release_anew(house)
    tablet.page.get_by_role("button", name="Chuẩn bị đi thực địa").click()
    expect(tablet.page.locator("#prepare-said")).to_have_text(re.compile("^Sẵn sàng"))
    assert tablet.page.evaluate(WAITS)
    tablet.lose_network()
    tablet.page.reload()
    styled = "() => [...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)"
    assert tablet.page.evaluate(styled)
    expect(tablet.page.locator("#prepare-said")).to_have_text(re.compile("^Sẵn sàng"))


@pytest.mark.parametrize("number, code", [(1, "TC-05"), (99, "CK-04")])
def test_the_database_of_another_version_is_taken_along(
    playwright: Playwright, house: House, tmp_path: Path, number: int, code: str
) -> None:
    with unpacked(playwright, house, tmp_path, FIRST) as tablet:
        tablet.open_visit(VISIT)
        words = f"Ghi bằng bản {number}."
        path = f"{tablet.path}/answers/{code}/note"
        tablet.page.goto("/manifest.webmanifest")
        old = {"version": number, "path": path, "form": f"f-{code}-note", "words": words}
        tablet.page.evaluate(OLD, old)
        assert tablet.page.evaluate(SHAPE)["version"] == number
        tablet.page.goto(tablet.path)
        tablet.wait_until_sent()
        assert authors_of(house, words) == [FIRST]
        shape = tablet.page.evaluate(SHAPE)
        assert shape["version"] == max(number, 2)
        assert {"ops", "blobs", "meta"} <= set(shape["stores"])
        assert shape["indexes"] == ["id", "state", "user"]
        work = Fieldwork(tablet)
        work.write(code, f"Rồi ghi bằng bản này, sau {number}.")
        work.expect_there(code)
        tablet.wait_until_sent()
