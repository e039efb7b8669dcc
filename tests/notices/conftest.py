"""Two people's pages of the notices at An Tân."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]


@pytest.fixture
def board(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}/notices")
    return browser


@pytest.fixture
def other(cast: Cast, as_: SignIn) -> Browser:
    browser = as_("secretary")
    browser.get(f"/visits/{cast.visit}/notices")
    return browser
