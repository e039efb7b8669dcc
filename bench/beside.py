"""How long other people's pages take while the server has documents drawn, and while it has not."""

from __future__ import annotations

import re
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from bench.measure import Comparison, Cost
from bench.office import HEAD, MEMBER, PASSWORD, Office
from inspect_app import clock
from inspect_app.db import db, writing
from inspect_app.minutes import queries
from inspect_app.visits.actions import describe
from inspect_app.visits.models import Visit
from tests.journeys.office import serving

TURNS, LOADS, PAUSE = 4, 30, 0.1
PART = {"HX-Request": "true"}
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def compare(place: Office, data: Path) -> Comparison:
    """The form page of 70 items, asked for by one person while another's drafts are drawn."""
    _describe(place, 0)
    with serving(data) as served:
        reader = _signed_in(served.address, MEMBER)
        page = f"{served.address}/visits/{place.visit_id}"
        _load(reader, page, 10)
        head = _signed_in(served.address, HEAD)
        quiet: list[float] = []
        busy: list[float] = []
        drafts = 0
        for turn in range(TURNS):
            quiet += _load(reader, page, LOADS)
            with _drawing(place, head, f"{page}/minutes", 100 * turn) as drawn:
                busy += _load(reader, page, LOADS)
            drafts += len(drawn)
    middle = statistics.median(busy) / statistics.median(quiet)
    return Comparison(
        title="another person's page while minutes are drawn, 95th percentile",
        floor_title="the same page while nothing is drawn",
        product=Cost(_p95(busy)),
        floor=Cost(_p95(quiet)),
        limits={"wall": 1.5},
        notes=(
            f"Beside drawing: {TURNS} turns of {LOADS} loads each way, pauses of {PAUSE} s, from "
            f"the product's server; {drafts} drafts were drawn meanwhile, one after the other; "
            f"medians: {middle:.2f} times.",
        ),
    )


@contextmanager
def _drawing(place: Office, head: requests.Session, page: str, first: int) -> Iterator[list[float]]:
    """Meanwhile one draft after the other is drawn, as their words change."""
    over = threading.Event()
    drawn: list[float] = []

    def work() -> None:
        while not over.is_set():
            _describe(place, first + len(drawn) + 1)
            head.get(page, timeout=60).raise_for_status()
            while 'id="drawing"' in head.get(f"{page}/drawing", headers=PART, timeout=60).text:
                over.wait(1)  # as often as the page itself asks
            drawn.append(time.perf_counter())

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield drawn
    finally:
        over.set()
        worker.join()


def _describe(place: Office, number: int) -> None:
    with place.app.app_context():
        with writing(waits=20):
            visit = db.session.get_one(Visit, place.visit_id)
            describe(
                visit,
                venue="trụ sở Ủy ban nhân dân xã",
                place="Tháp Mười",
                unit_people="Võ Văn Khánh - Chủ tịch UBND xã",
                unit_opinion=f"Thống nhất với nội dung biên bản, lần {number}.",
                started_at=clock.now(),
                ended_at=clock.now(),
                by=visit.campaign.team[0].user.as_viewer(),
            )
        missing, _ = queries.examine(db.session.get_one(Visit, place.visit_id))
        assert not missing, missing
        db.session.remove()


def _signed_in(address: str, name: str) -> requests.Session:
    session = requests.Session()
    token = _TOKEN.search(session.get(f"{address}/sign-in", timeout=60).text)
    assert token is not None
    typed = {"username": name, "password": PASSWORD, "csrf_token": token[1]}
    session.post(f"{address}/sign-in", data=typed, timeout=60).raise_for_status()
    return session


def _load(session: requests.Session, page: str, times: int) -> list[float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        session.get(page, timeout=60).raise_for_status()
        taken.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    return taken


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
