"""One person's random work at a tablet, and the random harm that is done to it."""

from __future__ import annotations

from pathlib import Path
from random import Random

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import expect

from tests.offline import pictures
from tests.offline.faults import KINDS, Fault
from tests.offline.fieldwork import Fieldwork
from tests.offline.house import House
from tests.offline.seen import checklist
from tests.offline.tablet import Tablet

PATIENCE = 8_000  # ms for one action; then the person tries something else
RESULTS = {"pass": "Đạt", "partial": "Đạt một phần", "fail": "Chưa đạt"}
PHOTO_ITEMS = ("CK-01", "CK-05", "CK-06", "CK-07", "CK-08", "MC-01")
SHARED = ("TC-01", "TC-03")  # both persons write here
HARM = sorted(KINDS - {"swallow"})


class Mischief:
    """`share` 0 or 1: of which items, every second, this person writes."""

    def __init__(self, tablet: Tablet, chance: Random, share: int, folder: Path) -> None:
        self.tablet = tablet
        self.chance = chance
        self.folder = folder
        self.share = share
        self.codes = [code for code in list(checklist().items)[share::2] if code not in SHARED]
        self.networks = self.blind = 0
        self._number = 0
        tablet.ledger.contested.update(f"{code}.note" for code in SHARED)

    @property
    def house(self) -> House:
        return self.tablet.ledger.house

    def act(self) -> None:
        """One thing, whatever the dice say; what the browser could not do is tried no more."""
        deeds = {
            self._write: 45,
            self._judge: 12,
            self._photograph: 8,
            self._change_network: 15,
            self._kill_server: 5,
            self._kill_tablet: 4,
            self._reload: 4,
            self._change_tab: 3,
            self._wait: 4,
        }
        (deed,) = self.chance.choices(list(deeds), list(deeds.values()))
        try:
            self._context_patience()
            deed()
        except (BrowserError, AssertionError):
            self.blind += 1
            self._open_page()

    def settle(self) -> None:
        """The network is well: sign in where that was lost, and wait until all is sent."""
        page = self.tablet.page
        page.goto(self.tablet.path)
        page.wait_for_timeout(2000)
        line = page.locator("#save-line")
        if "/sign-in" in page.url or line.get_attribute("data-live") == "login":
            self.tablet.sign_in()
            page.goto(self.tablet.path)
        self.tablet.wait_until_sent(seconds=180)

    def _context_patience(self) -> None:
        assert self.tablet.context is not None
        self.tablet.context.set_default_timeout(PATIENCE)

    def _code(self) -> str:
        return self.chance.choice(SHARED if self.chance.random() < 0.05 else self.codes)

    def _words(self) -> str:
        self._number += 1
        return f"Ghi chú số {self._number} của {self.tablet.username}"

    def _write(self) -> None:
        pause = self.chance.choice((0, 0, 0, 8))
        work, code = Fieldwork(self.tablet), self._code()
        work.write(code, self._words(), pause=pause)
        if self.chance.random() < 0.7:
            safe = work.state(code).and_(self.tablet.page.locator(SAFE))
            expect(safe).to_have_count(1, timeout=PATIENCE)

    def _judge(self) -> None:
        result = self.chance.choice(list(RESULTS))
        Fieldwork(self.tablet).judge(self.chance.choice(self.codes), result, RESULTS[result])

    def _photograph(self) -> None:
        self._number += 1
        size = self.chance.choice(("small", "small", "large"))
        photo = pictures.photo(self.folder, 2 * self._number + self.share, size)
        work, code = Fieldwork(self.tablet), self.chance.choice(PHOTO_ITEMS[self.share :: 2])
        before = work.photos(code).count()
        work.shoot(code, photo)
        sure = False
        try:
            expect(work.photos(code)).to_have_count(before + 1, timeout=PATIENCE)
            sure = True
        finally:
            work.enter_shot(code, photo, sure=sure)

    def _change_network(self) -> None:
        self.networks += 1
        network, kind = self.tablet.network, self.chance.choice(HARM)
        network.uplink_kbit = self.chance.choice((None, None, 800))
        if self.chance.random() < 0.3:
            return network.heal()
        if self.chance.random() < 0.15:
            return network.set(Fault("swallow"))
        at = self.chance.choice((0, 1, 60, 300, -1, -30))
        mended, only = self.chance.random() < 0.5, self.chance.random() < 0.6
        times = self.chance.choice((None, 5, 20))
        path = PIECES if kind == "corrupt" else CALLS
        return network.set(
            Fault(kind, at=at, mended=mended, changes_only=only, times=times, copies=3, path=path)
        )

    def _kill_server(self) -> None:
        self.house.kill()
        self.tablet.page.wait_for_timeout(self.chance.uniform(0, 600))
        self.house.start()

    def _kill_tablet(self) -> None:
        self.tablet.page.wait_for_timeout(self.chance.uniform(0, 300))
        self.tablet.kill()
        self.tablet.open()
        self._open_page()

    def _reload(self) -> None:
        self.tablet.page.reload()
        expect(self.tablet.page.locator(".item").first).to_be_visible(timeout=PATIENCE)

    def _change_tab(self) -> None:
        before, self.tablet.page = self.tablet.page, self.tablet.new_tab()
        before.close()

    def _wait(self) -> None:
        self.tablet.page.wait_for_timeout(self.chance.uniform(100, 2000))

    def _open_page(self) -> None:
        """Back to the checklist; a network that lets nothing through is mended after some tries."""
        for _ in range(3):
            try:
                self.tablet.page.goto(self.tablet.path)
                expect(self.tablet.page.locator(".item").first).to_be_visible(timeout=PATIENCE)
                return
            except (BrowserError, AssertionError):
                continue
        self.tablet.network.heal()


SAFE = '[data-live="local"], [data-state="saved"]:not([data-live])'
CALLS = "^/(visits|photos)"
PIECES = "^/photos"  # their bytes carry a hash; those of a form are guarded by the line's own
