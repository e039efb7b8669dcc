"""One person at one device: a browser of their own, and what its console complains of."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from inspect_app.demo.people import PASSWORD
from tests.journeys.office import Office

TABLET: ViewportSize = {"width": 820, "height": 1180}
PHONE: ViewportSize = {"width": 390, "height": 844}
# A refused form is answered with 422, which Chromium reports as it reports a missing file.
REFUSED = re.compile(r"Failed to load resource: .* 422 ")
SIGNED_OUT = re.compile(r"Failed to load resource: .* (400|401) ")
NO_NETWORK = re.compile(r"ERR_INTERNET_DISCONNECTED|Failed to fetch")


class Person:
    """Signs in, goes from page to page; `complaints` must be empty in the end."""

    def __init__(
        self,
        browser: Browser,
        office: Office,
        viewport: ViewportSize = TABLET,
        *,
        script: bool = True,
    ) -> None:
        self.office = office
        self.context = browser.new_context(
            base_url=office.address,
            viewport=viewport,
            has_touch=True,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.cut_off = self.signed_out = False
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def sign_in(self, username: str) -> Person:
        self.page.goto("/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập")
        return self

    def press(self, name: str) -> None:
        """Press the one button of exactly that name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the one link whose name holds those words."""
        self.page.get_by_role("link", name=name).click()

    def tab(self, name: str) -> None:
        """Open one of the four parts of the visit."""
        self.page.locator("nav.tabs").get_by_role("link", name=name, exact=True).click()

    def wear(self, look: str) -> None:
        """Show the page in one of the looks of the menu, without loading it again."""
        self.page.locator("html").evaluate("(root, look) => { root.dataset.look = look }", look)

    def lose_network(self) -> None:
        self.cut_off = True
        self.context.set_offline(True)

    def regain_network(self) -> None:
        self.context.set_offline(False)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        provoked = [REFUSED]
        provoked += [NO_NETWORK] if self.cut_off else []
        provoked += [SIGNED_OUT] if self.signed_out else []
        if any(known.search(message.text) for known in provoked):
            return
        self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")
