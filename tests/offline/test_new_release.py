"""The application changes, or its scripts do not come: no value is lost, nothing pretends."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.office import ROOT
from tests.offline.conftest import FIRST, Tablets
from tests.offline.faults import Fault
from tests.offline.fieldwork import NOT_KEPT, Fieldwork
from tests.offline.house import House
from tests.offline.ledger import Ledger
from tests.offline.proxy import Proxy
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
SCRIPTS = "/static/sync/"


@pytest.fixture(scope="module")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product as it will be: every script of the client has changed."""
    folder = tmp_path_factory.mktemp("release")
    for name in ("inspect_app", "templates", "static"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "wsgi.py", folder)
    for script in (folder / "static").glob("*/*.js"):
        script.write_text(script.read_text("utf-8") + "\n// the next release\n", "utf-8")
    return folder


@pytest.fixture
def update(house: House, next_release: Path) -> Iterator[Callable[[], None]]:
    """Lets the office run the next release; in the end it runs this one again."""

    def run(release: Path = next_release) -> None:
        house.stop()
        house.release = release
        house.start()

    yield run
    run(ROOT)


def test_an_update_while_work_waits_disturbs_nothing(
    tablet: Tablet, update: Callable[[], None]
) -> None:
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("CD-04", "Viết trên phiên bản cũ.")
    work.expect_kept("CD-04")
    update()
    tablet.regain_network()
    tablet.network.set(Fault("drop", changes_only=True))
    tablet.page.reload()
    work.expect_value("CD-04", "Viết trên phiên bản cũ.")
    work.write("CD-05", "Viết khi phiên bản mới đã có.")
    work.expect_kept("CD-05")
    tablet.network.heal()
    tablet.wait_until_sent()
    tablet.page.reload()
    work.write("CD-06", "Viết trên phiên bản mới.")
    tablet.wait_until_sent()


def test_work_is_kept_where_no_worker_is_in_control(tablet: Tablet) -> None:
    assert tablet.context is not None
    work = Fieldwork(tablet)
    tools = tablet.context.new_cdp_session(tablet.page)
    with tablet.page.expect_navigation():
        tools.send("Page.reload", {"ignoreCache": True})
    expect(tablet.page.locator(".item").first).to_be_visible()
    assert tablet.page.evaluate("navigator.serviceWorker.controller") is None
    tablet.lose_network()
    work.write("TC-01", "Không có worker.")
    work.expect_kept("TC-01")
    tablet.regain_network()
    tablet.wait_until_sent()


def test_a_page_whose_scripts_did_not_come_does_not_pretend(
    house: House, ledger: Ledger, tablets: Tablets, tmp_path: Path
) -> None:
    """Either nothing can be typed, or what is typed arrives, or the page says that it did not."""
    path = tablets().path
    network = Proxy(house.port)
    tablet = Tablet(tablets().playwright, network, ledger, tmp_path / "new", FIRST).open()
    network.set(Fault("refuse", path=SCRIPTS))
    tablet.sign_in()
    tablet.page.goto(path)
    tablet.path = path
    work = Fieldwork(tablet)
    field = tablet.page.locator("#i-TC-03-note")
    work.sheet.item("TC-03")
    ledger.unsure = True
    if field.is_enabled():
        work.write("TC-03", "Không có tập lệnh.")
        field.blur()
        tablet.page.wait_for_timeout(1500)
        stored = house.rows("SELECT 1 FROM operation WHERE field = 'TC-03.note'")
        assert stored or NOT_KEPT in (tablet.page.locator("main").text_content() or "")
    tablet.close()
    network.close()
