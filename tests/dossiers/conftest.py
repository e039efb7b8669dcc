"""A register of forty dossiers at An Tân, and a page of its sample."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from tests import cast as people
from tests.cast import Cast
from tests.dossiers import shelf
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def register(app: Flask, cast: Cast) -> uuid.UUID:
    """Forty dossiers in three fields, three of them late."""
    with app.app_context():
        return shelf.fill(people.load(cast.visit)).id


@pytest.fixture
def page(register: uuid.UUID, cast: Cast, as_: SignIn) -> Browser:
    """The member's page of the sample, before anything is drawn."""
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}/sample")
    return browser
