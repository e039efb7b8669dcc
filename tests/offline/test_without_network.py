"""A day on site without network: nothing is lost, whatever happens to the tablet meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.offline import pictures
from tests.offline.conftest import Tablets
from tests.offline.faults import Fault
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.seen import visit_of
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
WAYS = ("no network", "server stopped", "swallow", "portal", "bad_gateway")


# An item of its own for each, since they share an office.
PHOTOGRAPHED = dict(zip(WAYS, ("CK-01", "CK-02", "CK-03", "CK-04", "CK-06"), strict=True))


@pytest.fixture(params=WAYS)
def away(request: pytest.FixtureRequest, house: House, tablet: Tablet) -> Callable[[bool], None]:
    """Takes the office out of reach (True) and brings it back (False), in one of the ways."""
    way: str = request.param

    def go(gone: bool) -> None:
        if way == "no network":
            (tablet.lose_network if gone else tablet.regain_network)()
        elif way == "server stopped":
            (house.stop if gone else house.start)()
        elif gone:
            tablet.network.set(Fault(way))
        else:
            tablet.network.heal()

    return go


def test_a_day_of_work_comes_home(
    tablet: Tablet, away: Callable[[bool], None], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    way = request.node.callspec.params["away"]
    work, item = Fieldwork(tablet), PHOTOGRAPHED[way]
    work.write("CD-04", f"Viết khi còn mạng, trước khi {way}.")
    tablet.wait_until_sent()
    away(True)
    do_a_bit_of_everything(work, way, tmp_path)
    tablet.page.reload()
    expect_all_here(work, way)
    tablet.reopen()
    expect_all_here(work, way)
    tablet.kill()
    tablet.reopen()
    expect_all_here(work, way)
    away(False)
    tablet.wait_until_sent()
    work.expect_there("CD-04")
    expect(work.photos(item).locator("img")).to_have_count(2)


def do_a_bit_of_everything(work: Fieldwork, way: str, folder: Path) -> None:
    item = PHOTOGRAPHED[way]
    work.write("CD-04", f"Chưa niêm yết số đường dây nóng: {way}.")
    work.expect_kept("CD-04")
    work.write("CD-05", f"Câu ghi vào biên bản: {way}.", "wording")
    work.expect_kept("CD-05", "wording")
    work.count("MC-07", received="1791", resolved="1791", late=late(way), in_progress="0")
    work.expect_kept("MC-07", "value")
    work.judge(item, "fail", "Chưa đạt")
    work.expect_kept(item, "result")
    for number in (1, 2):
        work.photograph(item, pictures.photo(folder, number))
    expect(work.photos(item).and_(work.page.locator("[data-pending]"))).to_have_count(2)
    work.expect_line("local", 6)


def late(way: str) -> str:
    return str(4 + WAYS.index(way))


def expect_all_here(work: Fieldwork, way: str) -> None:
    """All that was entered stands on the page, marked as being on this tablet only."""
    item = PHOTOGRAPHED[way]
    work.expect_value("CD-04", f"Chưa niêm yết số đường dây nóng: {way}.")
    work.expect_value("CD-05", f"Câu ghi vào biên bản: {way}.", "wording")
    expect(work.page.locator("#i-MC-07-value-late")).to_have_value(late(way))
    expect(work.sheet.head(item).locator('[aria-pressed="true"]')).to_have_text("Chưa đạt")
    for code, aspect in (("CD-04", "note"), ("MC-07", "value"), (item, "result")):
        work.expect_kept(code, aspect)
    expect(work.photos(item)).to_have_count(2)
    work.expect_pending(6)


def test_a_finding_written_without_network_comes_home(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    findings = f"{tablet.path}/findings"
    tablet.page.goto(findings)
    expect(tablet.page.locator("#new-text")).to_be_visible()
    tablet.lose_network()
    for words in ("Xã niêm yết đủ thủ tục.", "Xã trả kết quả tận nhà cho người già."):
        work.find(words)
        expect(tablet.page.locator("main")).to_contain_text(words)
    tablet.kill()
    tablet.reopen(findings)
    expect(tablet.page.locator("main")).to_contain_text("Xã niêm yết đủ thủ tục.")
    expect(tablet.page.locator("main")).to_contain_text("Xã trả kết quả tận nhà")
    tablet.regain_network()
    tablet.page.goto(tablet.path)
    tablet.wait_until_sent()
    tablet.page.goto(findings)
    found = tablet.page.locator(".finding-strength")
    expect(found.filter(has_text="Xã niêm yết đủ thủ tục.")).to_have_count(1)
    expect(found.filter(has_text="Xã trả kết quả tận nhà")).to_have_count(1)


def test_a_finding_of_a_failed_item_is_made_in_one_tap_without_network(tablet: Tablet) -> None:
    work = Fieldwork(tablet)
    work.judge("SO-07", "fail", "Chưa đạt")
    work.expect_there("SO-07", "result")
    tablet.lose_network()
    work.sheet.head("SO-07").get_by_role("button", name="Ghi thành tồn tại").tap()
    work.expect_pending(1)
    tablet.page.reload()
    work.expect_pending(1)
    tablet.regain_network()
    tablet.wait_until_sent()
    expect(work.sheet.head("SO-07").locator(".finding-mark")).to_be_visible()
    made = "SELECT count(*) FROM finding WHERE item_code = 'SO-07' AND visit_id = ?"
    ((count,),) = tablet.ledger.house.rows(made, visit_of(tablet.path))
    assert count == 1


def test_a_tablet_that_only_lost_its_page_goes_on_where_it_was(tablets: Tablets) -> None:
    tablet = tablets()
    work = Fieldwork(tablet)
    tablet.lose_network()
    work.write("TC-03", "Thẻ bị đóng ngay sau đó.")
    work.expect_kept("TC-03")
    second = tablet.new_tab()
    tablet.page.close()
    tablet.page = second
    work.expect_value("TC-03", "Thẻ bị đóng ngay sau đó.")
    work.expect_kept("TC-03")
    tablet.regain_network()
    tablet.wait_until_sent()
