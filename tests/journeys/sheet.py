"""The checklist as a person at the tablet uses it: tap, type, look whether it is saved."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class Sheet:
    """The checklist page that stands on the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def item(self, code: str) -> Locator:
        """The item, unfolded."""
        found = self.page.locator(f"#item-{code}")
        if found.locator("details.item-body").get_attribute("open") is None:
            found.locator("details.item-body > summary").tap()
        return found

    def head(self, code: str) -> Locator:
        return self.page.locator(f"#result-{code}")

    def state(self, code: str, aspect: str) -> Locator:
        return self.page.locator(f"#state-{code}-{aspect}")

    def note(self, code: str) -> Locator:
        return self.item(code).get_by_label("Ghi chú nội bộ của đoàn")

    def tap(self, code: str, result: str) -> None:
        """Tap a result and wait until the server has it."""
        button = self.head(code).get_by_role("button", name=result, exact=True)
        button.tap()
        expect(button).to_have_attribute("aria-pressed", "true")
        self.expect_saved(code, "result")

    def type_figures(self, code: str, pause: int = 15, **figures: str) -> None:
        """Type figures over what stands there, `pause` ms a key, and leave the last field."""
        self.item(code)
        for key, typed in figures.items():
            field = self.page.locator(f"#i-{code}-value-{key}")
            field.click()
            field.press("Control+a")
            field.press_sequentially(typed, delay=pause)
        field.press("Tab")

    def type_text(self, code: str, aspect: str, words: str) -> None:
        self.item(code)
        field = self.page.locator(f"#i-{code}-{aspect}")
        field.click()
        field.press("Control+a")
        field.press_sequentially(words, delay=8)

    def expect_saved(self, code: str, aspect: str) -> None:
        """The field says who saved it when, and nothing says otherwise."""
        state = self.state(code, aspect)
        expect(state).to_have_attribute("data-state", "saved")
        expect(state.locator(".live")).to_have_count(0)
        expect(state.locator(".saved")).to_be_visible()

    def expect_refused(self, code: str, reason: str) -> None:
        state = self.state(code, "value")
        expect(state).to_have_attribute("data-state", "wrong")
        expect(state.get_by_role("alert")).to_contain_text(reason)

    def photograph(self, code: str, photo: Path) -> None:
        """Take a photo by the camera button and wait for its picture."""
        item = self.item(code)
        before = item.locator(".thumbs img").count()
        with self.page.expect_file_chooser() as chosen:
            item.locator("label", has_text="Chụp ảnh").tap()
        chosen.value.set_files(photo)
        expect(item.locator(".thumbs img")).to_have_count(before + 1)

    def record(self, code: str) -> None:
        """Make a finding of the failed item, in one tap."""
        self.head(code).get_by_role("button", name="Ghi thành tồn tại").tap()
        expect(self.head(code).locator(".finding-mark")).to_be_visible()
