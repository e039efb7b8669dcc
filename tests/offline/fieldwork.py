"""A person at a tablet: types, taps and photographs, each time entering it in the ledger."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.sheet import Sheet
from tests.offline.ledger import Found, Shot, Written
from tests.offline.seen import stored_form, visit_of
from tests.offline.tablet import Tablet

HERE, NOT_KEPT = "Đã lưu trên máy này", "CHƯA LƯU"


class Fieldwork:
    """Works on the visit that the tablet has open, in its first tab or in `page`."""

    def __init__(self, tablet: Tablet, page: Page | None = None) -> None:
        self.tablet = tablet
        self._page = page

    @property
    def page(self) -> Page:
        return self._page or self.tablet.page

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.page)

    # --- What is done

    def write(self, code: str, words: str, aspect: str = "note", *, pause: int = 0) -> None:
        """Type a text over what stands there, `pause` ms a key; 0 puts it in at once."""
        self.sheet.item(code)
        field = self.page.locator(f"#i-{code}-{aspect}")
        with_pause = pause > 0

        def type_it() -> None:
            if not with_pause:
                return field.fill(words)
            field.click()
            field.press("Control+a")
            return field.press_sequentially(words, delay=pause)

        self._enter(f"{code}.{aspect}", {"value": words}, type_it)

    def count(self, code: str, **figures: str) -> None:
        """Type all the figures of an item."""
        self.sheet.item(code)

        def type_them() -> None:
            for key, typed in figures.items():
                self.page.locator(f"#i-{code}-value-{key}").fill(typed)

        self._enter(f"{code}.value", figures, type_them)

    def choose(self, code: str, words: str) -> None:
        """Choose that version of a note which two people wrote differently."""
        version = self.sheet.item(code).locator(".conflict form", has_text=words)
        button = version.get_by_role("button", name="Chọn bản này")
        self._enter(f"{code}.note", {"value": words}, button.tap)

    def judge(self, code: str, result: str, name: str) -> None:
        """Tap a result, by its key and by its name on the button."""
        button = self.sheet.head(code).get_by_role("button", name=name, exact=True)
        self._enter(f"{code}.result", {"value": result}, button.tap)

    def photograph(self, code: str, photo: Path) -> None:
        """Take a photo and wait until the page shows it, kept here or there."""
        before = self.photos(code).count()
        self.shoot(code, photo)
        kept = self.photos(code).and_(self.page.locator("li:not([data-live=storing])"))
        expect(kept).to_have_count(before + 1)
        self.enter_shot(code, photo)

    def shoot(self, code: str, photo: Path) -> None:
        """Take a photo, and wait for nothing; who calls enters it."""
        self.sheet.item(code).get_by_label(f"Chụp ảnh {code}").set_input_files(photo)

    def enter_shot(self, code: str, photo: Path, *, sure: bool = True) -> None:
        self.enter_digest(code, hashlib.sha256(photo.read_bytes()).hexdigest(), sure=sure)

    def enter_digest(self, code: str, sha256: str, *, sure: bool = True) -> None:
        """The same by the SHA-256 that the tablet gave the photo."""
        who = (self.tablet.name, self.tablet.username, self._visit())
        self.tablet.ledger.shots.append(Shot(*who, code, sha256, time.time(), sure))

    def find(self, words: str) -> None:
        """Write a strength on the page of findings, which is open."""
        self.page.get_by_label("Ưu điểm").check()
        self.page.locator("#new-heading").select_option(index=1)
        self.page.locator("#new-text").fill(words)
        self.page.get_by_role("button", name="Ghi phát hiện", exact=True).click()
        found = Found(self.tablet.username, self._visit(), words)
        self.tablet.ledger.found.append(found)

    def _enter(self, field: str, typed: dict[str, str], do: Callable[[], None]) -> None:
        begun, value = time.time(), stored_form(field, typed)
        who = (self.tablet.name, self.tablet.username, self._visit())
        try:
            do()
        finally:  # what broke off half-way may have been done
            self.tablet.ledger.written.append(Written(*who, field, value, begun, time.time()))

    def _visit(self) -> str:
        return visit_of(self.tablet.path)

    # --- What is shown

    def state(self, code: str, aspect: str = "note") -> Locator:
        return self.sheet.state(code, aspect)

    def photos(self, code: str) -> Locator:
        """The photos of an item, kept here or there."""
        return self.page.locator(f"#photos-{code} .thumbs li")

    def expect_kept(self, code: str, aspect: str = "note") -> None:
        """The field says that it is on this tablet and not yet there."""
        expect(self.state(code, aspect)).to_have_attribute("data-live", "local")
        expect(self.state(code, aspect)).to_contain_text(HERE)

    def expect_there(self, code: str, aspect: str = "note") -> None:
        """The field says that it is on the server."""
        expect(self.state(code, aspect)).to_have_attribute("data-state", "saved")
        expect(self.page.locator(f"#state-{code}-{aspect}:not([data-live])")).to_have_count(1)

    def expect_not_kept(self, code: str, aspect: str = "note") -> None:
        """The field says that it is nowhere."""
        expect(self.state(code, aspect)).to_have_attribute("data-live", "failed", timeout=40_000)
        expect(self.state(code, aspect)).to_contain_text(NOT_KEPT)

    def expect_value(self, code: str, words: str, aspect: str = "note") -> None:
        expect(self.page.locator(f"#i-{code}-{aspect}")).to_have_value(words)

    def expect_line(self, live: str, pending: int | None = None) -> None:
        """So many wait, or more: one whose storing was in doubt lies there twice."""
        line = self.page.locator("#save-line")
        expect(line).to_have_attribute("data-live", live)
        if pending is not None:
            enough = range(pending, pending + 9 if pending else 1)
            counts = re.compile("|".join(f"^{number}$" for number in enough))
            expect(line).to_have_attribute("data-pending", counts)

    def expect_pending(self, number: int) -> None:
        """So many things are on this tablet only."""
        expect(self.page.locator("#save-line")).to_have_attribute("data-pending", str(number))
