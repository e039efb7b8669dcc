"""A sample drawn, missed and checked without network is the one that the office then has."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from inspect_app.dossiers import sampling
from tests import cast as people
from tests.conftest import close, make_app
from tests.dossiers import shelf
from tests.offline import pictures
from tests.offline.box import open_planned, unpacked
from tests.offline.conftest import FIRST
from tests.offline.house import House
from tests.offline.tablet import Tablet

pytestmark = pytest.mark.browser
ALL = [shelf.code(number) for number in range(1, 41)]
FIELDS = {code: shelf.FIELDS[number % 3] for number, code in enumerate(ALL, 1)}
SEEDS = ("3 1 4 1 5 2", "Số\u00a0bảy  mươi", " số bảy\u200b ", "chữ e\u0302\u0301")
COMPUTE = """async ([seed, method, n, codes]) =>
  Draw.draw(Draw.readSeed(seed), { codes }, n, method)"""
LOCAL = "[...document.querySelectorAll('[data-here] .code')].map((one) => one.textContent)"


@pytest.fixture
def tablet(playwright: Playwright, house: House, tmp_path: Path) -> Iterator[Tablet]:
    """Made ready for a visit whose register is in the office."""
    with unpacked(playwright, house, tmp_path, FIRST) as tablet:
        open_planned(tablet)
        with make_app(house.folder).app_context():
            shelf.fill(people.load(uuid.UUID(tablet.path.rpartition("/")[2])), by=FIRST)
            close()
        tablet.page.get_by_role("button", name="Chuẩn bị đi thực địa").click()
        expect(tablet.page.locator("#prepare-said")).to_contain_text("Sẵn sàng")
        yield tablet


def draw_on_site(tablet: Tablet) -> list[str]:
    """Throw the dice and draw; the codes that the tablet shows, in order."""
    page = tablet.page
    page.goto(f"{tablet.path}/sample")
    for face in "314152":
        page.locator("[data-dice]").get_by_role("button", name=face).click()
    page.get_by_label("Ngẫu nhiên trong toàn bộ").check()
    page.get_by_label("Số hồ sơ cần rút").fill("6")
    page.get_by_label("Người của đơn vị chứng kiến").fill("Trần Thị Mai, công chức")
    page.get_by_role("button", name="Rút mẫu", exact=True).click()
    expect(page.locator("[data-here] .code").first).to_be_in_viewport()
    expect(page.locator("#state-draw")).to_contain_text("Đã lưu trên máy này")
    found: list[str] = page.evaluate(LOCAL)
    return found


def test_work_on_a_sample_without_network_comes_home(
    house: House, tablet: Tablet, tmp_path: Path
) -> None:
    page = tablet.page
    for seed in SEEDS:
        for method in ("random", "stratified"):
            page.goto(f"{tablet.path}/sample")
            codes = [[code, field, 0] for code, field in FIELDS.items()]
            expected = (
                sampling.draw(seed, ALL, 11)
                if method == "random"
                else sampling.draw_stratified(seed, FIELDS, 11)
            )
            assert page.evaluate(COMPUTE, [seed, method, 11, codes]) == expected
    tablet.lose_network()
    page.goto(tablet.path)
    page.get_by_role("button", name="Bắt đầu kiểm tra").click()
    shown = draw_on_site(tablet)
    drawn = sampling.draw("3 1 4 1 5 2", ALL, 6)
    late = [c for c in sampling.order("3 1 4 1 5 2", ALL[:3]) if c not in drawn]
    assert shown == drawn + late
    page.locator("[data-here] a").first.click()
    expect(page.locator("h2.code")).to_have_text(drawn[0])
    page.locator(".check").nth(2).get_by_role("button", name="Chưa đạt").click()
    page.get_by_role("button", name="Đòi thừa giấy tờ").click()
    expect(page.locator("#own-progress")).to_contain_text("1/11")
    expect(page.get_by_text("Đã lưu trên máy này").first).to_be_visible()
    page.locator(".photos input[capture]").set_input_files(pictures.photo(tmp_path, 1))
    expect(page.locator(".photos li[data-live=local]")).to_have_count(1)
    page.get_by_role("link", name="Tiếp").click()
    expect(page.locator("h2.code")).to_have_text(drawn[1])
    page.reload()
    expect(page.locator("h2.code")).to_have_text(drawn[1])
    page.goto(f"{tablet.path}/sample")
    expect(page.locator("[data-here] .code")).to_have_count(len(shown))
    tablet.regain_network()
    tablet.wait_until_sent()
    page.goto(f"{tablet.path}/sample")
    rows = page.locator(".drawn-row:not([data-here])")
    expect(rows.locator(".code")).to_have_text(shown)
    expect(rows.first).to_contain_text("1/11")
    stored = house.rows("SELECT field, value FROM operation WHERE field LIKE '%.HS-04'")
    assert [value for _, value in stored] == ['"fail"']
    photos = "SELECT caption, shows_dossier FROM photo WHERE about <> ''"
    assert house.rows(photos) == [(f"Hồ sơ {drawn[0]}", 1)]
    tablet.lose_network()
    rows.nth(1).get_by_role("button", name="Không tìm thấy").click()
    following = sampling.order("3 1 4 1 5 2", ALL)[6]
    standing = page.locator(f'.drawn-row[data-code="{following}"][data-why="replacement"]')
    expect(standing).to_have_count(1)
    tablet.regain_network()
    expect(page.get_by_text(f"Thay bằng {following}")).to_be_visible()
    expect(standing.get_by_text(f"thay cho {drawn[1]}")).to_be_visible()
