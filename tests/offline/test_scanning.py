"""A receipt scanned without network: the reader of codes is among what the tablet keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.evidence.barcodes import CODE_128, code, jpeg, sheet
from tests.journeys import shown
from tests.offline.box import open_planned, unpacked
from tests.offline.conftest import FIRST
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
SCANNED, PHOTOGRAPHED = "000.26.17.H23-201015-0001", "000.26.17.H23-201015-0002"


@pytest.fixture
def tablet(playwright: Playwright, house: House, tmp_path: Path) -> Iterator[Tablet]:
    """Made ready for a visit; a receipt lies before its camera."""
    paper = sheet(code(f"Phường Cao Lãnh;{SCANNED}"), size=(400, 300))
    switches = shown.camera(shown.film(tmp_path / "film.y4m", paper))
    with unpacked(playwright, house, tmp_path, FIRST, switches=switches) as tablet:
        open_planned(tablet)
        tablet.page.get_by_role("button", name="Chuẩn bị đi thực địa").click()
        expect(tablet.page.locator("#prepare-said")).to_contain_text("Sẵn sàng")
        yield tablet


def test_codes_are_read_without_network_and_their_dossiers_come_home(
    house: House, tablet: Tablet
) -> None:
    page = tablet.page
    tablet.lose_network()
    page.goto(tablet.path)
    page.get_by_role("button", name="Bắt đầu kiểm tra").click()
    page.goto(f"{tablet.path}/sample")
    field, add = page.get_by_role("textbox", name="Mã hồ sơ"), page.locator("#f-add")
    page.get_by_role("button", name="Quét mã: Mã hồ sơ").click()
    expect(field).to_have_value(SCANNED)
    expect(page.locator("#scan")).not_to_be_visible()
    add.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.locator("#state-add")).to_contain_text("Đã lưu trên máy này")
    read_photo(tablet)
    expect(field).to_have_value(PHOTOGRAPHED)
    tablet.regain_network()
    tablet.wait_until_sent()
    page.goto(f"{tablet.path}/sample")
    expect(page.locator("#drawn .code").get_by_text(SCANNED)).to_be_visible()
    assert house.rows("SELECT code FROM sampled_dossier WHERE code = ?", SCANNED) == [(SCANNED,)]


def read_photo(tablet: Tablet) -> None:
    """Another receipt from a file, on a page where the camera sees nothing any more."""
    page = tablet.page
    page.reload()
    page.evaluate("navigator.mediaDevices.getUserMedia = undefined; 1")
    page.get_by_role("button", name="Quét mã: Mã hồ sơ").click()
    data = jpeg(sheet(code(PHOTOGRAPHED, CODE_128, 3)))
    file = {"name": "giay.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.get_by_label("Chọn ảnh có mã").set_input_files(file)  # type: ignore[arg-type]
