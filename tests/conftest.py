"""A fresh office for each test, copied from one that is made once with real migrations."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade

from inspect_app import config, create_app
from inspect_app.accounts import actions as accounts
from inspect_app.checklists.actions import publish_shipped
from inspect_app.db import db, writing
from inspect_app.signatures import issuing
from inspect_app.units.actions import load_reference_units
from tests import cast as people
from tests.cast import Cast
from tests.stages import approve
from tests.strict_browser import Browser


@dataclass(frozen=True)
class Template:
    """An instance folder to copy, and the keys of what it holds."""

    folder: Path
    cast: Cast


def make_app(folder: Path, **settings: str) -> Flask:
    return create_app(config.read({"INSPECT_INSTANCE_PATH": str(folder), **settings}, testing=True))


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Argon2id still, at its least cost: nobody attacks a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "HASHER", PasswordHasher(1, 8, 1))
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("template")
    with make_app(folder).app_context():
        upgrade()
        with writing():
            load_reference_units()
            publish_shipped()
            cast = people.assemble()
        close()
    return Template(folder, cast)


@pytest.fixture(scope="session")
def signed_template(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The same office after the minutes of An Tân were signed, which takes seconds."""
    folder = tmp_path_factory.mktemp("signed") / "instance"
    shutil.copytree(template.folder, folder)
    with make_app(folder).app_context():
        visit = people.load(template.cast.visit)
        approve(visit)
        issuing.sign(visit, by=people.viewer("head"))
        close()
    return Template(folder, template.cast)


def close() -> None:
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def cast(template: Template) -> Cast:
    return template.cast


@pytest.fixture
def app(template: Template, tmp_path: Path) -> Iterator[Flask]:
    """An office of its own; requests bring their own context."""
    yield from opened(template, tmp_path)


@pytest.fixture
def signed_app(signed_template: Template, tmp_path: Path) -> Iterator[Flask]:
    yield from opened(signed_template, tmp_path)


def opened(template: Template, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "instance"
    shutil.copytree(template.folder, folder)
    made = make_app(folder)
    yield made
    with made.app_context():
        close()


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """The office with its context pushed, for tests of actions and queries; not for requests."""
    with app.app_context():
        yield app


@pytest.fixture
def as_(app: Flask) -> Callable[[str], Browser]:
    """Sign somebody of the cast in."""
    return lambda username: Browser(app).sign_in(username, people.PASSWORD)
