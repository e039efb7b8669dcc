"""One tablet: a Chromium profile that survives kills, and the network that it hangs on."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, expect
from playwright.sync_api import Error as BrowserError

from inspect_app.demo.people import PASSWORD
from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.journeys.person import TABLET
from tests.offline import seen
from tests.offline.faults import Fault
from tests.offline.ledger import Ledger
from tests.offline.proxy import Proxy

HERE = Path(__file__).parent
OBSERVER = (HERE / "observer.js").read_text("utf-8")
READER = (HERE / "outbox_reader.js").read_text("utf-8")
WRONG_CLOCK = (HERE / "wrong_clock.js").read_text("utf-8")

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
# Waited for inside the page: the policy of the pages forbids the driver's own way of waiting.
# A page on its way while the worker came into charge is not among those that it claims.
IN_CHARGE = "async () => void (await navigator.serviceWorker.ready)"
KEPT = """async (path) => {
  for (;;) {
    for (const name of await caches.keys())
      for (const kept of await (await caches.open(name)).keys())
        if (new URL(kept.url).pathname.endsWith(path)) return;
    await new Promise((go) => setTimeout(go, 50));
  }
}"""


class Tablet:
    """`username` is who holds it. `network` is its own; the address stays the same all the time.

    Every state that its pages show goes into the ledger.
    """

    def __init__(
        self, playwright: Playwright, network: Proxy, ledger: Ledger, profile: Path, username: str
    ) -> None:
        self.playwright = playwright
        self.network = network
        self.ledger = ledger
        self.profile = profile
        self.username = username
        self.name = profile.name
        self.script_faults: list[str] = []
        self.clock_off_by = 0  # ms
        self.kills = 0
        self.switches = [*SWITCHES, *CAMERA]
        self.path = ""  # the visit last opened
        self.context: BrowserContext | None = None

    # --- The browser and its tabs

    def open(self) -> Tablet:
        """Start the browser with what the profile holds."""
        context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=CHROMIUM,
            args=self.switches,
            base_url=self.network.address,
            viewport=TABLET,
            has_touch=True,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        context.expose_binding("sawState", lambda _, said: self._note(said))
        context.add_init_script(OBSERVER)
        if self.clock_off_by:
            context.add_init_script(WRONG_CLOCK.replace("OFF_BY", str(self.clock_off_by)))
        context.on("weberror", lambda error: self.script_faults.append(str(error.error)))
        self.context = context
        self.page: Page = context.pages[0]
        return self

    def close(self) -> None:
        """Close the browser as a person does; nothing happens if it is not open."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """End every process of this browser at once, as an empty battery does."""
        assert self.context is not None
        self.kills += 1
        for process in browser_processes(self.profile):
            os.kill(process, signal.SIGKILL)
        context, self.context = self.context, None
        try:
            context.close()
        except BrowserError:  # it is gone already, which is what was wanted
            return

    def reopen(self, path: str = "") -> Page:
        """The same tablet, started again, on the page that was open."""
        path = path or self.path
        self.close()
        self.open()
        self.page.goto(path)
        return self.page

    def new_tab(self, path: str = "") -> Page:
        """Another tab; `page` stays the one before."""
        assert self.context is not None
        tab = self.context.new_page()
        tab.goto(path or self.path)
        return tab

    # --- Who works with it, and where

    def sign_in(self, username: str = "") -> None:
        """Sign in at the page for that, as whom the tablet is held by unless named."""
        self.username = username or self.username
        self.page.goto("/sign-in")
        self.fill_in_sign_in()
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")

    def fill_in_sign_in(self) -> None:
        """Fill in the form for signing in that stands on the page."""
        self.page.get_by_label("Tên đăng nhập").fill(self.username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()

    def open_visit(self, unit: str) -> None:
        """Open the unit's visit from the list, beginning it where nobody has."""
        self.page.goto("/visits")
        self.page.get_by_role("link", name=unit).first.click()
        begin = self.page.get_by_role("button", name="Bắt đầu kiểm tra")
        expect(begin.or_(self.page.locator(".item")).first).to_be_visible()
        if begin.count():
            begin.click()
        expect(begin).to_have_count(0)
        expect(self.page.locator(".item").first).to_be_visible()
        self.path = re.sub("^https?://[^/]+", "", self.page.url).split("#")[0]

    def keep_pages(self) -> None:
        """Wait until the worker has this page, so that it opens without network."""
        self.page.evaluate(IN_CHARGE)
        self.page.reload()
        self.page.evaluate(KEPT, self.path)

    def lose_session(self) -> None:
        """The session is over for this tablet."""
        assert self.context is not None
        self.context.clear_cookies()

    # --- Its network

    def lose_network(self) -> None:
        """No network at all: neither for pages nor for a worker, whom the switch may not reach."""
        assert self.context is not None
        self.network.set(Fault("refuse"))
        self.context.set_offline(True)

    def regain_network(self, fault: Fault | None = None) -> None:
        """All passes again, or meets that fault, and the system says so to the browser."""
        assert self.context is not None
        if fault is None:
            self.network.heal()
        else:
            self.network.set(fault)
        self.context.set_offline(False)
        self.notice_network()

    def notice_network(self) -> None:
        """What the system tells its pages when it has found a network."""
        assert self.context is not None
        for tab in self.context.pages:
            tab.evaluate("dispatchEvent(new Event('online'))")

    # --- What it holds

    def outbox(self) -> dict[str, Any]:
        """What the local database holds: {"ops": […], "blobs": [[key, bytes]…], "meta": {…}}."""
        found: dict[str, Any] = self.page.evaluate(READER)
        return found

    def unsent(self) -> list[dict[str, Any]]:
        """The operations that the office has not confirmed."""
        return [op for op in self.outbox()["ops"] if op.get("state") != "done"]

    def wait_until_left(self, count: int) -> None:
        """Wait until no more than `count` are unsent; a saved one leaves after it is shown."""
        until = time.monotonic() + 20
        while len(self.unsent()) > count and time.monotonic() < until:
            self.page.wait_for_timeout(100)

    def wait_until_sent(self, seconds: float = 40) -> None:
        """Wait until the page says that all is on the server, and see that nothing is left."""
        line = self.page.locator("#save-line")
        until = time.monotonic() + seconds
        while time.monotonic() < until and line.get_attribute("data-live") != "saved":
            self.notice_network()
            self.page.wait_for_timeout(250)
        expect(line).to_have_attribute("data-live", "saved")
        expect(line).to_have_attribute("data-pending", "0")
        assert self.unsent() == []
        assert self.outbox()["blobs"] == []

    def _note(self, said: str) -> None:
        self.ledger.seen.append(seen.read(self.name, self.username, said))


def browser_processes(profile: Path) -> list[int]:
    """The browser of that profile and all processes below it, the browser first."""
    own = f"--user-data-dir={profile}"
    parents: dict[int, int] = {}
    tree: list[int] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            facts = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        parents[int(entry.name)] = int(facts[1])
        if own in words:
            tree.append(int(entry.name))
    for process in tree:  # grows while it is walked through
        below = [child for child, parent in parents.items() if parent == process]
        tree += [child for child in below if child not in tree]
    return tree
