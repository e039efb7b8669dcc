"""The page of what is only on the tablet, as the person who holds it uses it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.offline.tablet import Tablet

ALL_THERE = "Mọi thứ đã ở trên máy chủ"
EXPIRED = (
    "Store.note('user').then((who) => Store.note('user', { ...who, until: Date.now() - 1000 }))"
)


class SyncPage:
    """Stands open on the tablet once `open` was called."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet

    def open(self) -> SyncPage:
        self.tablet.page.goto("/sync")
        expect(self.tablet.page.locator("#unsent-sum")).not_to_contain_text("Đang đọc")
        return self

    def keep(self) -> None:
        """Open it once with network, so that the tablet has it without; then go back."""
        self.open().expect_empty()
        self.tablet.page.goto(self.tablet.path)
        expect(self.tablet.page.locator(".item").first).to_be_visible()

    @property
    def rows(self) -> Locator:
        return self.tablet.page.locator("[data-op-id]")

    def row(self, words: str) -> Locator:
        return self.rows.filter(has_text=words)

    def expect_empty(self) -> None:
        expect(self.tablet.page.locator("#unsent-sum")).to_have_text(ALL_THERE, timeout=40_000)
        expect(self.rows).to_have_count(0)

    def export(self, folder: Path, place: str = "#unsent") -> Path:
        """Export what is unsent; gives where the browser put the file."""
        page = self.tablet.page
        button = page.locator(place).get_by_role("button", name="Xuất ra tệp")
        with page.expect_download() as given:
            button.click()
        file = folder / given.value.suggested_filename
        given.value.save_as(file)
        return file

    def bring(self, file: Path) -> dict[str, int]:
        """Import a file; gives the counts that the page tells."""
        page = self.tablet.page
        self.open()
        page.set_input_files("#file", file)
        page.get_by_role("button", name="Nhập tệp").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhập tệp")
        names = ("Mới nhận", "Đã có từ trước", "Chờ trưởng đoàn quyết định", "Không nhận")
        facts = {name: page.locator(".facts > div").filter(has_text=name) for name in names}
        return {name: int(fact.locator("dd").inner_text()) for name, fact in facts.items()}

    # --- The PIN

    def set_pin(self, pin: str) -> None:
        """Set or change the PIN, and see that the page says so."""
        self.type_pin(pin, pin)
        expect(self.tablet.page.locator("#pin-said")).to_contain_text("Đã đặt mã PIN")
        expect(self.tablet.page.get_by_label("Mã PIN mới")).to_have_value("")

    def type_pin(self, first: str, second: str) -> None:
        page = self.tablet.page
        page.get_by_label("Mã PIN mới").fill(first)
        page.get_by_label("Gõ lại mã PIN").fill(second)
        page.locator("#pin-form button").click()


class Lock:
    """The lock, wherever it stands instead of a page."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet

    @property
    def said(self) -> Locator:
        return self.tablet.page.locator("#unlock-said")

    def expect_shut(self) -> None:
        expect(self.tablet.page.get_by_role("heading", level=1)).to_have_text("Máy đang khóa")

    def try_pin(self, pin: str) -> None:
        page = self.tablet.page
        page.locator("#unlock-pin").fill(pin)
        page.get_by_role("button", name="Mở khóa").click()

    def refuse(self, pin: str) -> None:
        """Try a wrong PIN and see it refused."""
        before = self.said.inner_text()
        self.try_pin(pin)
        expect(self.said).to_contain_text("không đúng")
        expect(self.said).not_to_have_text(before)


def end_session(tablet: Tablet) -> None:
    """The session is over, and the tablet's clock says so."""
    tablet.page.evaluate(EXPIRED)
    tablet.lose_session()
