"""How often one address may ask, and who counts as one."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from inspect_app import clock, config, create_app
from inspect_app.verification import limits
from inspect_app.verification.limits import Windows
from tests.strict_browser import Browser

START = dt.datetime(2026, 3, 5, 1, 0, 10, tzinfo=dt.UTC)


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: START)


def test_more_than_allowed_wait_for_the_next_minute(
    stopped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = Windows()
    assert [windows.hit("a", 3) for _ in range(4)] == [0, 0, 0, 50]
    assert windows.hit("b", 3) == 0
    monkeypatch.setattr(clock, "now", lambda: START + dt.timedelta(seconds=50))
    assert windows.hit("a", 3) == 0


def test_memory_is_bounded_and_strangers_beyond_it_wait(
    stopped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 2)
    windows = Windows()
    assert [windows.hit(key, 9) for key in ("a", "b", "c", "a")] == [0, 0, 50, 0]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", "unknown"),
    ],
)
def test_a_subscriber_counts_as_one(address: str, counted: str) -> None:
    assert limits.network(address) == counted


def test_who_asks_too_often_is_told_when_to_come_back(app: Flask, stopped: None) -> None:
    browser = Browser(app)
    for _ in range(limits.CHECKS):
        assert browser.client.post("/k/file").status_code == 422
    browser.get("/k")
    answer = browser.send("/k/file", 429)
    assert "Đợi 50 giây rồi thử lại" in answer.words
    assert answer.headers["Retry-After"] == "50"
    other = {"REMOTE_ADDR": "203.0.113.9"}
    assert browser.client.post("/k/file", environ_base=other).status_code == 422


def test_looking_is_limited_too(app: Flask, stopped: None) -> None:
    browser = Browser(app)
    statuses = [browser.client.get("/k/AAAA").status_code for _ in range(limits.LOOKS + 1)]
    assert statuses == [404] * limits.LOOKS + [429]


@pytest.mark.parametrize(("proxies", "counted"), [("0", False), ("1", True)])
def test_behind_a_proxy_the_address_is_the_one_that_it_names(
    app: Flask, stopped: None, proxies: str, counted: bool
) -> None:
    folder = str(app.config["SETTINGS"].instance)
    env = {"INSPECT_INSTANCE_PATH": folder, "INSPECT_PROXIES": proxies}
    client = create_app(config.read(env, testing=True)).test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    for _ in range(limits.CHECKS):
        client.post("/k/file", headers={"X-Forwarded-For": "203.0.113.9"})
    answer = client.post("/k/file", headers={"X-Forwarded-For": "203.0.113.10"})
    assert answer.status_code == (422 if counted else 429)
