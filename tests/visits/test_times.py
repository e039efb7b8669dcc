"""When a value was made and when it came, as the page tells it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from inspect_app import clock, text
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
SAVED, CONFLICT = "saved", "conflict"


def opened(cast: Cast, browser: Browser) -> Browser:
    browser.get(f"/visits/{cast.visit}")
    return browser


@pytest.fixture
def page(cast: Cast, as_: SignIn) -> Browser:
    return opened(cast, as_("member"))


def tap(page: Browser, value: str, ago: dt.timedelta, offset: str = "0") -> dt.datetime:
    """Tap a result, so long ago by the tablet's clock; gives that moment."""
    at = clock.now() - ago
    sent = {"operation": str(uuid.uuid4()), "at": at.isoformat(), "offset": offset}
    page.tap("/answers/CD-01/result", value=value, **sent)
    return at


def state(page: Browser) -> tuple[str | None, str]:
    return page.one("state-CD-01-result").get("data-state"), page.words("state-CD-01-result")


def test_what_came_at_once_has_one_time(page: Browser) -> None:
    tap(page, "pass", dt.timedelta(minutes=4))
    kind, said = state(page)
    assert kind == SAVED and "ghi lúc" not in said and "đồng hồ" not in said


def test_what_came_later_says_when_it_was_made(page: Browser) -> None:
    at = tap(page, "pass", dt.timedelta(minutes=6))
    kind, said = state(page)
    assert kind == SAVED
    assert f"ghi lúc {text.time_of_day(at)}" in said and "tới máy chủ" in said


def test_what_came_another_day_says_which(page: Browser) -> None:
    at = tap(page, "pass", dt.timedelta(days=2))
    assert f"ghi lúc {text.moment(at)}, tới máy chủ" in state(page)[1]


def test_the_time_is_corrected_and_the_wrong_clock_marked(page: Browser) -> None:
    at = tap(page, "pass", dt.timedelta(hours=1), offset="420000")
    said = state(page)[1]
    assert f"ghi lúc {text.time_of_day(at + dt.timedelta(minutes=7))}" in said
    assert "đồng hồ máy lệch 7 phút" in said


def test_a_wrong_clock_alone_is_no_late_arrival(page: Browser) -> None:
    tap(page, "pass", dt.timedelta(days=365), offset=str(365 * 86_400_000))
    said = state(page)[1]
    assert "ghi lúc" not in said and "đồng hồ máy lệch 365 ngày" in said


def test_a_conflict_says_of_each_when_it_was_made(cast: Cast, page: Browser, as_: SignIn) -> None:
    other = opened(cast, as_("secretary"))
    first = tap(page, "pass", dt.timedelta(hours=3))
    second = tap(other, "fail", dt.timedelta(hours=5), offset="600000")
    kind, said = state(other)
    assert kind == CONFLICT
    for made in (first, second + dt.timedelta(minutes=10)):
        assert f"ghi lúc {text.time_of_day(made)}" in said
    assert said.count("đồng hồ máy lệch") == 1
