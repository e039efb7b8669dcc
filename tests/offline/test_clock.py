"""The tablet's clock is a year off: the order of things does not depend on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.offline.conftest import SECOND, Tablets
from tests.offline.fieldwork import Fieldwork

pytestmark = pytest.mark.browser
YEAR = 365 * 24 * 3600 * 1000


@pytest.mark.parametrize("off_by", [-YEAR, YEAR])
def test_a_clock_a_year_off_changes_neither_order_nor_values(off_by: int, tablets: Tablets) -> None:
    right, wrong = tablets(SECOND), tablets()
    wrong.close()
    wrong.clock_off_by = off_by
    wrong.open().page.goto(wrong.path)
    ours, theirs = Fieldwork(wrong), Fieldwork(right)
    expect(wrong.page.locator("#save-line")).to_contain_text("đồng hồ máy lệch")
    wrong.lose_network()
    ours.write("CD-04", f"Đồng hồ lệch {off_by}.")
    ours.expect_kept("CD-04")
    wrong.page.reload()
    ours.expect_value("CD-04", f"Đồng hồ lệch {off_by}.")
    wrong.regain_network()
    wrong.wait_until_sent()
    theirs.page.reload()
    theirs.expect_value("CD-04", f"Đồng hồ lệch {off_by}.")
    theirs.write("CD-04", f"Ghi sau bằng đồng hồ đúng {off_by}.")
    right.wait_until_sent()
    ours.page.locator("#find").focus()
    ours.expect_value("CD-04", f"Ghi sau bằng đồng hồ đúng {off_by}.")
    expect(ours.sheet.item("CD-04").locator(".conflict")).to_have_count(0)
    query = "SELECT clock_offset FROM operation WHERE value LIKE ? ORDER BY sequence DESC"
    ((offset,), *_) = wrong.ledger.house.rows(query, f"%ch {off_by}.%")
    assert offset == pytest.approx(-off_by, abs=60_000)
