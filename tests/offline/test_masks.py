"""Masks over a photo that the office has not yet: drawn without network, burnt in at home."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_masks import OVERLAY, drag
from tests.offline import pictures
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
KEPT = "SELECT masks, in_minutes, shows_dossier FROM photo WHERE item_code = 'CK-05' AND masks > 0"


def test_a_photo_is_masked_and_chosen_before_the_office_has_it(
    tablet: Tablet, house: House, tmp_path: Path
) -> None:
    page, work = tablet.page, Fieldwork(tablet)
    page.locator(".prepare-later > summary").click()
    page.locator("#prepare-go").click()
    expect(page.locator("#prepare-said")).to_contain_text("Sẵn sàng")
    tablet.lose_network()
    work.photograph("CK-05", pictures.photo(tmp_path, 5))
    page.locator("#photos-CK-05 li[data-pending] a").click()
    expect(page.locator("h2 .code")).to_have_text("CK-05")
    expect(page.locator(".mask-bar")).to_be_visible()
    page.get_by_role("button", name="Ô che", exact=True).click()
    drag(page, (0.2, 0.2), (0.5, 0.5), finger=False)
    page.get_by_role("button", name="Lưu ô che và dấu").click()
    expect(page.locator("[id^=state-layer]")).to_contain_text("Đã lưu trên máy này")
    page.get_by_label("Đưa vào biên bản").uncheck()
    page.get_by_label("Ảnh có hồ sơ, giấy tờ").check()
    expect(page.locator("[id^=state-choose]")).to_contain_text("Đã lưu trên máy này")
    page.reload()
    expect(page.locator(f"{OVERLAY} .shape-box")).to_have_count(1)
    expect(page.get_by_label("Đưa vào biên bản")).not_to_be_checked()
    drag_again(tablet)
    assert len(tablet.unsent()) == 3
    tablet.regain_network()
    expect(page).to_have_url(f"{tablet.network.address}/photos/{photo_of(tablet)}/view")
    tablet.wait_until_sent()
    assert house.rows(KEPT) == [(2, 0, 1)]


def drag_again(tablet: Tablet) -> None:
    """A second box over the same photo, after the reload."""
    tablet.page.get_by_role("button", name="Ô che", exact=True).click()
    drag(tablet.page, (0.6, 0.6), (0.8, 0.8), finger=False)
    tablet.page.get_by_role("button", name="Lưu ô che và dấu").click()
    expect(tablet.page.locator("[id^=state-layer]")).to_contain_text("Đã lưu trên máy này")


def photo_of(tablet: Tablet) -> str:
    """The id of the photo whose mould stands open."""
    return tablet.page.url.rpartition("#")[2]
