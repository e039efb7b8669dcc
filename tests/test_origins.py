"""Whose requests may change something: those of the app's own pages."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import PASSWORD
from tests.strict_browser import Browser

SENT = {"username": "member", "password": PASSWORD}


def sign_in(app: Flask, **headers: str) -> int:
    """Try to sign in without a form token."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().post("/sign-in", data=SENT, headers=named).status_code


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_a_browser_calls_its_own_needs_no_token(app: Flask, site: str) -> None:
    assert sign_in(app, Sec_Fetch_Site=site, Origin="https://elsewhere.vn") == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_what_a_browser_calls_foreign_is_refused(app: Flask, site: str) -> None:
    assert sign_in(app, Sec_Fetch_Site=site, Origin="http://localhost") == 403


@pytest.mark.parametrize("origin", ["http://localhost", "https://localhost"])
def test_without_that_word_the_origin_must_be_the_host(app: Flask, origin: str) -> None:
    assert sign_in(app, Origin=origin) == 303


@pytest.mark.parametrize(
    "origin",
    ["http://elsewhere.vn", "http://localhost:81", "http://localhost.elsewhere.vn", "null", ""],
)
def test_another_origin_is_refused(app: Flask, origin: str) -> None:
    assert sign_in(app, Origin=origin) == 403


def test_without_both_the_form_token_is_needed(app: Flask) -> None:
    assert sign_in(app) == 400
    browser = Browser(app)
    browser.get("/sign-in")
    data = {**browser.form("/sign-in").filled({}), **SENT}
    assert browser.client.post("/sign-in", data=data).status_code == 303
