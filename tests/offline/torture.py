"""Two tablets, random work and random harm for some minutes; then everything must be there once."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from playwright.sync_api import Playwright, expect, sync_playwright

from tests.journeys.office import flask
from tests.offline.books import Books, Report
from tests.offline.conftest import FIRST, SECOND, VISIT
from tests.offline.house import House
from tests.offline.ledger import Ledger
from tests.offline.mischief import Mischief
from tests.offline.proxy import Proxy
from tests.offline.tablet import Tablet

SHARES = ((FIRST, 0), (SECOND, 1))


def main() -> int:
    """Run once; 0 only when nothing is lost, doubled or was shown wrongly."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="torture-") as folder, sync_playwright() as started:
        expect.set_options(timeout=20_000)
        report = Torture(started, Path(folder), asked.seed).run(asked.minutes * 60)
    return 0 if report == Report() else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=3)
    return parser.parse_args()


class Torture:
    """One run: its office, its two tablets, its ledger. All that is random comes from the seed."""

    def __init__(self, playwright: Playwright, folder: Path, seed: int) -> None:
        self.playwright = playwright
        self.folder = folder
        self.seed = seed
        started = flask(folder / "instance", "start")
        assert started.returncode == 0, started.stdout + started.stderr
        self.house = House(folder / "instance")
        self.house.start()
        self.ledger = Ledger(self.house, unsure=True)
        self.hands: list[Mischief] = []

    def run(self, seconds: float) -> Report:
        """Work and harm, then healing, then the count."""
        for number, (username, share) in enumerate(SHARES):
            network = Proxy(self.house.port)
            profile = self.folder / f"tablet-{number + 1}"
            tablet = Tablet(self.playwright, network, self.ledger, profile, username)
            self._make_ready(tablet)
            chance = Random(f"{self.seed} {number}")
            self.hands.append(Mischief(tablet, chance, share, self.folder))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for hand in self.hands:
                hand.act()
        self._heal()
        report = Books(self.ledger).report()
        self._print(report)
        for hand in self.hands:
            hand.tablet.close()
            hand.tablet.network.close()
        self.house.close()
        return report

    def _make_ready(self, tablet: Tablet) -> None:
        tablet.open()
        tablet.sign_in()
        tablet.open_visit(VISIT)
        tablet.keep_pages()
        tablet.reopen()  # a clean end first: browsers write their cookies down late

    def _heal(self) -> None:
        for hand in self.hands:
            hand.tablet.network.heal()
            hand.settle()

    def _print(self, report: Report) -> None:
        operations = "SELECT count(*) FROM operation WHERE sequence > ?"
        ((stored,),) = self.house.rows(operations, self.ledger.after)
        networks = [hand.tablet.network for hand in self.hands]
        duplicates = sum(times - 1 for one in networks for times in one.sent.values())
        counts = {
            "operations": stored,
            "edits": len(self.ledger.written),
            "photos": len(self.ledger.shots),
            "bad networks": sum(hand.networks for hand in self.hands),
            "server kills": self.house.kills,
            "browser kills": sum(hand.tablet.kills for hand in self.hands),
            "duplicates": duplicates,
            "lost": len(report.lost),
            "doubled": len(report.doubled),
            "states that lied": len(report.lied),
        }
        print(f"torture: seed {self.seed}: " + ", ".join(f"{n} {c}" for n, c in counts.items()))
        for said in (*report.lost, *report.doubled, *report.lied)[:20]:
            print(f"torture:   {said}")


if __name__ == "__main__":
    sys.exit(main())
