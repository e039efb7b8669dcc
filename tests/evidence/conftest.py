"""A bare office, a tablet in the hands of a member, and a photo that it is to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from inspect_app.db import new_id
from tests.cast import Cast, picture
from tests.conftest import make_app
from tests.evidence.tablet import Ask, Photo, asking
from tests.strict_browser import Browser


@pytest.fixture
def bare_office(tmp_path: Path) -> Iterator[Flask]:
    """Its files only, with its context pushed; no database."""
    app = make_app(tmp_path)
    with app.app_context():
        yield app


@pytest.fixture
def ask(as_: Callable[[str], Browser]) -> Ask:
    return asking(as_("member"))


@pytest.fixture
def photo(cast: Cast) -> Photo:
    return Photo(picture(), cast.visit, new_id())
