"""A person's tablet with the key that the office gave it, and the office's own browser."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from tests.strict_browser import Browser
from tests.sync.tablet import Tablet

SignIn = Callable[[str], Browser]
GiveTablet = Callable[[str], Tablet]


@pytest.fixture
def tablet_of(as_: SignIn) -> GiveTablet:
    """The tablet of somebody of the cast, who signed in on it once."""

    def give(username: str) -> Tablet:
        answer = as_(username).client.post("/sync/key", headers={"Sec-Fetch-Site": "same-origin"})
        said = answer.get_json()
        return Tablet(said["user"], base64.b64decode(said["key"]))

    return give
