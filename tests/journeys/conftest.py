"""Real Chromium against the product's own server; each module works on a copy of the demo."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.office import Office, flask, serving
from tests.journeys.person import Person

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The pages that it would draw for an address bar that nobody sees.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
]
People = Callable[..., Person]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An instance folder with the demonstration, played once however many workers there are."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder, done = shared / "played", shared / "played.done"
    with (shared / "played.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            started = flask(folder, "start")
            assert started.returncode == 0, started.stdout + started.stderr
            done.touch()
    return folder


@pytest.fixture(scope="module")
def office(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration, copied for this module and served."""
    folder = tmp_path_factory.mktemp("office") / "instance"
    shutil.copytree(played, folder)
    with serving(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: its event loop must be gone before others' tests need their own."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=15_000)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def people(chromium: Browser, office: Office) -> Iterator[People]:
    """Makes persons with a device each; in the end no console may have complained."""
    made: list[Person] = []

    def come(*about: object, **more: object) -> Person:
        made.append(Person(chromium, office, *about, **more))  # type: ignore[arg-type]
        return made[-1]

    yield come
    complaints = [said for person in made for said in person.complaints]
    for person in made:
        person.context.close()
    assert complaints == []
