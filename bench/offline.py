"""From the touch to “đã lưu trên máy này”, beside a plain htmx POST; what the scripts weigh."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import device
from bench.measure import Comparison, Cost
from bench.office import Office
from bench.tablet import Tablet
from bench.weight import weigh, weigh_outbox

WAYS = ("online", "offline", "plain")
WARM_UP = 5
REST = 1000  # ms; longer than htmx waits after typing, so that nothing is under way at the next
WORDS = "Đã đối chiếu với sổ theo dõi của xã, số liệu khớp."
UNFOLD = "(code) => document.querySelector(`#item-${code} details.item-body`).open = true"
Times = dict[str, list[float]]


@dataclass(frozen=True)
class Act:
    """Something done to a field of an item, and from which event on it counts.

    `leave` comes after it: at once where htmx posts by itself, else when the time is taken.
    """

    name: str
    aspect: str
    event: str
    plain_event: str
    do: Callable[[Page, str], None]
    leave: Callable[[Page, str], None]

    def time(self, page: Page, way: str, code: str) -> float:
        """Do it once; seconds until the place of the field says so."""
        event, end = (self.plain_event, "served") if way == "plain" else (self.event, "kept")
        field = f"{code}-{self.aspect}"
        page.evaluate("(about) => stopwatch.arm(about)", [field, event, end])
        self.do(page, code)
        if way == "plain":
            self.leave(page, code)
        took = float(page.evaluate("() => stopwatch.read()")) / 1000
        self.leave(page, code)
        if way == "online":
            device.wait_until_pending(page, 0)
        return took


def _tap(page: Page, code: str) -> None:
    page.locator(f"#f-{code}-result button[aria-pressed=false]").first.tap()


def _write(page: Page, code: str) -> None:
    page.evaluate(UNFOLD, code)
    page.locator(f"#i-{code}-note").tap()
    page.keyboard.insert_text(WORDS)


def _stay(page: Page, code: str) -> None:
    """A button needs no leaving."""


def _leave(page: Page, code: str) -> None:
    page.locator(f"#i-{code}-note").blur()


ACTS = (
    Act("tap of a result", "result", "click", "click", _tap, _stay),
    # htmx posts 700 ms after the last key, or at once when the field is left: that is counted.
    Act("typing into a note", "note", "input", "change", _write, _leave),
)


def compare(place: Office, data: Path, folder: Path) -> Iterator[Comparison]:
    """Three tablets with an office each: online, without network, and without the outbox."""
    tablet, visit = Tablet(place), f"/visits/{place.visit_id}"
    weights: tuple[str, ...] = (weigh_outbox(tablet), *weigh(tablet))
    with sync_playwright() as playwright, ExitStack() as stack:
        pages: dict[str, Page] = {}
        for way in WAYS:
            house = stack.enter_context(device.serving(data, folder / way))
            at, profile = device.address(house), folder / f"{way}-profile"
            tablet_page = device.opened(playwright, at, profile, visit, plain=way == "plain")
            pages[way] = stack.enter_context(tablet_page)
        pages["offline"].context.set_offline(True)
        for act in ACTS:
            yield from _comparisons(act, _in_turns(act, pages, place.codes), weights)
            weights = ()


def _in_turns(act: Act, pages: dict[str, Page], codes: Sequence[str]) -> Times:
    times: Times = {way: [] for way in WAYS}
    for code in codes:
        for way, page in pages.items():
            times[way].append(act.time(page, way, code))
        pages["plain"].wait_for_timeout(REST)
    return {way: found[WARM_UP:] for way, found in times.items()}


def _comparisons(act: Act, times: Times, notes: tuple[str, ...]) -> Iterator[Comparison]:
    middle = {way: statistics.median(found) for way, found in times.items()}
    for way in ("online", "offline"):
        yield Comparison(
            title=f"{act.name} until kept on the tablet, {way}",
            floor_title="the same page without the outbox: htmx posts to the same server on "
            "loopback, until the server's fragment stands in the page",
            product=Cost(middle[way]),
            floor=Cost(middle["plain"]),
            limits={},
            notes=(_spread(act, times), *notes) if way == "online" else (),
        )


def _spread(act: Act, times: Times) -> str:
    figures = "; ".join(
        f"{way} {statistics.median(found) * 1000:.1f} and {_slowest(found) * 1000:.1f} ms"
        for way, found in times.items()
    )
    counted = f"; the plain page counts from “{act.plain_event}”" * (act.event != act.plain_event)
    return (
        f"{act.name.capitalize()}, median and 95th percentile of {len(times['plain'])} each, from "
        f"“{act.event}” inside the page: {figures}{counted}."
    )


def _slowest(found: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(found, n=20, method="inclusive")[-1]
