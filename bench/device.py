"""A tablet as it is: Chromium with a profile on the disk, signed in, the checklist open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, expect

from bench.minutes import Missing
from bench.office import MEMBER, PASSWORD
from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.journeys.person import TABLET
from tests.offline.house import HOST, House

STOPWATCH = (Path(__file__).parent / "stopwatch.js").read_text("utf-8")
OUTBOX = "*/static/sync/all.js*"
BOUNDED = """([seconds, work]) => Promise.race([
  work(),
  new Promise((_, fail) => setTimeout(() => fail(new Error("took too long")), 1000 * seconds)),
])"""
IN_CHARGE = "() => navigator.serviceWorker.ready.then(() => null)"
PENDING = """([count, seconds]) => new Promise((resolve, reject) => {
  const line = document.getElementById("save-line");
  const late = () => reject(new Error(`pending: ${line.dataset.pending}: ${line.textContent}`));
  const limit = setTimeout(late, 1000 * seconds);
  const look = () => {
    if (line.dataset.pending !== String(count)) return;
    watch.disconnect();
    clearTimeout(limit);
    resolve();
  };
  const watch = new MutationObserver(look);
  watch.observe(line, { attributes: true });
  look();
})"""


@contextmanager
def serving(data: Path, folder: Path) -> Iterator[House]:
    """The product's own server over a copy of the office's data."""
    shutil.copytree(data, folder)
    house = House(folder)
    house.start()
    try:
        yield house
    finally:
        house.close()


def address(house: House) -> str:
    """Where the house answers with nothing between."""
    return f"http://{HOST}:{house.port()}"


@contextmanager
def opened(
    playwright: Playwright, at: str, profile: Path, visit: str, *, plain: bool = False
) -> Iterator[Page]:
    """The visit's page at that address; `plain`: without the outbox, htmx posts by itself.

    Raises Missing without Chromium.
    """
    if not Path(CHROMIUM).exists():
        raise Missing("chromium is missing; install it with: sudo apt-get install chromium")
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=SWITCHES,
        base_url=at,
        viewport=TABLET,
        has_touch=True,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    try:
        context.set_default_timeout(30_000)
        context.add_init_script(STOPWATCH)
        page = context.pages[0]
        if plain:
            _block_outbox(page)
        _sign_in(page)
        page.goto(visit)
        _see_that_it_works(page, plain=plain)
        yield page
    finally:
        context.close()


def wait_until_pending(page: Page, count: int, seconds: float = 60) -> None:
    """Until the page's line says that so many operations are on the tablet only."""
    page.evaluate(PENDING, [count, seconds])


def run(page: Page, script: str, about: object, seconds: float) -> Any:
    """What the page's function gives for that; raises playwright's Error after the seconds."""
    return page.evaluate(f"(about) => ({BOUNDED})([{seconds}, () => ({script})(about)])", about)


def _block_outbox(page: Page) -> None:
    """By the browser itself: a route of the driver would hold up every request."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": [OUTBOX]})


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(MEMBER)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")


def _see_that_it_works(page: Page, *, plain: bool) -> None:
    expect(page.locator(".item").first).to_be_visible(timeout=30_000)
    assert page.evaluate("typeof Outbox === 'undefined'") is plain
    if not plain:
        wait_until_pending(page, 0)
        run(page, IN_CHARGE, None, 60)
